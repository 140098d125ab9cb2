import type { Bilingual } from '../api-types';

type Say = (evidence: Record<string, unknown>) => Bilingual;

/** Why keep-discharge could not say yes or no. */
export const DISCHARGE_REASONS: Record<string, Say> = {
  sample_missing: () => ({ zh: '尚无监测样品，无法判定', en: 'Not sampled yet' }),
  sample_stale: () => ({ zh: '最近一次有效样品过旧，无法判定', en: 'The latest valid sample is too old' }),
  sample_dry: () => ({ zh: '采样时未排水：请在排水期（灌溉期）采样', en: 'No discharge when visited: sample in the discharge season' }),
  sample_invalid: () => ({ zh: '样品未通过质量控制，无法判定', en: 'Samples refused by quality control' }),
  limit_missing: () => ({ zh: '执行标准或限值未明确，无法判定', en: 'No discharge limit is settled for it' }),
  limit_unverified: (e) => ({ zh: `${e.document ?? '标准'} 限值待核实，无法判定达标或超标`, en: `Limits of ${e.standard ?? 'the standard'} are not verified: neither complying nor exceeding` }),
  value_missing: (e) => ({ zh: `缺常规项目：${names(e.lacking, 'zh')}`, en: `Routine items not measured: ${names(e.lacking, 'en')}` }),
  temperature_missing: () => ({ zh: '缺水温，无法确定适用限值', en: 'Water temperature missing: which limit holds is open' }),
  detection_too_coarse: () => ({ zh: '检出限高于限值，无法判定', en: 'The detection limit is above the limit' }),
  shared_not_known: () => ({ zh: '共用排污口：各排污单位责任是否在许可证中载明未核实', en: 'Shared mouth: whether the permits state the duties is not known' }),
};

export const DISCHARGE_CAUSES: Record<string, Say> = {
  over_limit: (e) => ({ zh: `${measured(e, 'zh')}，超标${times(e, 'zh')}`, en: `${measured(e, 'en')}: over the limit${times(e, 'en')}` }),
  suspected_over_limit: (e) => ({ zh: `${measured(e, 'zh')}，瞬时样对日均限值，疑似超标${times(e, 'zh')}`, en: `${measured(e, 'en')}: a grab sample over a daily mean, suspected only${times(e, 'en')}` }),
  shared_undeclared: () => ({ zh: '多个排污单位共用，未在排污许可证中载明各自责任', en: 'Shared by several dischargers, undeclared in the permits' }),
  dry_weather_flow: (e) => ({ zh: `无雨后仍出流 ${e.dry_flow_hours} h，须溯源`, en: `Flows ${e.dry_flow_hours} h after rain: trace it` }),
};

const POLLUTANTS: Record<string, Bilingual> = {
  ph: { zh: 'pH', en: 'pH' }, cod: { zh: '化学需氧量', en: 'COD' }, nh3_n: { zh: '氨氮', en: 'NH3-N' }, tp: { zh: '总磷', en: 'TP' }, tn: { zh: '总氮', en: 'TN' },
  bod5: { zh: '五日生化需氧量', en: 'BOD5' }, ss: { zh: '悬浮物', en: 'SS' },
};

const name = (code: unknown, language: keyof Bilingual) => POLLUTANTS[String(code)]?.[language] ?? String(code);

const names = (codes: unknown, language: keyof Bilingual) =>
  (Array.isArray(codes) ? codes : []).map((code) => name(code, language)).join(language === 'zh' ? '、' : ', ');

function measured(e: Record<string, unknown>, language: keyof Bilingual): string {
  const bounds = e.at_least === undefined ? String(e.limit) : `${e.at_least}–${e.limit}`;
  const cold = e.bracket === 'cold' ? (language === 'zh' ? '，低温限值' : ', cold water') : '';
  const unit = e.unit ? ` ${e.unit}` : '';
  return language === 'zh'
    ? `${e.taken_on} ${name(e.pollutant, 'zh')} ${e.value}${unit}（限值 ${bounds}${cold}）`
    : `${e.taken_on} ${name(e.pollutant, 'en')} ${e.value}${unit} (limit ${bounds}${cold})`;
}

const times = (e: Record<string, unknown>, language: keyof Bilingual) =>
  (e.factor === undefined ? '' : language === 'zh' ? ` ${e.factor} 倍` : ` by ${e.factor} times`);
