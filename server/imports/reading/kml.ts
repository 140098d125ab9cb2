import { readFileSync, statSync } from 'node:fs';
import { type F, type Folder, kmlWithFolders, type Root } from '@tmcw/togeojson';
import { DOMParser } from '@xmldom/xmldom';
import { WHOLE_BYTES } from '../limits';
import { rowOf } from './geojson';
import { tableIn } from './kml-table';
import { type Asked, type Note, type Source, Unreadable } from './source';
import { decoderOf, encodingOf } from './text';
import { entriesOf, partOf, unpackAs } from './zip';

/** Columns that only say how the map drew it. */
const DRAWING = /^(styleUrl|styleHash|styleMapHash|stroke|stroke-.*|fill|fill-.*|icon|icon-.*|marker-.*|label-.*|visibility|@geometry-type|coordinateProperties|balloon.*|tessellate|extrude)$/;

/** KML with its ExtendedData, tables in descriptions and the folders that placemarks lie in; network links are told, not followed. */
export async function openKml(file: string, asked: Asked, format = 'KML'): Promise<Source> {
  const { size } = statSync(file);
  if (size > WHOLE_BYTES) throw new Unreadable(`KML ${Math.round(size / 1e6)} MB，上限 ${Math.round(WHOLE_BYTES / 1e6)} MB (too large)`, size);
  const encoding = await encodingOf(file, asked.encoding);
  const text = decoderOf(encoding).decode(readFileSync(file));
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Unreadable('XML 含 DOCTYPE 或实体声明，不予读取 (XML with a document type or entities is not read)', asked.name);
  const document = parseXml(text, asked.name);
  const notes = notesOf(document);
  const placed = placemarksOf(kmlWithFolders(document as never));
  if (placed.length === 0) throw new Unreadable('KML 中没有地标 (no placemarks in the KML)', asked.name);
  const { features, tabled } = withTables(placed.map(({ feature }) => feature));
  if (tabled) notes.push({ zh: `${tabled} 个地标的说明是表格，已按列读取`, en: `descriptions of ${tabled} placemarks are tables and are read as columns` });
  const columns = [...new Set(features.flatMap((feature) => Object.keys(feature.properties ?? {})))].filter((name) => !DRAWING.test(name));
  const folders = columns.includes(FOLDER) ? `KML ${FOLDER}` : FOLDER;
  if (placed.some(({ path }) => path)) {
    columns.push(folders);
    for (const [n, feature] of features.entries()) feature.properties = { ...feature.properties, [folders]: placed[n]?.path ?? null };
  }
  function* rows() { for (const [n, feature] of features.entries()) yield rowOf(feature, columns, n + 1); }
  return {
    format, encoding, crs: { name: 'OGC:CRS84', wkt: null, evidence: 'KML 规定为 WGS 84 经纬度 (WGS 84 longitude, latitude as KML lays down)' },
    tables: [{ name: asked.name, rows: features.length, columns: columns.length, taken: true }], columns, shapes: true, notes, total: features.length, rows: rows(),
  };
}

/** Column of the folders that a placemark lies in, the outermost first. */
const FOLDER = '文件夹';

interface Placed { feature: F; path: string }

const isFolder = (one: Root | Folder | F): one is Folder => one.type === 'folder';

const placemarksOf = ({ children }: Root | Folder, path: string[] = []): Placed[] => children.flatMap((child) =>
  (isFolder(child) ? placemarksOf(child, [...path, String(child.meta?.name ?? '').trim()].filter(Boolean)) : [{ feature: child, path: path.join('/') }]));

/** Where the whole description of a placemark is a table of names and values, these are its properties; what it has as data stands before them. */
function withTables(features: F[]): { features: F[]; tabled: number } {
  let tabled = 0;
  const read = features.map((feature) => {
    const { description, ...others } = feature.properties ?? {};
    const text = typeof description === 'object' && description !== null ? (description as { value?: unknown }).value : description;
    const table = typeof text === 'string' ? tableIn(text, String(others.name ?? '')) : undefined;
    if (!table) return typeof text === 'string' ? { ...feature, properties: { ...feature.properties, description: text } } : feature;
    tabled++;
    const given = new Set(Object.keys(others).filter((name) => others[name] !== null && others[name] !== ''));
    const told = table.flatMap(([name, value]): [string, string][] => (!given.has(name) ? [[name, value]] : others[name] === value ? [] : [[`${name}（说明）`, value]]));
    return { ...feature, properties: { ...others, ...Object.fromEntries(told) } };
  });
  return { features: read, tabled };
}

function parseXml(text: string, name: string) {
  const faults: string[] = [];
  let document: ReturnType<DOMParser['parseFromString']> | undefined;
  try {
    document = new DOMParser({ onError: (level, message) => { if (level !== 'warning') faults.push(message); } }).parseFromString(text, 'text/xml');
  } catch (error) {
    faults.push((error as Error).message);
  }
  if (!document || faults.length) throw new Unreadable(`KML 写法有误 (malformed KML): ${(faults[0] ?? '').slice(0, 200)}`, name);
  return document;
}

function notesOf(document: ReturnType<typeof parseXml>): Note[] {
  const links = document.getElementsByTagName('NetworkLink').length;
  const overlays = document.getElementsByTagName('GroundOverlay').length;
  return [
    ...(links ? [{ zh: `有 ${links} 个网络链接，未跟随`, en: `${links} network links are not followed` }] : []),
    ...(overlays ? [{ zh: `有 ${overlays} 幅叠加图，只取其范围`, en: `${overlays} ground overlays: only their outline is taken` }] : []),
  ];
}

/** The largest KML of a KMZ, or the one that is named as sheet. */
export async function openKmz(file: string, asked: Asked): Promise<Source> {
  const { zip, entries } = await entriesOf(file);
  try {
    const documents = entries.filter((entry) => partOf(entry) === '.kml');
    // doc.kml may only link to others: the largest holds the placemarks
    const main = asked.sheet === undefined
      ? documents.reduce((most, each) => (each.entry.uncompressedSize > most.entry.uncompressedSize ? each : most))
      : documents.find(({ name }) => [name, name.slice(0, -4), name.replace(/^.*\//, ''), name.replace(/^.*\//, '').slice(0, -4)].includes(asked.sheet as string));
    if (!main) throw new Unreadable(`KMZ 内没有该文件；有 (no such file; there are): ${documents.map(({ name }) => name).join(', ')}`, asked.sheet, true);
    const source = await openKml(await unpackAs(zip, main, asked.folder, 'doc.kml'), asked, 'KMZ');
    const others = documents.filter((one) => one !== main);
    source.notes.push(...others.map(({ name }) => ({ zh: `另有 ${name} 未读取，可改选（sheet）`, en: `${name} is not read; name it as sheet` })));
    return { ...source, tables: [...source.tables.map((table) => ({ ...table, name: main.name })), ...others.map(({ name }) => ({ name, rows: null, columns: null, taken: false }))] };
  } finally {
    zip.close();
  }
}
