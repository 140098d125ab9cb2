-- Spatial layers. Geometry is EPSG:4490 (CGCS2000, longitude/latitude in degrees);
-- every *_m column is in metres, every 3857 column exists for tiles only and is never measured in.

CREATE EXTENSION IF NOT EXISTS postgis;

-- Generalised copies for tiles, written with the row. tolerance_m in metres of EPSG:3857.
-- A polygon or line that would vanish becomes a point, so that small features stay visible when far out.
CREATE FUNCTION tile_geometry(geom geometry, tolerance_m double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = public, pg_catalog
AS $$
  SELECT CASE
    WHEN ST_Dimension(t.g) = 0 OR tolerance_m = 0 THEN t.g
    WHEN greatest(ST_XMax(t.g) - ST_XMin(t.g), ST_YMax(t.g) - ST_YMin(t.g)) < tolerance_m THEN ST_PointOnSurface(t.g)
    WHEN s.simple IS NULL OR ST_IsEmpty(s.simple) THEN t.g
    ELSE s.simple
  END
  FROM (SELECT ST_Transform(geom, 3857) AS g) t,
       LATERAL (SELECT CASE WHEN ST_Dimension(t.g) > 0 AND tolerance_m > 0
                            THEN ST_SimplifyPreserveTopology(t.g, tolerance_m) END AS simple) s
$$;

CREATE TABLE layer_edition (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code             text NOT NULL UNIQUE,
  layer            text NOT NULL,
  region_code      text NOT NULL,
  name             text NOT NULL,
  document         text,
  document_date    date,
  valid_from       date NOT NULL,
  valid_to         date,
  boundary_error_m double precision NOT NULL DEFAULT 0 CHECK (boundary_error_m >= 0),
  note             text,
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  CHECK (valid_to IS NULL OR valid_to > valid_from)
);
COMMENT ON TABLE layer_edition IS '数据版本: a dated state of a layer with its source document';
COMMENT ON COLUMN layer_edition.boundary_error_m IS '95 % error of the drawn boundary, metres; a row may state its own';

CREATE TABLE layer_coverage (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code         text NOT NULL UNIQUE,
  layer        text NOT NULL,
  region_code  text NOT NULL,
  name         text NOT NULL,
  statement    text NOT NULL CHECK (statement IN ('complete', 'none_here')),
  as_of        date NOT NULL,
  declared_by  text NOT NULL,
  document     text,
  sample       boolean NOT NULL DEFAULT false,
  situation    text,
  geom         geometry(MultiPolygon, 4490) NOT NULL,
  recorded_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE layer_coverage IS '数据完备范围: where a layer is declared complete, or declared to have none, as of a date';

CREATE TABLE region (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL UNIQUE CHECK (code ~ '^\d{6}(\d{3})?$'),
  parent_code text REFERENCES region (code) ON DELETE CASCADE,
  name        text NOT NULL,
  name_en     text NOT NULL,
  level       text NOT NULL CHECK (level IN ('city', 'town', 'street', 'farm')),
  sample      boolean NOT NULL DEFAULT false,
  geom        geometry(MultiPolygon, 4490) NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE region IS '行政区划: GB/T 2260 city (6 digits) and its towns and streets (9 digits)';

CREATE TABLE waterbody (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL UNIQUE,
  region_code text NOT NULL,
  name        text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('river', 'lake', 'reservoir')),
  grade       text CHECK (grade IN ('trunk', 'major_tributary', 'tributary', 'key_lake')),
  parent_id   bigint REFERENCES waterbody (id) ON DELETE SET NULL,
  edition_id  bigint REFERENCES layer_edition (id),
  source      jsonb,
  sample      boolean NOT NULL DEFAULT false,
  situation   text,
  geom        geometry(Geometry, 4490) NOT NULL
              CHECK (GeometryType(geom) IN ('MULTILINESTRING', 'MULTIPOLYGON')),
  recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE waterbody IS '水体: a river (centre line) or a lake or reservoir (area)';

CREATE TABLE reach_node (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL UNIQUE,
  region_code text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('source', 'junction', 'outlet', 'border')),
  sample      boolean NOT NULL DEFAULT false,
  geom        geometry(Point, 4490) NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE function_zone (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code          text NOT NULL UNIQUE,
  region_code   text NOT NULL,
  name          text NOT NULL,
  kind          text,
  target_class  text CHECK (target_class IN ('I', 'II', 'III', 'IV', 'V')),
  latest_class  text CHECK (latest_class IN ('I', 'II', 'III', 'IV', 'V', 'worse')),
  assessed_on   date,
  attained      boolean,
  edition_id    bigint REFERENCES layer_edition (id),
  source        jsonb,
  sample        boolean NOT NULL DEFAULT false,
  situation     text,
  geom          geometry(MultiLineString, 4490) NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN function_zone.attained IS 'null = not assessed';

CREATE TABLE reach (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code             text NOT NULL UNIQUE,
  region_code      text NOT NULL,
  name             text NOT NULL,
  waterbody_id     bigint NOT NULL REFERENCES waterbody (id) ON DELETE CASCADE,
  from_node_id     bigint NOT NULL REFERENCES reach_node (id),
  to_node_id       bigint NOT NULL REFERENCES reach_node (id),
  function_zone_id bigint REFERENCES function_zone (id),
  grade            text CHECK (grade IN ('trunk', 'major_tributary', 'tributary')),
  chief_city       text,
  chief_town       text,
  chief_village    text,
  edition_id       bigint REFERENCES layer_edition (id),
  source           jsonb,
  sample           boolean NOT NULL DEFAULT false,
  situation        text,
  geom             geometry(LineString, 4490) NOT NULL,
  recorded_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE reach IS '河段: directed from from_node (upstream) to to_node; the line runs downstream';
COMMENT ON COLUMN reach.chief_city IS 'title of office of the river chief, never a person''s name or number';

CREATE TABLE intake (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code         text NOT NULL UNIQUE,
  region_code  text NOT NULL,
  name         text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('surface', 'groundwater')),
  waterbody_id bigint REFERENCES waterbody (id),
  people       integer,
  edition_id   bigint REFERENCES layer_edition (id),
  source       jsonb,
  sample       boolean NOT NULL DEFAULT false,
  situation    text,
  geom         geometry(Point, 4490) NOT NULL,
  recorded_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE monitoring_section (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code         text NOT NULL UNIQUE,
  region_code  text NOT NULL,
  name         text NOT NULL,
  level        text NOT NULL CHECK (level IN ('national', 'province', 'city')),
  waterbody_id bigint REFERENCES waterbody (id),
  target_class text,
  latest_class text,
  edition_id   bigint REFERENCES layer_edition (id),
  source       jsonb,
  sample       boolean NOT NULL DEFAULT false,
  situation    text,
  geom         geometry(Point, 4490) NOT NULL,
  recorded_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE drinking_water_zone (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code             text NOT NULL UNIQUE,
  region_code      text NOT NULL,
  name             text NOT NULL,
  source_name      text NOT NULL,
  level            text NOT NULL CHECK (level IN ('class_1', 'class_2', 'quasi')),
  part             text CHECK (part IN ('water', 'land', 'both')),
  designated_on    date,
  document         text,
  boundary_error_m double precision CHECK (boundary_error_m >= 0),
  edition_id       bigint NOT NULL REFERENCES layer_edition (id),
  source           jsonb,
  sample           boolean NOT NULL DEFAULT false,
  situation        text,
  geom             geometry(MultiPolygon, 4490) NOT NULL,
  recorded_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN drinking_water_zone.designated_on IS 'first designation of this ground, which may precede the edition';

CREATE TABLE protected_area (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code             text NOT NULL UNIQUE,
  region_code      text NOT NULL,
  name             text NOT NULL,
  class            text NOT NULL CHECK (class IN ('nature', 'special')),
  kind             text NOT NULL,
  level            text NOT NULL,
  designated_on    date,
  document         text,
  boundary_error_m double precision CHECK (boundary_error_m >= 0),
  edition_id       bigint NOT NULL REFERENCES layer_edition (id),
  source           jsonb,
  sample           boolean NOT NULL DEFAULT false,
  situation        text,
  geom             geometry(MultiPolygon, 4490) NOT NULL,
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  CHECK (class <> 'nature' OR (kind IN ('national_park', 'nature_reserve', 'nature_park')
         AND level IN ('core_protection', 'general_control', 'core', 'buffer', 'experimental', 'nature_park'))),
  CHECK (class <> 'special' OR (kind IN ('scenic_water', 'fishery_water', 'special_value_water') AND level = kind))
);
COMMENT ON TABLE protected_area IS '自然保护地 (class nature, both zonings) and 其他需要特殊保护区域 (class special)';

CREATE TABLE treatment_plant (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL UNIQUE,
  region_code text NOT NULL,
  name        text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('urban', 'park', 'rural')),
  working     boolean,
  design_m3d  double precision CHECK (design_m3d > 0),
  current_m3d double precision CHECK (current_m3d >= 0),
  edition_id  bigint REFERENCES layer_edition (id),
  source      jsonb,
  sample      boolean NOT NULL DEFAULT false,
  situation   text,
  geom        geometry(Point, 4490) NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN treatment_plant.working IS 'null = not known';

CREATE TABLE sewer_coverage (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code             text NOT NULL UNIQUE,
  region_code      text NOT NULL,
  name             text NOT NULL,
  plant_id         bigint REFERENCES treatment_plant (id),
  boundary_error_m double precision CHECK (boundary_error_m >= 0),
  edition_id       bigint NOT NULL REFERENCES layer_edition (id),
  source           jsonb,
  sample           boolean NOT NULL DEFAULT false,
  situation        text,
  geom             geometry(MultiPolygon, 4490) NOT NULL,
  recorded_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sewer_line (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL UNIQUE,
  region_code text NOT NULL,
  name        text,
  kind        text NOT NULL CHECK (kind IN ('sewage', 'storm', 'combined')),
  diameter_mm integer,
  edition_id  bigint REFERENCES layer_edition (id),
  source      jsonb,
  sample      boolean NOT NULL DEFAULT false,
  situation   text,
  geom        geometry(MultiLineString, 4490) NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE industrial_park (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code             text NOT NULL UNIQUE,
  region_code      text NOT NULL,
  name             text NOT NULL,
  kind             text,
  plant_id         bigint REFERENCES treatment_plant (id),
  boundary_error_m double precision CHECK (boundary_error_m >= 0),
  edition_id       bigint NOT NULL REFERENCES layer_edition (id),
  source           jsonb,
  sample           boolean NOT NULL DEFAULT false,
  situation        text,
  geom             geometry(MultiPolygon, 4490) NOT NULL,
  recorded_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE flood_defence (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code             text NOT NULL UNIQUE,
  region_code      text NOT NULL,
  name             text NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('levee', 'management_range')),
  boundary_error_m double precision CHECK (boundary_error_m >= 0),
  edition_id       bigint REFERENCES layer_edition (id),
  source           jsonb,
  sample           boolean NOT NULL DEFAULT false,
  situation        text,
  geom             geometry(Geometry, 4490) NOT NULL
                   CHECK (GeometryType(geom) IN ('MULTILINESTRING', 'MULTIPOLYGON')),
  recorded_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE category (
  code              text PRIMARY KEY,
  parent_code       text REFERENCES category (code),
  level             smallint NOT NULL,
  name              text NOT NULL,
  name_en           text NOT NULL,
  regime            text CHECK (regime IN ('approval', 'registration')),
  traits            text[] NOT NULL DEFAULT '{}',
  sort              integer NOT NULL
);
COMMENT ON TABLE category IS 'outfall categories after HJ 1312-2023, loaded from data/codes/categories.yaml';

CREATE TABLE discharger (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code            text NOT NULL UNIQUE,
  region_code     text NOT NULL,
  name            text NOT NULL,
  kind            text NOT NULL,
  credit_code     text,
  industry        text,
  discharge_permit text,
  drainage_permit text,
  registered_in_park boolean,
  livelihood      text CHECK (livelihood IN ('public_institution', 'housing')),
  position_method text NOT NULL DEFAULT 'unknown'
                  CHECK (position_method IN ('rtk', 'gnss', 'imagery', 'map_10k', 'map_50k', 'geocoded', 'unknown')),
  position_error_m double precision CHECK (position_error_m >= 0),
  source          jsonb,
  sample          boolean NOT NULL DEFAULT false,
  situation       text,
  geom            geometry(Point, 4490),
  recorded_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN discharger.geom IS 'production site 生产经营场所, never the registered address; null = not known';

CREATE TABLE outfall (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  local_code       text NOT NULL UNIQUE,
  national_code    text CHECK (national_code <> ''),
  name             text NOT NULL,
  region_code      text NOT NULL CHECK (region_code ~ '^\d{6}(\d{3})?$'),
  category         text NOT NULL REFERENCES category (code),
  category_candidates text[] NOT NULL DEFAULT '{}',
  status           text NOT NULL DEFAULT 'in_use'
                   CHECK (status IN ('in_use', 'stopped', 'removed', 'sealed', 'rain_only')),
  status_proof     text,
  set_up           date,
  approval         text CHECK (approval IN ('approved', 'registered', 'unapproved', 'unregistered')),
  approval_no      text,
  retention_approved boolean,
  retention_report_no text,
  position_method  text NOT NULL DEFAULT 'unknown'
                   CHECK (position_method IN ('rtk', 'gnss', 'imagery', 'map_10k', 'map_50k', 'geocoded', 'unknown')),
  position_error_m double precision CHECK (position_error_m >= 0),
  whole_seconds    boolean NOT NULL DEFAULT false,
  waterbody_id     bigint REFERENCES waterbody (id),
  reach_id         bigint REFERENCES reach (id),
  river_name       text,
  discharger_id    bigint REFERENCES discharger (id),
  shared_with      bigint[] NOT NULL DEFAULT '{}',
  flow_m3d         double precision CHECK (flow_m3d >= 0),
  discharge_feature text CHECK (discharge_feature IN ('flowing', 'dry', 'stagnant', 'gated', 'uncertain')),
  mouth_form       text,
  inspected_on     date,
  problems         text[] NOT NULL DEFAULT '{}',
  dry_flow_hours   double precision CHECK (dry_flow_hours >= 0),
  dry_flow_cause   text CHECK (dry_flow_cause IN ('snowmelt', 'irrigation', 'sewage', 'undetermined')),
  compliant        boolean,
  source           jsonb,
  sample           boolean NOT NULL DEFAULT false,
  situation        text,
  geom             geometry(Point, 4490) NOT NULL,
  entry_geom       geometry(Point, 4490),
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  CHECK (status IN ('in_use', 'stopped') OR status_proof IS NOT NULL),
  CHECK (category = 'undetermined' OR category_candidates = '{}')
);
COMMENT ON TABLE outfall IS '入河（湖）排污口: a mouth through which sewage enters surface water';
COMMENT ON COLUMN outfall.position_error_m IS '95 % error in metres; null = the pack''s default for position_method';
COMMENT ON COLUMN outfall.whole_seconds IS 'coordinates were given only to whole seconds of arc';
COMMENT ON COLUMN outfall.entry_geom IS '入河点: where its water meets the river, if that is not the mouth';
COMMENT ON COLUMN outfall.inspected_on IS 'last inspection of construction and flow; null = never';
COMMENT ON COLUMN outfall.compliant IS 'null = no valid sample judged against a verified limit';
COMMENT ON COLUMN outfall.dry_flow_hours IS 'hours of flow without rain at the last inspection; null = not observed';

CREATE TABLE channel (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code          text NOT NULL UNIQUE,
  region_code   text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('pipe', 'ditch', 'culvert')),
  discharger_id bigint REFERENCES discharger (id),
  outfall_id    bigint REFERENCES outfall (id) ON DELETE CASCADE,
  edition_id    bigint REFERENCES layer_edition (id),
  source        jsonb,
  sample        boolean NOT NULL DEFAULT false,
  situation     text,
  geom          geometry(LineString, 4490) NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE channel IS '排污通道: directed from discharger to outfall';

-- Facts that are places but never verdicts. Clues and complaints are internal.
CREATE TABLE clue (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL UNIQUE,
  region_code text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('hidden_pipe', 'seepage_pit', 'concealed_use', 'unapproved')),
  description text,
  outfall_id  bigint REFERENCES outfall (id) ON DELETE SET NULL,
  handed_over_on date,
  result      text,
  sample      boolean NOT NULL DEFAULT false,
  situation   text,
  geom        geometry(Geometry, 4490) NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE clue IS '违法线索: never a verdict, never public';

CREATE TABLE disposal_record (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL UNIQUE,
  region_code text NOT NULL,
  name        text NOT NULL,
  unit_kind   text NOT NULL,
  destination text NOT NULL CHECK (destination IN ('sewer', 'hauled', 'reused', 'fields', 'outfall', 'none', 'unknown')),
  department  text,
  outfall_id  bigint REFERENCES outfall (id) ON DELETE SET NULL,
  sample      boolean NOT NULL DEFAULT false,
  situation   text,
  geom        geometry(Point, 4490),
  recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE disposal_record IS '污水（粪液）排放去向台账: also for units without an outfall';

CREATE TABLE survey_coverage (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL UNIQUE,
  region_code text NOT NULL,
  reach_id    bigint REFERENCES reach (id) ON DELETE SET NULL,
  round       smallint NOT NULL DEFAULT 1,
  bank        text NOT NULL CHECK (bank IN ('left', 'right', 'both')),
  walked_on   date NOT NULL,
  found_none  boolean NOT NULL DEFAULT false,
  sample      boolean NOT NULL DEFAULT false,
  geom        geometry(MultiLineString, 4490) NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN survey_coverage.found_none IS '查无排口 is a result';

CREATE TABLE sewer_defect (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code          text NOT NULL UNIQUE,
  region_code   text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('mixed', 'wrong', 'leaking')),
  sewer_line_id bigint REFERENCES sewer_line (id) ON DELETE SET NULL,
  found_on      date,
  mended_on     date,
  sample        boolean NOT NULL DEFAULT false,
  geom          geometry(Point, 4490) NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE sewer_defect IS '混接、错接、漏接';

CREATE TABLE patrol (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL UNIQUE,
  region_code text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('river_chief', 'responsible_party')),
  walked_on   date NOT NULL,
  finding     text,
  outfall_id  bigint REFERENCES outfall (id) ON DELETE SET NULL,
  sample      boolean NOT NULL DEFAULT false,
  situation   text,
  geom        geometry(Geometry, 4490) NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE complaint (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL UNIQUE,
  region_code text NOT NULL,
  description text NOT NULL,
  received_on date NOT NULL,
  outfall_id  bigint REFERENCES outfall (id) ON DELETE SET NULL,
  result      text,
  sample      boolean NOT NULL DEFAULT false,
  geom        geometry(Point, 4490),
  recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE complaint IS '投诉举报: the complainant''s personal data does not stand here';

CREATE TABLE permit_application (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code          text NOT NULL UNIQUE,
  region_code   text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('new', 'altered', 'enlarged')),
  category      text NOT NULL REFERENCES category (code),
  discharger_id bigint REFERENCES discharger (id),
  position_method text NOT NULL DEFAULT 'unknown',
  applied_on    date,
  sample        boolean NOT NULL DEFAULT false,
  situation     text,
  geom          geometry(Point, 4490) NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE permit_application IS '拟设排污口: 新设 / 改设 / 扩大';

-- Indexes for rules (stored CRS) and tile copies (EPSG:3857) with theirs.
-- Copies: full (z12 and closer), mid (z8–z11, 30 m ≈ half a pixel at z11), low (z0–z7, 500 m ≈ half a pixel at z7).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['layer_coverage','region','waterbody','reach_node','function_zone','reach','intake',
    'monitoring_section','drinking_water_zone','protected_area','treatment_plant','sewer_coverage','sewer_line',
    'industrial_park','flood_defence','discharger','outfall','channel','clue','disposal_record','survey_coverage',
    'sewer_defect','patrol','complaint','permit_application']
  LOOP
    EXECUTE format('CREATE INDEX %I ON %I USING gist (geom)', t || '_geom', t);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (ST_IsValid(geom) AND NOT ST_IsEmpty(geom))', t, t || '_geom_valid');
  END LOOP;
  FOREACH t IN ARRAY ARRAY['reach_node','intake','monitoring_section','treatment_plant','discharger','outfall']
  LOOP
    EXECUTE format('ALTER TABLE %I ADD geom_3857 geometry(Point, 3857) GENERATED ALWAYS AS (ST_Transform(geom, 3857)) STORED', t);
    EXECUTE format('CREATE INDEX %I ON %I USING gist (geom_3857)', t || '_geom_3857', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['layer_coverage','region','waterbody','function_zone','reach','drinking_water_zone',
    'protected_area','sewer_coverage','sewer_line','industrial_park','flood_defence','channel']
  LOOP
    EXECUTE format('ALTER TABLE %I
      ADD geom_3857     geometry(Geometry, 3857) GENERATED ALWAYS AS (ST_Transform(geom, 3857)) STORED,
      ADD geom_3857_mid geometry(Geometry, 3857) GENERATED ALWAYS AS (tile_geometry(geom, 30)) STORED,
      ADD geom_3857_low geometry(Geometry, 3857) GENERATED ALWAYS AS (tile_geometry(geom, 500)) STORED', t);
    EXECUTE format('CREATE INDEX %I ON %I USING gist (geom_3857)', t || '_geom_3857', t);
  END LOOP;
END $$;

CREATE INDEX outfall_region ON outfall (region_code text_pattern_ops, id);
CREATE INDEX outfall_category ON outfall (category text_pattern_ops, id);
CREATE INDEX outfall_discharger ON outfall (discharger_id) WHERE discharger_id IS NOT NULL;
CREATE INDEX outfall_waterbody ON outfall (waterbody_id);
CREATE INDEX channel_outfall ON channel (outfall_id);
CREATE INDEX channel_discharger ON channel (discharger_id);
