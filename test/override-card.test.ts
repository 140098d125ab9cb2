/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Override } from '../server/api-types';
import { activePack } from '../server/packs/active';
import { runPack } from '../server/rule-runs/run';
import { today } from '../server/today';
import { buildViewer } from '../server/viewer/build';
import { startApp } from './harness';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const installed = existsSync(CHROMIUM);
if (!installed) console.warn(`没有浏览器 ${CHROMIUM}，跳过改判卡片的页面测试 (no Chromium there: SKIPPED)`);

(installed ? test : test.skip)('the card shows an override in force: by whom, why, until when, and that the facts have changed', async () => {
  await buildViewer(() => {});
  const app = await startApp();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const { id } = await app.db.knex('outfall_item').where({ verdict: 'ban', status: 'in_use' }).where('region_code', 'like', '653001%').orderBy('id').first('id');
    const post = async (path: string, actor: string, body?: object) => (await fetch(`${app.url}/api/outfalls/${id}/overrides${path}`, {
      method: 'POST', headers: { 'x-paikou-actor': encodeURIComponent(actor), ...(body && { 'content-type': 'application/json' }) }, body: JSON.stringify(body),
    })).json() as Promise<Override>;
    const until = new Date(Date.parse(today()) + 60 * 86_400_000).toISOString().slice(0, 10);
    const asked = await post('', '市生态环境局 复核岗（示意）', { verdict: 'review', reason: '取水口已关停，待保护区调整批复（示意）', expires_on: until });
    await post(`/${asked.id}/confirm`, '市生态环境局 审定岗（示意）');

    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(`${app.url}/#city=653001&outfall=${id}`);
    const note = page.locator('[data-test=override]');
    await note.waitFor();
    expect(await page.locator('[data-test=card] [data-test=verdict]').innerText()).toContain('待人工研判');
    const text = await note.innerText();
    for (const said of ['复核改判（现行有效）', '建议依法取缔', '复核岗（示意）、市生态环境局 审定岗（示意）', '取水口已关停', `${until}（含当日）`, '条款用语“应”', '予以取缔|应依法取缔']) {
      expect(text).toMatch(new RegExp(said));
    }
    expect(await page.locator('[data-test=override-changed]').count()).toBe(0);

    await app.db.knex('outfall').where({ id }).update({ status: 'removed', status_proof: '现场照片（示意）' });
    await runPack(app.db, app.catalog, (await activePack(app.db.knex, app.catalog, '653001'))!, { reason: 'test' });
    await page.reload();
    await page.locator('[data-test=override-changed]').waitFor();
    expect(await page.locator('[data-test=override-changed]').innerText()).toMatch(/研判依据已变，请重新复核[\s\S]*命中 → 未命中/);
  } finally {
    await browser.close();
    await app.close();
  }
});
