import { renameSync } from 'node:fs';
import { sniff } from './sniff';
import type { Asked, Source } from './source';

type Opener = (file: string, asked: Asked) => Promise<Source>;

/** Readers are loaded when they are needed: some of their libraries are large. `import()` is not for tsx's CommonJS. */
const zip: Opener = async (file, asked) => (require('./zip-content') as typeof import('./zip-content')).openZip(file, asked);

/** How each format is opened; GDAL knows files by the ends of their names, so they get one of ours. */
const OPENERS: Record<ReturnType<typeof sniff>, Opener> = {
  zip, xlsx: zip, kmz: zip, shapefile: zip,
  csv: async (file, asked) => (require('./csv') as typeof import('./csv')).openCsv(file, asked),
  geojson: async (file, asked) => (require('./geojson') as typeof import('./geojson')).openGeojson(file, asked),
  kml: async (file, asked) => (require('./kml') as typeof import('./kml')).openKml(file, asked),
  boundary_txt: async (file, asked) => (require('./boundary-points') as typeof import('./boundary-points')).openBoundaryPoints(file, asked),
  geopackage: async (file, asked) => (require('./geopackage') as typeof import('./geopackage')).openGeopackage(named(file, 'gpkg'), asked),
  gml: async (file, asked) => (require('./gml') as typeof import('./gml')).openGml(named(file, 'gml'), asked),
  dxf: async (file, asked) => (require('./dxf') as typeof import('./dxf')).openDxf(file, asked),
  flatgeobuf: async (file, asked) => (require('./flatgeobuf') as typeof import('./flatgeobuf')).openFlatgeobuf(named(file, 'fgb'), asked),
};

function named(file: string, extension: string): string {
  renameSync(file, `${file}.${extension}`);
  return `${file}.${extension}`;
}

/** @throws Unreadable in words for whoever sent the file. */
export const openFile: Opener = (file, asked) => OPENERS[sniff(file, asked.name)](file, asked);
