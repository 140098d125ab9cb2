/** Between the text of a cell that stands above several columns and that of the cell below it. */
export const JOINT = '·';

const NOTHING = '基本|基础|地理|空间|位置|坐标|点位|经纬度|信息|情况|概况|现状|数据|属性|主要|其他|其它|参数|指标|内容|项目|技术|登记|填报|申报|排查|调查|普查|台账|清单|统计|汇总|一览|表|WGS-?84|CGCS-?2000|大地|国家';

/** Says nothing of whose the columns below it are. */
export const isNeutral = (group: string) => new RegExp(`^(${NOTHING}|[\\s:：()（）系])*$`, 'i').test(group.normalize('NFKC'));

/** 排污口坐标 → 排污口: what stands below says by itself that it is a coordinate. */
const withoutPlace = (group: string) => group.normalize('NFKC').replace(new RegExp(`(${NOTHING}|[\\s:()])+$`, 'i'), '');

/** Ways to read a heading of several rows: its lowest words, with more and more of what stands above, the fullest first. */
export function tailsOf(heading: string): { groups: string[]; tail: string }[] {
  const parts = heading.split(JOINT);
  const last = parts.pop() as string;
  return [...parts.keys(), parts.length].flatMap((from) => {
    const above = parts.slice(from);
    const tails = [...new Set([[...above, last].join(''), [...above.map(withoutPlace), last].join('')])];
    return tails.map((tail) => ({ groups: parts.slice(0, from), tail }));
  });
}
