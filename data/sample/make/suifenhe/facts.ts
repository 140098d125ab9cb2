import type { City } from '../city';
import { addDischarger } from '../outfall';
import { shift } from '../plane';
import { onBankNear } from '../place';
import { Records } from '../records';

export function layFacts(city: City): void {
  const records = new Records(city);
  const edition = city.edition('monitoring_sections', 'ms', { name: '考核断面 2023 版（示意）', document: '监测断面设置表（示意）', date: '2023-01-01', from: '2023-01-01' });
  records.section('small', [130.88, 44.459], '五花山水库坝下断面', 'province', 'II', 'II', edition);
  records.section('cold', [130.945, 44.38], '寒葱河出境断面', 'city', 'III', 'IV', edition);
  records.section('town', [131.09, 44.366], '城区河入寒葱河断面', 'city', 'IV', 'V', edition);
  records.section('trunk', [131.18, 44.045], '绥芬河出境断面', 'national', 'III', 'III', edition);
  records.walked('town', [1, 2], 'both', '2023-05-22');
  records.walked('cold', [0, 1, 2], 'both', '2023-06-08');
  records.walked('funing', [0, 1], 'left', '2023-06-15');
  records.walked('gold', [0], 'both', '2023-07-03', { found_none: false });
  records.walked('north', [0], 'right', '2023-07-10', { found_none: true });
  records.walked('town', [2], 'both', '2024-05-16', { round: 2 });
  records.defect('mixed', 4, 1, '2023-10-12');
  records.defect('wrong', 3, 1, '2024-04-25', '2024-09-30');
  records.defect('leaking', 1, 2, '2024-05-08');
  watching(records);
  measures(records);
  ledgers(city, records);
}

function watching(records: Records): void {
  const storm = records.outfallOf('21');
  records.patrol('river_chief', storm.mouth, '2024-08-14', '连续晴天仍有出流，已提请溯源', { outfall: storm.code, situation: '21', discharging: true });
  const plant = records.outfallOf('29');
  records.patrol('responsible_party', plant.mouth, '2025-01-09', '冰封期排污口畅通', { outfall: plant.code, discharging: true });
  records.complaint(storm.mouth, '2024-08-10', '晴天雨水口有污水流出', storm.code, '已转住建部门排查');
  records.complaint([131.131, 44.354], '2024-09-02', '河道气味异常');
  const shared = records.outfallOf('30');
  records.clue('concealed_use', shared.mouth, '共用排污口上游发现未申报的暗接支管', { outfall: shared.code, handed_over_on: '2024-10-17', situation: '30' },
    { type: 'LineString', coordinates: [shift(shared.mouth, 210, 140), shift(shared.mouth, 90, 75), shared.mouth] });
  records.clue('hidden_pipe', [131.018, 44.4445], '河岸下不明管口', { handed_over_on: '2024-06-20', result: '已查明为废弃管' });
}

/** 过渡期已过仍未完成（33）；取缔已执行并销号（35）. */
function measures(records: Records): void {
  const late = records.outfallOf('33');
  records.plan(late.code, 'merge', '2023-09-15', {
    started_on: '2024-03-01', due_on: '2024-12-31', situation: '33',
    transition_until: '2025-12-31', transition_reason: '企业搬迁改造，短期内难以纳管（示意）', transition_approval: '市政府专题会议纪要（示意）',
  });
  const removed = records.outfallOf('35');
  records.plan(removed.code, 'ban', '2023-07-10', { started_on: '2023-07-20', completed_on: '2023-09-05', due_on: '2023-12-31', situation: '35' });
  records.closeOut(removed.code, 'ban', '2023-09-12', '2023-09-28', '取缔前后照片与现场核查单（示意）', '35');
}

function ledgers(city: City, records: Records): void {
  records.disposal([131.17, 44.391], '城区汽车修理厂', '汽车修理厂', 'sewer', '市交通运输局');
  records.disposal([131.11, 44.352], '寒葱河旁民宿', '民宿', 'hauled', '市文体广电和旅游局');
  records.disposal([131.03, 44.43], '阜宁镇养殖户', '养殖户', 'fields', '市农业农村局');
  records.disposal([131.158, 44.386], '城区加油站', '加油站', 'unknown', '市商务局');
  const owner = addDischarger(city, { name: '拟建木材深加工厂', kind: '工业企业', industry: '木材加工业', site: [131.157, 44.353], method: 'gnss', situation: '34' });
  records.application('new', onBankNear(city, 'cold', [131.156, 44.35], 13).mouth, 'industrial.enterprise.factory', '2025-04-11', { discharger: owner, situation: '34' });
  records.application('new', onBankNear(city, 'town', [131.19, 44.384], -15).mouth, 'industrial.enterprise.factory', '2025-05-20', { situation: '34' });
  records.application('enlarged', onBankNear(city, 'town', [131.113, 44.374], -15).mouth, 'urban_plant', '2025-02-27');
}
