import type { ImportProgress } from '../server/api-types';
import type { Db } from '../server/db/open';
import { LiveJob, liveJobs } from '../server/imports/live-jobs';
import { followJob } from '../server/imports/told';

// Who follows a job that is on record and has not begun its work yet waits, and lets others work meanwhile.

test('a job is followed from before its work begins to its end', async () => {
  const db = { knex: {} } as unknown as Db;
  const live = new LiveJob(7, 'committing');
  liveJobs(db).set(7, live);
  const told: ImportProgress[] = [];
  const left = new AbortController();
  const following = followJob(db, 7, (progress) => told.push(progress), left.signal);
  await new Promise((done) => { setTimeout(done, 20); });
  expect(told).toHaveLength(1);
  live.tell('writing', 1, 2);
  left.abort();
  live.is(Promise.reject(new Error('cancelled')));
  await following;
  expect(told.map(({ step }) => step)).toEqual([null, 'writing']);
});
