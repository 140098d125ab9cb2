import { type RunningApp, startApp } from './harness';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const start = (body: unknown, headers: Record<string, string> = {}) => fetch(`${app.url}/api/rule-runs`, {
  method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body),
});

test('a run is answered when done, names who asked, and stands on record', async () => {
  const answer = await start({ region: '231081' }, { 'x-paikou-actor': encodeURIComponent('值班员') });
  expect(answer.status).toBe(201);
  const run = await answer.json() as { id: number };
  expect(run).toMatchObject({ region: '231081', pack: { id: '231081' }, actor: '值班员', changed: 0, finished_at: expect.any(String) });
  expect(await (await fetch(`${app.url}/api/rule-runs/${run.id}`)).json()).toEqual(run);
});

test('what cannot be run is refused by name', async () => {
  expect((await start({ region: '110000' })).status).toBe(422);
  expect((await start({ region: 'x' })).status).toBe(422);
  expect((await start({})).status).toBe(422);
  expect((await fetch(`${app.url}/api/rule-runs/99999`)).status).toBe(404);
});
