import { readFileSync, statSync } from 'node:fs';
import { kml } from '@tmcw/togeojson';
import { DOMParser } from '@xmldom/xmldom';
import { WHOLE_BYTES } from '../limits';
import { rowOf } from './geojson';
import { type Asked, type Note, type Source, Unreadable } from './source';
import { decoderOf, encodingOf } from './text';
import { entriesOf, partOf, unpackAs } from './zip';

/** Columns that only say how the map drew it. */
const DRAWING = /^(styleUrl|styleHash|styleMapHash|stroke|stroke-.*|fill|fill-.*|icon|icon-.*|marker-.*|label-.*|visibility|@geometry-type|coordinateProperties|balloon.*|tessellate|extrude)$/;

/** KML with its ExtendedData; folders and network links are told, not followed. */
export async function openKml(file: string, asked: Asked, format = 'KML'): Promise<Source> {
  const { size } = statSync(file);
  if (size > WHOLE_BYTES) throw new Unreadable(`KML ${Math.round(size / 1e6)} MB，上限 ${Math.round(WHOLE_BYTES / 1e6)} MB (too large)`, size);
  const encoding = await encodingOf(file, asked.encoding);
  const text = decoderOf(encoding).decode(readFileSync(file));
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Unreadable('XML 含 DOCTYPE 或实体声明，不予读取 (XML with a document type or entities is not read)', asked.name);
  const document = parseXml(text, asked.name);
  const notes = notesOf(document);
  const { features } = kml(document as never);
  if (features.length === 0) throw new Unreadable('KML 中没有地标 (no placemarks in the KML)', asked.name);
  const columns = [...new Set(features.flatMap((feature) => Object.keys(feature.properties ?? {})))].filter((name) => !DRAWING.test(name));
  function* rows() { for (const [n, feature] of features.entries()) yield rowOf(feature, columns, n + 1); }
  return {
    format, encoding, crs: { name: 'OGC:CRS84', wkt: null, evidence: 'KML 规定为 WGS 84 经纬度 (WGS 84 longitude, latitude as KML lays down)' },
    tables: [{ name: asked.name, rows: features.length, columns: columns.length, taken: true }], columns, shapes: true, notes, total: features.length, rows: rows(),
  };
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

/** The largest KML of a KMZ. */
export async function openKmz(file: string, asked: Asked): Promise<Source> {
  const { zip, entries } = await entriesOf(file);
  try {
    const documents = entries.filter((entry) => partOf(entry) === '.kml');
    // doc.kml may only link to others: the largest holds the placemarks
    const main = documents.reduce((most, each) => (each.entry.uncompressedSize > most.entry.uncompressedSize ? each : most));
    const source = await openKml(await unpackAs(zip, main, asked.folder, 'doc.kml'), asked, 'KMZ');
    const others = documents.filter((one) => one !== main).map(({ name }) => ({ zh: `另有 ${name} 未读取`, en: `${name} is not read` }));
    return { ...source, notes: [...source.notes, ...others] };
  } finally {
    zip.close();
  }
}

