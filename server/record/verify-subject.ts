import { type Category, categoriesIn } from '../rules/categories';
import type { PackBody } from '../rules/pack-files';
import { compare, type Line, unchecked } from './line';
import type { Subject, VerdictRecord } from './shape';
import { fieldsOf, listOf } from './verify-input';

/** Columns that the rules saw as they stand in the outfall's row. */
const SAME = ['local_code', 'region_code', 'status', 'set_up', 'discharger_id', 'approval', 'approval_no', 'retention_approved', 'retention_report_no', 'compliant',
  'flow_m3d', 'inspected_on', 'problems', 'dry_flow_hours', 'dry_flow_cause', 'waterbody_id', 'river_name', 'typed_in_zone'];
/** In which the outfall under another category is another. */
const OF_CATEGORY = ['id', 'variant_of', 'category', 'category_candidates', 'traits', 'regime'];
const SECONDS_M = 15;

/** What the rules saw of the outfall, again from its row, the pack and the code tables; and under each category that it can have. */
export function checkSubject({ outfall: { facts }, input, pack }: VerdictRecord): Line[] {
  const table = categoriesIn('categories.yaml', pack.codes['categories.yaml'] ?? 'missing');
  const fields = fieldsOf(input.subject);
  const kinds = kindsOf(String(facts.category), table);
  const category = kinds ? 'undetermined' : String(facts.category);
  const columns = [...SAME, ...(facts.reach_id === null ? [] : ['reach_id'])];
  const candidates = kinds ?? (facts.category_candidates as string[]);
  const same = (what: string, stated: unknown, found: unknown) => compare(`研判所用事实 facts as judged: ${what}`, stated, found);
  return [
    ...columns.map((name) => same(name, fields[name], asText(facts[name]))),
    same('category', fields.category, category),
    same('category_candidates', listOf(fields.category_candidates), candidates),
    same('traits, regime', [listOf(fields.traits), fields.regime], traitsOf(category, table)),
    same('judged, existing', [fields.judged, fields.existing], [['in_use', 'stopped'].includes(String(facts.status)) ? 't' : 'f', 't']),
    same('error_m', Number(fields.error_m).toFixed(6), positionError(facts, pack.body as unknown as PackBody).toFixed(6)),
    ...checkVariants(input.subject, input.variants, fields.judged === 't' && category === 'undetermined' ? candidates : null, table),
    ...unchecked('排污口记录中规则未直接读取的字段 fields of the row that no rule reads as they are', Object.keys(facts).filter((name) => !READ.has(name))),
    ...unchecked('研判所用事实 facts as judged', ['site_geom', 'site_error_m', ...(facts.reach_id === null ? ['reach_id'] : [])], '所据记录未随附 (the rows that they come from are not enclosed)'),
  ];
}

const READ = new Set([...SAME, 'id', 'reach_id', 'category', 'category_candidates', 'position_method', 'position_error_m', 'whole_seconds',
  'discharge_standard', 'discharge_grade', 'shared_with', 'shared_declared']);

function checkVariants(own: Subject, variants: Subject[], candidates: string[] | null, table: Category[]): Line[] {
  const names = variants.flatMap(standsFor).sort();
  const kinds = table.filter(({ code, regime }) => regime && !table.find((one) => one.code === parentOf(code))?.regime).map(({ code }) => code);
  const early = candidates?.length === 0 && variants.length === 0; // records of when no category was named got none
  const others = (subject: Subject) => Object.entries(fieldsOf(subject)).filter(([name]) => !OF_CATEGORY.includes(name));
  return [
    compare('另行研判的类别 categories judged besides', names, early || !candidates ? [] : [...(candidates.length ? candidates : kinds)].sort()),
    ...variants.flatMap((subject) => {
      const { traits, regime } = fieldsOf(subject);
      return [
        ...standsFor(subject).map((code) => compare(`${code}: traits, regime`, [listOf(traits), regime], traitsOf(code, table))),
        compare(`${subject.category}: 其余事实相同 else the same facts`, others(subject), others(own)),
      ];
    }),
  ];
}

/** Categories that no rule can tell apart are judged as one; early records have one of each. */
export function standsFor(subject: Subject): string[] {
  const categories = listOf(fieldsOf(subject).category_candidates);
  return categories.length ? categories : [subject.category];
}

const parentOf = (code: string) => code.slice(0, Math.max(code.lastIndexOf('.'), 0));

/** What a top class may be whose kinds differ in what rules ask; null where a category stands for itself. */
function kindsOf(category: string, table: Category[]): string[] | null {
  const own = table.find(({ code }) => code === category);
  const kinds = table.filter(({ code }) => parentOf(code) === category);
  return own && !own.regime && kinds.some(({ traits }) => String(traits) !== String(own.traits)) ? kinds.map(({ code }) => code) : null;
}

function traitsOf(category: string, table: Category[]): [string[], string | null] | null {
  const own = table.find(({ code }) => code === category);
  return own ? [own.traits, own.regime ?? null] : null;
}

/** 95 %, metres. */
function positionError({ position_error_m: own, position_method: method, whole_seconds: seconds }: Record<string, unknown>, body: PackBody): number {
  return Math.hypot(Number(own ?? body.position_errors[String(method)]), seconds ? SECONDS_M : 0);
}

/** A value as PostgreSQL writes it in a row. */
export function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return Array.isArray(value) ? `{${value.join(',')}}` : String(value);
}
