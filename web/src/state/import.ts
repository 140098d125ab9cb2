import { reactive } from 'vue';
import { getJson, isAbort, patchJson, postLong, sendForm } from '../api/request';
import type { ImportGone, ImportJob, ImportOutcome, ImportProgress } from '../api/shapes';
import { city } from './city';

export type Repairs = 'none' | 'small' | 'any';

const nothingAgreed = () => ({ crs: false, sound: false, changes: true, repairs: 'none' as Repairs });
/** `code` names one that stands; else a new one is made of the rest. */
const noEdition = () => ({ code: '', name: '', document: '', document_date: '', valid_from: '', boundary_error_m: undefined as number | undefined, replaces: '' });
/** Nothing is declared unless somebody does. */
const noCoverage = () => ({ declared: false, region: city.code, as_of: '', declared_by: '', document: '' });

/** A file on its way into the database: uploaded, previewed, committed, perhaps undone. */
export const importing = reactive({
  layer: '',
  /** Between sending something and its end. */
  busy: null as 'uploading' | 'reading' | 'previewing' | 'committing' | 'undoing' | null,
  /** Share of the file that has left, 0 to 1. */
  sent: 0,
  progress: null as ImportProgress | null,
  cancelling: false,
  job: null as ImportJob | null,
  problems: [] as ImportJob['problems'],
  /** Number of the first problem shown, and where the next page begins. */
  from: 1,
  next: null as string | null,
  gone: null as ImportGone | null,
  goneFrom: 1,
  agreed: nothingAgreed(),
  edition: noEdition(),
  coverage: noCoverage(),
  undone: null as Pick<ImportOutcome, 'flipped'> | null,
  error: null as Error | null,
});

const path = (rest = ''): string => `./api/imports/${importing.job?.id}${rest}`;
/** As many as the server sends with a job. */
const PAGE = 100;

let events: EventSource | null = null;
let upload: AbortController | null = null;

function take(job: ImportJob): void {
  Object.assign(importing, { job, problems: job.problems, from: 1, next: job.next, gone: null });
}

/** Hears how the job goes on; `ended` with the whole job. */
function follow(ended: (job: ImportJob) => void): void {
  events?.close();
  events = new EventSource(path('/events'));
  events.addEventListener('progress', (event) => { importing.progress = JSON.parse(event.data); });
  events.addEventListener('end', (event) => {
    events?.close();
    ended(JSON.parse(event.data));
  });
}

function followReading(): void {
  importing.busy = 'reading';
  follow((job) => { take(job); Object.assign(importing, { busy: null, progress: null, cancelling: false }); });
}

export function forget(): void {
  upload?.abort();
  events?.close();
  Object.assign(importing, { busy: null, sent: 0, progress: null, cancelling: false, job: null, problems: [], from: 1, next: null, gone: null, agreed: nothingAgreed(), undone: null, error: null });
  Object.assign(importing.edition, noEdition());
  Object.assign(importing.coverage, noCoverage());
}

const fail = (error: unknown): void => { Object.assign(importing, { busy: null, cancelling: false, progress: null, error: isAbort(error) ? null : error }); };

export async function uploadFile(file: File): Promise<void> {
  forget();
  importing.busy = 'uploading';
  upload = new AbortController();
  const form = new FormData();
  form.set('region', city.code);
  if (importing.layer) form.set('layer', importing.layer);
  form.set('file', file);
  try {
    take(await sendForm<ImportJob>('./api/imports', form, (share) => { importing.sent = share; }, upload.signal));
    followReading();
  } catch (error) {
    fail(error);
  }
}

interface Wishes { layer?: string; sheet?: string | null; encoding?: string | null; reading?: string; defaults?: Record<string, unknown>; partial_dates?: ImportJob['partial_dates']; nodes?: ImportJob['nodes']; values?: Record<string, Record<string, string>>; mapping?: Record<string, string | null> }

/** Reads what was uploaded another way: another layer, sheet or encoding, spellings decided. Where the file itself is read anew, that takes its time. */
export async function previewAgain(wishes: Wishes): Promise<void> {
  Object.assign(importing, { busy: 'previewing', error: null });
  if (!['values', 'mapping', 'partial_dates', 'defaults', 'nodes'].some((one) => one in wishes)) importing.agreed.crs = false; // what was agreed to was another reading
  if (wishes.layer || wishes.sheet !== undefined) { // editions are those of a layer, and so is what was declared
    Object.assign(importing.edition, { code: '', replaces: '' });
    importing.coverage.declared = false;
  }
  try {
    take(await patchJson<ImportJob>(path(), wishes));
    if (importing.job?.state === 'reading') followReading();
    else importing.busy = null;
  } catch (error) {
    fail(error);
  }
}

/** Gives a column another meaning; the column that had it until now has none then. */
export async function columnMeans(column: string, property: string | null): Promise<void> {
  const before = importing.job?.columns.find((one) => property !== null && one.property === property && one.name !== column);
  await previewAgain({ mapping: { [column]: property, ...(before ? { [before.name]: null } : {}) } });
}

/** A page of problems; null = the first. */
export async function showProblems(cursor: string | null): Promise<void> {
  const page = await getJson<ImportJob>(path(), { limit: PAGE, cursor }).catch((error) => { fail(error); return null; });
  if (!page) return;
  importing.from = cursor ? importing.from + importing.problems.length : 1;
  importing.problems = page.problems;
  importing.next = page.next;
}

export async function showGone(cursor: string | null): Promise<void> {
  const page = await getJson<ImportGone>(path('/gone'), { limit: PAGE, cursor }).catch((error) => { fail(error); return null; });
  if (!page) return;
  importing.goneFrom = cursor ? importing.goneFrom + (importing.gone?.items.length ?? 0) : 1;
  importing.gone = page;
}

/** Of what a layer is a declaration itself, and of regions, nothing is declared. */
export const canDeclare = ({ layer }: ImportJob): boolean => layer !== null && !['layer_coverage', 'regions'].includes(layer);

/** What still has to be agreed to or filled in before a commit can be asked for. */
export function whatLacks(job: ImportJob): ('crs' | 'sound' | 'repairs' | 'edition' | 'coverage')[] {
  const { agreed, edition, coverage } = importing;
  const open: ReturnType<typeof whatLacks> = [];
  if (job.crs && !job.crs.as_given && !agreed.crs) open.push('crs');
  const { errors = 0, repairs = 0, large_repairs = 0 } = job.counts ?? {};
  const unrepaired = agreed.repairs === 'none' ? repairs : agreed.repairs === 'small' ? large_repairs : 0;
  if (!agreed.sound && unrepaired > 0) open.push('repairs');
  if (!agreed.sound && errors > 0) open.push('sound');
  if (job.edition_needed && !edition.code && !(edition.name && edition.document && edition.valid_from && edition.boundary_error_m !== undefined)) open.push('edition');
  if (canDeclare(job) && coverage.declared && !(coverage.region && coverage.as_of && coverage.declared_by)) open.push('coverage');
  return open;
}

const filled = <T extends Record<string, unknown>>(fields: T) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

function editionAsked(): Record<string, unknown> {
  const { code, ...dated } = importing.edition;
  return code ? { code } : filled(dated);
}

function coverageAsked(): Record<string, unknown> {
  const { declared: _, ...declaration } = importing.coverage;
  return filled(declaration);
}

export async function commitImport(): Promise<void> {
  const { job, agreed } = importing;
  if (!job) return;
  Object.assign(importing, { busy: 'committing', error: null, progress: null });
  follow(() => {});
  try {
    take(await postLong<ImportJob>(path('/commit'), {
      rows: agreed.sound ? 'sound' : 'all', repairs: agreed.repairs, changes: agreed.changes ? 'apply' : 'skip',
      ...(job.crs && !job.crs.as_given && agreed.crs ? { crs: job.crs.guess } : {}),
      ...(job.edition_needed ? { edition: editionAsked() } : {}),
      ...(canDeclare(job) && importing.coverage.declared ? { coverage: coverageAsked() } : {}),
    }));
    Object.assign(importing, { busy: null, progress: null });
  } catch (error) {
    const cancelled = importing.cancelling;
    fail(error);
    if (cancelled) importing.error = null;
    take(await getJson<ImportJob>(path()));
  } finally {
    events?.close();
  }
}

export async function cancelImport(): Promise<void> {
  if (importing.busy === 'uploading') { forget(); return; }
  importing.cancelling = true;
  try {
    const job = await postLong<ImportJob>(path('/cancel'), {});
    if (importing.busy !== 'committing') { events?.close(); take(job); Object.assign(importing, { busy: null, progress: null, cancelling: false }); }
  } catch (error) {
    fail(error);
  }
}

export async function undoImport(): Promise<void> {
  Object.assign(importing, { busy: 'undoing', error: null });
  try {
    const { job, undone } = await postLong<{ job: ImportJob; undone: Pick<ImportOutcome, 'flipped'> }>(path('/undo'), {});
    take(job);
    Object.assign(importing, { undone, busy: null });
  } catch (error) {
    fail(error);
  }
}
