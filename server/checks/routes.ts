import type { Knex } from 'knex';
import { z } from 'zod';
import { checkRequestSchema, checkResultSchema } from '../api-types';
import type { Catalog } from '../catalog';
import { AppError } from '../errors';
import { defineRoute } from '../http/route';
import { activePack, namesOf } from '../packs/active';
import type { Pack } from '../rules/pack-files';
import { cityOf } from './city-of';
import { checkFeatures } from './evaluate';
import { readCheckFeatures } from './features';

export const routes = [
  defineRoute({
    method: 'post',
    path: '/api/checks',
    summary: '保护区冲突核查：不入库的点、线、面 Check points, lines and areas that are not in the database',
    description: '与全量研判同一套规则文件；不写入任何数据。 The same rule files as the inventory; nothing is written. '
      + '既有（existing）且给出排污单位的点，若距该单位已入库的某一排污口不超过 1 m，即视为该排污口（stands_for），不另计，点不能说明的事项取自库内。 An existing point with a discharger within 1 m of a stored outfall of theirs is that outfall: it is not counted beside itself, and what a point cannot say is taken from what is stored. '
      + '线和面列出穿越的各区及界内长度（m）或面积（m²）；只判断区域类规则，不作排污口结论。 '
      + 'A line or area lists each zone it crosses with length or area inside; only rules about areas judge it, and it gets no verdict.',
    query: {
      region: z.string().regex(/^\d{6}$/, '应为 6 位市级代码 (six digits of a city)').optional()
        .meta({ description: '城市；缺省为离首个坐标最近的城市 (city; without it, the one nearest to the first position)' }),
      pack: z.string().min(1).optional().meta({ description: '规则集 id 或 id@version；缺省为该市现行 (rule pack)' }),
    },
    body: checkRequestSchema,
    accepts: ['application/geo+json'],
    rawBody: true,
    response: checkResultSchema,
    problems: [422],
    handler: async ({ query, body }, { db, catalog }) => {
      const region = query.region ?? query.pack?.split('@')[0] ?? await cityOf(db.knex, body);
      const pack = await packOf(db.knex, catalog, region, query.pack);
      return checkFeatures(db, catalog, pack, await readCheckFeatures(db.knex, region, body));
    },
  }),
];

/** The pack named, `id` alone meaning that city's active edition; without a name the active one. */
async function packOf(knex: Knex, catalog: Catalog, region: string, named: string | undefined): Promise<Pack> {
  const [id, version] = (named ?? '').split('@');
  const pack = version
    ? catalog.packs.find((one) => one.region === region && one.id === id && one.version === version)
    : await activePack(knex, catalog, region);
  if (pack && (!named || pack.id === id)) return pack;
  const allowed = namesOf(catalog.packs);
  const [field, value] = named ? ['pack', named] : ['region', region];
  throw new AppError('bad_request', `没有可用的规则集 (no rule pack)；可用 (allowed): ${allowed}`, [{ field, reason: `可用 (allowed): ${allowed}`, value }]);
}
