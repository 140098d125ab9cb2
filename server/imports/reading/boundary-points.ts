import { readFileSync, statSync } from 'node:fs';
import { WHOLE_BYTES } from '../limits';
import { type Asked, type Fault, type Note, type RawRow, type Source, type StatedCrs, Unreadable } from './source';
import { decoderOf, encodingOf } from './text';

const COLUMNS = ['地块编号', '地块名称', '图形属性', '图幅号', '用途', '地类编码', '面积', '界址点数'];

/**
 * Boundary-point TXT of land surveys: `[属性描述]` key=value, then `[地块坐标]` with a line per parcel that ends in @ and its points
 * `J1,ring,X,Y`. X is the northing, as Chinese tables have it. A ring ends where its number changes or it comes back to its first point; one that
 * lies within another is a hole in it, one that lies beside it another part of the parcel.
 */
export async function openBoundaryPoints(file: string, asked: Asked): Promise<Source> {
  if (statSync(file).size > WHOLE_BYTES) throw new Unreadable('文件过大 (the file is too large)', statSync(file).size);
  const encoding = await encodingOf(file, asked.encoding);
  const lines = decoderOf(encoding).decode(readFileSync(file)).split(/\r?\n/);
  const about = new Map<string, string>();
  const parcels: RawRow[] = [];
  let parcel: Parcel | undefined;
  for (const [n, line] of lines.entries()) {
    const text = plain(line);
    const pair = /^([^=,@]+)=(.*)$/.exec(text);
    if (pair) about.set((pair[1] as string).trim(), (pair[2] as string).trim());
    else if (text.endsWith('@')) {
      if (parcel) parcels.push(rowOf(parcel));
      parcel = { line: n + 1, head: text.slice(0, -1).replace(/,$/, '').split(','), rings: [], faults: [] };
    } else if (text && !text.startsWith('[')) addPoint(parcel, text, n + 1);
  }
  if (parcel) parcels.push(rowOf(parcel));
  if (parcels.length === 0) throw new Unreadable('没有地块：应有以 @ 结尾的地块行 (no parcels: a line ending in @ is expected)', asked.name);
  return {
    format: 'TXT 界址点', encoding, crs: crsOf(about), columns: COLUMNS, shapes: true, total: parcels.length, rows: parcels, notes: notesOf(about),
    tables: [{ name: asked.name, rows: parcels.length, columns: COLUMNS.length, taken: true }],
  };
}

/** A line whose marks are those of ASCII: full-width ones stand for them where the line has none of its own. */
function plain(line: string): string {
  const text = line.trim().replace(/^\uFEFF/, '').replace(/＠$/, '@').replace(/^［(.*)］$/, '[$1]');
  const marked = text.includes(',') ? text : text.replace(/，/g, ',');
  return marked.includes('=') ? marked : marked.replace(/^([^＝,]+)＝/, '$1=');
}

interface Parcel { line: number; head: string[]; rings: { id: string; points: [number, number][] }[]; faults: Fault[] }

function addPoint(parcel: Parcel | undefined, text: string, line: number) {
  const [, ring = '', x = '', y = ''] = text.split(',').map((part) => part.normalize('NFKC').trim());
  const point: [number, number] = [Number(y), Number(x)];
  if (!parcel) throw new Unreadable(`第 ${line} 行：界址点之前没有地块行 (a point before any parcel)`, text.slice(0, 80));
  if (x === '' || y === '' || !point.every(Number.isFinite)) {
    parcel.faults.push({ column: '界址点', value: text.slice(0, 80), reason: `第 ${line} 行界址点写法有误 (malformed point)`, suggestion: '应为 点号,圈号,X,Y (number,ring,X,Y)', level: 'error' });
    return;
  }
  const last = parcel.rings.at(-1);
  if (last?.id === ring && (!isClosed(last.points) || isSame(last.points[0], point))) last.points.push(point);
  else parcel.rings.push({ id: ring, points: [point] });
}

const isSame = (one: [number, number] | undefined, other: [number, number] | undefined) => one !== undefined && other !== undefined && one[0] === other[0] && one[1] === other[1];
const isClosed = (points: [number, number][]) => points.length > 3 && isSame(points[0], points.at(-1));

/** Points as they stand: whether the ring is closed is for the check of geometries. */
function rowOf({ line, head, rings, faults }: Parcel): RawRow {
  const [count = '', area = '', id = '', name = '', kind = '', sheet = '', use = '', land = ''] = head.map((part) => part.trim());
  const cells = [id, name, kind, sheet, use, land, area, count].map((cell) => cell || null);
  const parts = partsOf(rings);
  faults.push(...[countFault(count, rings), areaFault(area, parts), partsNote(rings, parts)].filter((one): one is Fault => one !== undefined));
  const [only] = parts;
  return { sheet: null, line, cells, shape: parts.length > 1 ? { type: 'MultiPolygon', coordinates: parts } : { type: 'Polygon', coordinates: only ?? [] }, ...(faults.length ? { faults } : {}) };
}

type Rings = Parcel['rings'];

type Ring = [number, number][];

/** Rings as parts, each with its holes. A ring around the first stays with it: which of them is the outside is for the check of geometries. */
function partsOf(rings: Rings): Ring[][] {
  const parts: Ring[][] = [];
  for (const { points } of rings) {
    const around = parts.find(([outside]) => outside && (isWithin(points, outside) || isWithin(outside, points)));
    if (around) around.push(points);
    else parts.push([points]);
  }
  return parts;
}

/** Whether a ring lies in another, by a corner of it that is none of the other's. */
function isWithin(ring: Ring, other: Ring): boolean {
  const corner = ring.find((one) => !other.some((each) => isSame(one, each)));
  if (!corner) return false;
  const [x, y] = corner;
  let inside = false;
  for (const [n, [x1, y1]] of other.entries()) {
    const [x2, y2] = other[(n + 1) % other.length] as [number, number];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

const partsNote = (rings: Rings, parts: Ring[][]): Fault | undefined => (parts.length < 2 ? undefined : {
  column: '界址点', value: `${rings.length} 圈`, reason: `有 ${parts.length} 个互不包含的外圈，读作一个地块的 ${parts.length} 部分${rings.length > parts.length ? `，另有 ${rings.length - parts.length} 圈是其中的洞` : ''} (rings beside each other: parts of one parcel)`, suggestion: null, level: 'note',
});

const numberOf = (text: string) => (text === '' ? Number.NaN : Number(text.normalize('NFKC')));

/** The stated number of points, which some count with the return to the first and some without. */
function countFault(stated: string, rings: Rings): Fault | undefined {
  const all = rings.reduce((sum, { points }) => sum + points.length, 0);
  const returns = rings.filter(({ points: [first, ...others] }) => first && others.at(-1)?.every((value, n) => value === first[n])).length;
  if (!Number.isFinite(numberOf(stated)) || [all, all - returns].includes(numberOf(stated))) return undefined;
  return { column: '界址点数', value: stated, reason: `与实有界址点 ${all} 个不符，文件可能不完整 (the parcel has ${all} points: is the file complete?)`, suggestion: null, level: 'note' };
}

/** Square metres in one of the units that tables state areas in: hectares as the standard has it, square metres, mu. */
const UNITS = [10_000, 1, 10_000 / 15];
const MOST_OFF = 0.001;

/** The stated area, where it fits the points in none of the units; of points in metres only. */
function areaFault(stated: string, parts: Ring[][]): Fault | undefined {
  const areas = parts.map((rings) => rings.map(areaOf).sort((a, b) => b - a));
  const value = numberOf(stated);
  const drawn = areas.reduce((sum, [outside = 0, ...holes]) => sum + outside - holes.reduce((all, one) => all + one, 0), 0);
  if (drawn <= 0 || !Number.isFinite(value) || value <= 0 || parts.flat(2).some(([x]) => Math.abs(x) < 1_000)) return undefined;
  const digits = /\.(\d+)$/.exec(stated.normalize('NFKC'))?.[1]?.length ?? 0;
  const fits = UNITS.some((unit) => Math.abs(value - drawn / unit) <= Math.max(MOST_OFF * value, 0.5 * 10 ** -digits));
  return fits ? undefined : { column: '面积', value: stated, reason: `与界址点围成的面积 ${(drawn / 10_000).toFixed(4)} 公顷不符 (the points enclose ${(drawn / 10_000).toFixed(4)} ha)`, suggestion: null, level: 'note' };
}

/** Area of a ring, m², by its corners counted from the first, for their numbers are large. */
function areaOf(points: [number, number][]): number {
  const [[x0, y0] = [0, 0]] = points;
  let twice = 0;
  for (const [n, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(n + 1) % points.length] as [number, number];
    twice += (x - x0) * (nextY - y0) - (nextX - x0) * (y - y0);
  }
  return Math.abs(twice) / 2;
}

function crsOf(about: Map<string, string>): StatedCrs | null {
  const system = about.get('坐标系') ?? '';
  const [width, zone] = [Number(about.get('几度分带')), Number(about.get('带号'))];
  const evidence = `属性描述 (stated in the file): 坐标系=${system || '—'}，几度分带=${about.get('几度分带') ?? '—'}，带号=${about.get('带号') ?? '—'}`;
  if (/2000|CGCS/i.test(system) && [3, 6].includes(width) && zone > 0) return { name: `gk${width}_zone_${zone}`, wkt: null, evidence };
  if (/80|西安|54|北京/.test(system)) return { name: system, wkt: null, evidence };
  return null;
}

const notesOf = (about: Map<string, string>): Note[] => [...about].filter(([name]) => ['数据产生单位', '数据产生日期', '计量单位', '精度'].includes(name)).map(([name, value]) => ({ zh: `${name}：${value}`, en: `${name}: ${value}` }));
