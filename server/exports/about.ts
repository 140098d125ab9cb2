import { dayAsked } from '../outfalls/filters';
import { crsCode, type ExportRequest } from './request';

const NAMES: Record<string, string> = { region: '行政区划', river: '水体', category: '分类', verdict: '研判结论', stage: '工作阶段', department: '责任部门', q: '文字', bbox: '范围', as_of: '有效时点', known_at: '记录时点' };

/** A filter in words. */
export const sayFilter = (filter: object): string => Object.entries(filter).filter(([, value]) => value !== undefined)
  .map(([name, value]) => `${NAMES[name] ?? name} = ${value instanceof Date ? value.toISOString() : String(value)}`).join('；') || '无 (none)';

/** What a file says of itself. Chinese first; numbers of rows in both. */
export function aboutExport({ layer: { header }, filter, sort, crs }: ExportRequest, matched: number, returned: number): string[] {
  return [
    `${header.title.zh} ${header.title.en}`,
    `共 ${matched} 条，本文件 ${returned} 条 (${returned} of ${matched})`,
    `筛选 (filter): ${sayFilter(filter)}；排序 (order): ${sort.descending ? '-' : ''}${sort.by}`,
    `数据日期 (state of): ${dayAsked(filter)}；导出时间 (exported): ${new Date().toISOString()}`,
    `坐标系 (coordinates): ${crsCode(crs)} ${crs.degrees ? 'CGCS2000 经度、纬度 longitude, latitude' : crs.title}`,
    '研判结论为辅助建议，不替代行政决定 (verdicts are advice and no administrative decision)；标注“示意数据”的为演示数据 (rows marked sample are for demonstration)',
  ];
}
