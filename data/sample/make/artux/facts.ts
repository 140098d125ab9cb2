import type { City } from '../city';
import { addDischarger } from '../outfall';
import { shift } from '../plane';
import { onBankNear } from '../place';
import { Records } from '../records';
import { patch } from '../shapes';

export function layFacts(city: City): void {
  const records = new Records(city);
  const edition = city.edition('monitoring_sections', 'ms', { name: '考核断面 2023 版（示意）', document: '监测断面设置表（示意）', date: '2023-01-01', from: '2023-01-01' });
  records.section('chakmak', [75.56, 39.89], '恰克马克河入境断面', 'province', 'II', 'II', edition);
  records.section('chakmak', [76.08, 39.69], '恰克马克河城区上断面', 'city', 'III', 'III', edition);
  records.section('acha', [76.42, 39.652], '阿恰牙勒克河下游断面', 'province', 'III', 'IV', edition);
  records.section('buguzi', [76.30, 39.795], '布谷孜河入库断面', 'national', 'II', 'II', edition);
  records.section('east', [76.54, 39.82], '七盘水磨断面', 'city', 'III', 'III', edition);
  surveys(records);
  watching(records);
  ledgers(city, records);
}

function surveys(records: Records): void {
  records.walked('chakmak', [2, 3, 4, 5], 'both', '2023-05-18');
  records.walked('acha', [0, 1], 'both', '2023-06-02');
  records.walked('buguzi', [3, 4, 5], 'left', '2023-06-20');
  records.walked('buguzi', [4, 5], 'right', '2023-06-21');
  records.walked('north', [0, 1, 2], 'both', '2023-07-05');
  records.walked('north', [2], 'both', '2024-06-12', { round: 2 });
  records.walked('suyok', [0], 'both', '2023-08-15', { found_none: true });
  records.defect('mixed', 5, 1, '2023-09-10', '2024-05-20');
  records.defect('wrong', 4, 1, '2024-03-15');
  records.defect('leaking', 1, 3, '2024-04-02');
}

function watching(records: Records): void {
  const again = records.outfallOf('20');
  records.plan(again.code, 'merge', '2023-08-01', { started_on: '2023-08-20', completed_on: '2023-10-25', due_on: '2023-12-31', situation: '20' });
  records.closeOut(again.code, 'merge', '2023-11-02', '2023-11-20', '封堵验收单（示意）', '20');
  records.patrol('river_chief', again.mouth, '2024-07-16', '已封堵口门复排，水色浑浊', { outfall: again.code, situation: '20', discharging: true });
  const plant = records.outfallOf('8');
  records.patrol('responsible_party', plant.mouth, '2024-08-05', '排污管道完好，无渗漏', { outfall: plant.code });
  records.patrol('river_chief', [76.34, 39.648], '2024-09-11', '岸线正常');
  const scattered = records.outfallOf('6');
  records.complaint(scattered.mouth, '2024-05-28', '排渠有生活污水直排，有异味', scattered.code, '已转松他克镇核实');
  records.complaint([76.207, 39.709], '2024-08-19', '排渠水面有泡沫');
  const pond = records.outfallOf('10');
  const pit = shift([76.255, 40.228], 260, 140);
  records.clue('seepage_pit', pit, '尾矿库旁渗坑，疑似渗排', { handed_over_on: '2024-04-22', situation: '16' }, patch('seepage pit', pit, 35, 0.25, 0.7, 0, 18));
  records.clue('hidden_pipe', shift(pond.mouth, 90, -40), '岸坡下发现不明管口', { handed_over_on: '2024-05-06', result: '核查中' });
}

function ledgers(city: City, records: Records): void {
  records.disposal([75.905, 39.748], '高速公路服务区汽车修理厂', '汽车修理厂', 'hauled', '市交通局', { situation: '15' });
  records.disposal([76.171, 39.716], '城区民宿', '民宿', 'sewer', '市文旅局');
  records.disposal([76.31, 39.655], '阿扎克镇奶牛养殖户', '养殖户', 'fields', '市畜牧兽医局');
  records.disposal([76.05, 39.672], '工业园区加油站', '加油站', 'unknown', '市商工局');
  records.disposal([76.186, 39.702], '城区餐饮店', '餐饮', 'sewer', '光明路街道办事处');
  const station = records.outfallOf('2');
  records.disposal(station.mouth, '恰克马克河灌区加油站', '加油站', 'outfall', '市商工局', { outfall: station.code });
  const owner = addDischarger(city, { name: '拟建果蔬冷链加工厂', kind: '工业企业', industry: '农副食品加工业', site: [76.462, 39.659], method: 'gnss' });
  records.application('new', onBankNear(city, 'acha', [76.455, 39.655], 18).mouth, 'industrial.enterprise.factory', '2025-02-18', { discharger: owner });
  records.application('enlarged', onBankNear(city, 'chakmak', [76.227, 39.667], -18).mouth, 'urban_plant', '2025-03-06');
}
