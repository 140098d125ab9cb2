import { citationsOf } from '../rules/citation';
import { lawsKept, type Pack } from '../rules/pack-files';
import { hashOfPack, type PackText } from '../rules/pack-text';
import { recordHash, sha256 } from './hash';
import { compare, type Line, unchecked } from './line';
import { checkAreas } from './verify-areas';
import { checkEvidence } from './verify-evidence';
import { checkGeometry } from './verify-geometry';
import { checkInput } from './verify-input';
import { checkSteps } from './verify-steps';
import { checkSubject } from './verify-subject';
import { recordSchema, type VerdictRecord } from './shape';

type Check = (record: VerdictRecord) => Line[];

/**
 * Checks the record of a verdict by itself, without a database: hashes, texts, facts of outfall and areas, geometry, the five
 * steps. What nothing in it tells has `agrees` null: hashes can be made anew over it by whoever changes it.
 */
export function verifyRecord(document: unknown): Line[] {
  const read = recordSchema.safeParse(document);
  if (!read.success) {
    return read.error.issues.map((issue) => ({ agrees: false, what: '格式 format', detail: `${issue.path.join('.')}: ${issue.message}` }));
  }
  const record = document as VerdictRecord;
  return [{ agrees: true, what: `格式 format ${record.format}` }, ...CHECKS.flatMap((check) => attempt(check, record))];
}

const CHECKS: Check[] = [checkHashes, checkInput, checkSubject, checkCitations, checkEditions, checkAreas, checkEvidence, checkGeometry, checkSteps, tellUnchecked, checkOverrides];

/** A record can be damaged in ways that a check cannot even read. */
function attempt(check: Check, record: VerdictRecord): Line[] {
  try {
    return check(record);
  } catch (error) {
    return [{ agrees: false, what: '无法读出 unreadable', detail: (error as Error).message }];
  }
}

function checkHashes(record: VerdictRecord): Line[] {
  const { pack } = record;
  return [
    compare('整份记录的哈希 hash of the record', record.record_hash, recordHash(record)),
    compare('规则集、规则文本与代码表的哈希 hash of pack, rule texts and code tables', pack.hash, hashOfPack(pack as unknown as PackText)),
    compare('代码表的哈希 hash of the code tables', record.codes_hash, sha256(pack.codes)),
    compare('规则集编号 pack id and version', [pack.id, pack.version], [pack.body.id, pack.body.version]),
    compare('导出时重演一致 the replay at export came to the same', record.replayed.same, true),
  ];
}

/** Every clause as the pack and the laws enclosed have it, in force on the day. */
function checkCitations({ pack, verdict, findings, citations }: VerdictRecord): Line[] {
  const laws = lawsKept(pack.codes);
  const what = (rule: string) => `引用条款 clauses of ${rule}`;
  const enclosed = new Map(citations.map((one) => [one.rule, one.citations]));
  if (!laws) return [{ agrees: true, what: '引用条款 clauses', detail: '早期记录未随附法律条文，不核对 (an early record without the laws: not checked)' }];
  return findings.map(({ rule }) => compare(what(rule), enclosed.get(rule), citationsOf(pack.body as unknown as Pack, rule, laws, verdict.as_of)));
}

function checkEditions({ verdict, findings, editions }: VerdictRecord): Line[] {
  const cited = [...new Set(findings.flatMap(({ areas }) => areas.map((area) => area.edition_id)).filter((id) => typeof id === 'number'))].sort((a, b) => a - b);
  const validOn = (edition: Record<string, unknown>) => String(edition.valid_from) <= verdict.as_of && (edition.valid_to === null || String(edition.valid_to) > verdict.as_of);
  return [
    compare('所用数据版本 editions used', verdict.editions, cited),
    compare('版本随附 editions enclosed', verdict.editions, editions.map(({ id }) => id)),
    ...editions.map((edition) => compare(`版本在 ${verdict.as_of} 有效 edition in force: ${String(edition.code)}`, validOn(edition), true)),
  ];
}

function tellUnchecked({ pack, findings }: VerdictRecord): Line[] {
  const found = new Set(findings.map(({ rule }) => rule));
  return [
    ...unchecked('存档的行本身 the archived rows themselves', ['outfall', 'areas', 'editions', 'coverages', 'pack'], '与原库是否一致，离线不能核对 (whether they are those of the database)'),
    ...unchecked('结论的出处 where the verdict comes from', ['id', 'as_of', 'decided_at', 'known_at', 'run', 'exported_at', 'replayed']),
    ...unchecked('未列判定的规则 rules without a finding', pack.rules.map(({ id }) => id).filter((id) => !found.has(id)), '未随附的区域与记录是否存在，离线不能核对 (whether there is something that is not enclosed)'),
  ];
}

/** What reviewers have signed on this very verdict names what the rules had come to; what counts today is told. */
function checkOverrides({ verdict, overrides = [] }: VerdictRecord): Line[] {
  return overrides.map(({ id, state, judged, verdict: signed, expires_on, input_hash, needs, requested_by, confirmed_by }) => {
    const what = `复核改判 override ${id}: ${judged} → ${signed}`;
    if (input_hash === verdict.input_hash && judged !== verdict.verdict) return compare(`${what} 所据结论 the verdict it was made on`, judged, verdict.verdict);
    if (needs === 'second_person' && confirmed_by !== null && confirmed_by === requested_by) return { agrees: false, what, detail: '须另一人确认 (a second person must confirm)' };
    return { agrees: true, what, detail: `${state}，至 until ${expires_on}${input_hash === verdict.input_hash ? '' : '，依据与本结论不同 made on other facts than this verdict’s'}` };
  });
}
