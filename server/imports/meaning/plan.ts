import type { Note } from '../reading/source';
import type { Bilingual } from '../../api-types';

/** A property that a row can be given. */
export interface Field {
  property: string;
  /** As the layer calls it. */
  title: Bilingual;
  /** Type of its column; references are text. */
  type: string;
  required: boolean;
  /** Property that it is the same as where a row does not say it. */
  like?: string;
  /** Plain spelling → value, where only some values are allowed. */
  values?: Record<string, string>;
  /** Plain name → value, beside the values themselves. */
  names?: Record<string, string>;
  /** Other values are taken as they stand. */
  open?: boolean;
}

export const REACH_NODES = ['given', 'match', 'make'] as const;
export type ReachNodes = (typeof REACH_NODES)[number];
export const PARTIAL_DATES = ['unknown', 'first_day', 'last_day'] as const;
export type PartialDates = (typeof PARTIAL_DATES)[number];

/** What the columns of a file mean and how its coordinates are read: everything that turns rows into features. */
export interface Plan {
  layer: string;
  table: string;
  title: Bilingual;
  /** Types of geometry that the layer stores. */
  shapes: string[];
  geometryRequired: boolean;
  /** Rows belong to an edition with its source document. */
  editionNeeded: boolean;
  /** The format lays down which way rings run (RFC 7946). */
  ringsRuled: boolean;
  columns: string[];
  /** How the layer and its values were found, where no heading says so. */
  evidence?: Note[];
  /** Of each column: a property, a pseudo-column of coordinates, or null (not used). */
  mapping: (string | null)[];
  /** How coordinates are read: `as_given`, `stated` (by `crs`), or a reading of the datum detective. */
  reading: string;
  /** Definition that proj4 takes, for `stated`. */
  crs: string | null;
  /** Other readings for single rows, by n. */
  rowReadings: Record<string, string>;
  defaults: Record<string, unknown>;
  /** Whether reaches get the nodes at the ends of their lines: those that stand, or new ones too. */
  nodes?: Exclude<ReachNodes, 'given'>;
  /** Which day a year or month alone stands for, where that was agreed to. */
  partialDates?: Exclude<PartialDates, 'unknown'>;
  region: string | null;
  /** Middle of the city, degrees: zones near it are tried. */
  centre: [number, number];
  fields: Record<string, Field>;
  /** Names of towns → codes. */
  regions: Record<string, string>;
  /** Name of the city and its county, for the check of names. */
  cityNames: string[];
}

/** Properties that rows can have. */
export function givenBy({ mapping, defaults, nodes, fields }: Pick<Plan, 'mapping' | 'defaults' | 'nodes' | 'fields'>): Set<string | null> {
  const given = new Set([...mapping, ...Object.keys(defaults), ...(nodes ? ['from_node', 'to_node'] : [])]);
  for (const { property, like } of Object.values(fields)) if (like && given.has(like)) given.add(property);
  return given;
}

/** Columns that together are a place. */
export const PSEUDO = ['lon', 'lat', 'lonlat', 'wkt', 'entry_lon', 'entry_lat', 'lon_d', 'lon_m', 'lon_s', 'lat_d', 'lat_m', 'lat_s'];

/** Those that a layer of these shapes can be placed by. */
export const placeColumns = (shapes: string[]): string[] => (shapes.includes('Point') ? PSEUDO : ['wkt']);

/** What was found wrong with a row, or only to be told of it. */
export interface RowFault {
  column: string | null;
  value: unknown;
  reason: string;
  suggestion: string | null;
  level: 'error' | 'note';
  /** The value can be decided for all rows that have it: property whose spellings then hold it. */
  decide?: string;
  /** The value is a year or month that a day can be taken for, by consent. */
  partial?: true;
}

export interface Repair { kind: string; zh: string; en: string }

export interface Converted {
  properties: Record<string, unknown>;
  geometry: { type: string; coordinates: unknown } | null;
  faults: RowFault[];
  repairs: Repair[];
  /** What the file says of properties that stay unknown: kept in `source`. */
  said?: Record<string, string>;
}
