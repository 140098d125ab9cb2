import type { Feature, Geometry, MultiPolygon } from 'geojson';
import type { Areal } from './shapes';
import { multi } from './shapes';
import type { LonLat } from './plane';
import type { River } from './rivers';
import type { Placed } from './outfall';

export type AreaLayer = 'drinking_water_zones' | 'protected_areas' | 'special_waters' | 'sewer_coverage' | 'industrial_parks' | 'flood_defences' | 'intakes' | 'state_border';

/** What a rule reads of a zone: level, drawn ground, 95 % boundary error in metres. */
export interface Area { layer: AreaLayer; code: string; level: string; geometry: MultiPolygon; error: number; designated?: string; working?: boolean }
export interface Town { code: string; name: string; geometry: MultiPolygon }
export type Row = Record<string, unknown>;

/** Everything of one city: rows by table, and what placing and checking need to look up. */
export class City {
  readonly rows = new Map<string, Feature<Geometry | null>[]>();
  readonly areas: Area[] = [];
  readonly cover: { layer: AreaLayer; geometry: MultiPolygon }[] = [];
  readonly towns: Town[] = [];
  readonly rivers: Record<string, River> = {};
  readonly outfalls: Placed[] = [];
  readonly sites = new Map<string, { geometry: LonLat | null; method: string; error?: number }>();
  private readonly errors = new Map<string, number>();

  constructor(readonly code: string, readonly name: string, readonly area: string) {}

  river(key: string): River {
    const river = this.rivers[key];
    if (!river) throw new Error(`${this.name} has no river ${key}`);
    return river;
  }

  /** Adds a row; its code gets the city's prefix unless it has it. Absent columns are left out. */
  add(table: string, row: Row, geometry: Geometry | null): string {
    const list = this.rows.get(table) ?? [];
    const properties = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && value !== null));
    list.push({ type: 'Feature', properties, geometry });
    this.rows.set(table, list);
    return String(row.code ?? row.local_code);
  }

  /** A dated state of a layer. Boundary error in metres. */
  edition(layer: string, short: string, row: { name: string; document: string; date: string; from: string; to?: string; error?: number; note?: string }): string {
    const code = `${this.code}-ed-${short}`;
    this.errors.set(code, row.error ?? 0);
    return this.add('layer_edition', {
      code, layer, region_code: this.code, name: row.name, document: row.document, document_date: row.date,
      valid_from: row.from, valid_to: row.to, boundary_error_m: row.error ?? 0, note: row.note ?? '示意数据，非正式划定成果',
    }, null);
  }

  /** A zone that rules read; kept as a row and, unless outdated, for placing and checking. */
  zone(table: string, layer: AreaLayer, level: string, row: Row & { code: string; edition: string }, shape: Areal, extra: { outdated?: boolean; working?: boolean } = {}): MultiPolygon {
    const geometry = multi(shape);
    this.add(table, { region_code: this.code, ...row, sample: true }, geometry);
    const error = (row.boundary_error_m as number | undefined) ?? this.errors.get(row.edition) ?? 0;
    if (!extra.outdated) this.areas.push({ layer, code: row.code, level, geometry, error, designated: row.designated_on as string | undefined, working: extra.working });
    return geometry;
  }

  declare(layer: AreaLayer, short: string, row: { name: string; statement: 'complete' | 'none_here'; as_of: string; by: string; document: string; situation?: string }, shape: Areal): void {
    const geometry = multi(shape);
    this.add('layer_coverage', {
      code: `${this.code}-cov-${short}`, layer, region_code: this.code, name: row.name, statement: row.statement,
      as_of: row.as_of, declared_by: row.by, document: row.document, sample: true, situation: row.situation,
    }, geometry);
    this.cover.push({ layer, geometry });
  }
}
