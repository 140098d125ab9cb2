-- A synthetic country, the same every time: everything comes from hashes of row numbers. Bindings: :first, :outfalls, :zones,
-- :sewers, :parks, :dischargers. All of it lies in lon 100–120, lat 28–42, region 999900.

CREATE FUNCTION pg_temp.u(n bigint, salt integer) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT (hashint8extended(n, salt) & 1073741823) / 1073741824.0 $$;

-- A star-shaped, so always valid, polygon: radius in metres, lobes by two sines.
CREATE FUNCTION pg_temp.star(n bigint, lon double precision, lat double precision, radius_m double precision, vertices integer)
RETURNS geometry LANGUAGE sql IMMUTABLE AS $$
  SELECT ST_Multi(ST_MakePolygon(ST_AddPoint(line, ST_StartPoint(line)))) FROM (
    SELECT ST_SetSRID(ST_MakeLine(ARRAY(
      SELECT ST_MakePoint(lon + r * cos(a) / metres_per_lon(lat), lat + r * sin(a) / metres_per_lat(lat))
      FROM (SELECT a, radius_m * (1 + 0.25 * sin(3 * a + 6 * pg_temp.u(n, 11)) + 0.15 * sin(7 * a + 6 * pg_temp.u(n, 12))) AS r
            FROM (SELECT 2 * pi() * k / vertices AS a FROM generate_series(0, vertices - 1) k) angle) p)), 4490) AS line) l
$$;

INSERT INTO region (code, name, name_en, level, geom)
VALUES ('999900', '合成国（示意）', 'Synthetic country', 'city', ST_Multi(ST_Segmentize(ST_MakeEnvelope(100, 28, 120, 42, 4490), 0.1)));

INSERT INTO layer_edition (code, layer, region_code, name, document, valid_from, boundary_error_m)
SELECT 'bench-' || layer, layer, '999900', layer, '示意', '2020-01-01', 5 + 2 * n
FROM unnest(ARRAY['drinking_water_zones', 'protected_areas', 'sewer_coverage', 'industrial_parks']) WITH ORDINALITY t (layer, n);

INSERT INTO layer_coverage (code, layer, region_code, name, statement, as_of, declared_by, geom)
SELECT 'bench-' || layer, layer, '999900', layer, 'complete', '2025-01-01', '示意', r.geom
FROM unnest(ARRAY['drinking_water_zones', 'protected_areas', 'special_waters', 'sewer_coverage', 'industrial_parks']) layer, region r WHERE r.code = '999900';

INSERT INTO drinking_water_zone (code, region_code, name, source_name, level, designated_on, edition_id, geom)
SELECT 'bz-' || n, '999900', 'zone ' || n, 'source', (ARRAY['class_1', 'class_2', 'class_2', 'quasi'])[1 + n % 4], '2010-01-01',
       (SELECT id FROM layer_edition WHERE code = 'bench-drinking_water_zones'),
       pg_temp.star(n, 100.2 + 19.6 * pg_temp.u(n, 1), 28.2 + 13.6 * pg_temp.u(n, 2), 500 + 2500 * pg_temp.u(n, 3), (200 + 600 * pg_temp.u(n, 4))::integer)
FROM generate_series(1, :zones::integer) n;

INSERT INTO treatment_plant (code, region_code, name, kind, working, design_m3d, current_m3d, geom)
SELECT 'bp-' || n, '999900', 'plant ' || n, 'urban', n % 10 <> 0, 20000, 30000 * pg_temp.u(n, 5),
       ST_SetSRID(ST_MakePoint(100.2 + 19.6 * pg_temp.u(n, 6), 28.2 + 13.6 * pg_temp.u(n, 7)), 4490)
FROM generate_series(1, greatest(:sewers::integer, :parks::integer)) n;

INSERT INTO sewer_coverage (code, region_code, name, plant_id, edition_id, geom)
SELECT 'bs-' || n, '999900', 'sewer ' || n, (SELECT id FROM treatment_plant WHERE code = 'bp-' || n),
       (SELECT id FROM layer_edition WHERE code = 'bench-sewer_coverage'),
       pg_temp.star(n + 1000000, ST_X(p.geom), ST_Y(p.geom), 2000 + 4000 * pg_temp.u(n, 8), 4000)
FROM generate_series(1, :sewers::integer) n JOIN treatment_plant p ON p.code = 'bp-' || n;

INSERT INTO industrial_park (code, region_code, name, plant_id, edition_id, geom)
SELECT 'bi-' || n, '999900', 'park ' || n, p.id, (SELECT id FROM layer_edition WHERE code = 'bench-industrial_parks'),
       pg_temp.star(n + 2000000, ST_X(p.geom) + 0.05, ST_Y(p.geom), 1000 + 1000 * pg_temp.u(n, 9), 60)
FROM generate_series(1, :parks::integer) n JOIN treatment_plant p ON p.code = 'bp-' || n;

INSERT INTO discharger (code, region_code, name, kind, position_method, geom)
SELECT 'bd-' || n, '999900', 'discharger ' || n, 'enterprise', 'gnss',
       CASE WHEN n % 3 > 0 THEN ST_SetSRID(ST_MakePoint(100.2 + 19.6 * pg_temp.u(n, 13), 28.2 + 13.6 * pg_temp.u(n, 14)), 4490) END
FROM generate_series(1, :dischargers::integer) n;

-- Three of ten outfalls lie about a zone or a sewer area (within 1.5 radii), a thousand inside the first zone, the others
-- anywhere.
INSERT INTO outfall (local_code, name, region_code, category, set_up, approval, position_method, discharger_id, flow_m3d, inspected_on, problems, dry_flow_hours, geom)
SELECT 'bo-' || n, 'outfall ' || n, '999900', k.category, date '1998-01-01' + (9000 * pg_temp.u(n, 20))::integer,
       (ARRAY['approved', 'registered', 'unapproved', NULL])[1 + n % 4], (ARRAY['gnss', 'imagery', 'rtk', 'map_10k'])[1 + (n / 4) % 4],
       CASE WHEN k.category LIKE 'industrial.enterprise%' THEN d.id END, 500 * pg_temp.u(n, 21),
       CASE WHEN n % 6 > 0 THEN date '2024-05-01' END, CASE WHEN n % 6 = 1 THEN ARRAY['damaged'] ELSE '{}' END, 10 * pg_temp.u(n, 22),
       ST_SetSRID(CASE WHEN c.lon IS NULL THEN ST_MakePoint(100.3 + 19.4 * pg_temp.u(n, 23), 28.3 + 13.4 * pg_temp.u(n, 24))
                       ELSE ST_MakePoint(c.lon + c.radius * (pg_temp.u(n, 25) - 0.5), c.lat + c.radius * (pg_temp.u(n, 26) - 0.5)) END, 4490)
FROM generate_series(:first::integer, :outfalls::integer) n
CROSS JOIN LATERAL (SELECT (ARRAY['other.rural_scattered', 'other.urban_scattered', 'industrial.enterprise.factory', 'other.urban_storm',
                     'urban_plant', 'agricultural.livestock', 'other.rural_facility', 'other.small_livestock'])[1 + (n / 3) % 8] AS category) k
LEFT JOIN discharger d ON d.code = 'bd-' || (1 + (hashint8extended(n, 27) & 1073741823) % :dischargers::integer)
LEFT JOIN LATERAL (
  SELECT ST_X(ST_Centroid(z.geom)) AS lon, ST_Y(ST_Centroid(z.geom)) AS lat, (ST_XMax(z.geom) - ST_XMin(z.geom)) * 0.3 AS radius
  FROM drinking_water_zone z WHERE n <= 1000 AND z.code = 'bz-1'
  UNION ALL
  SELECT ST_X(ST_Centroid(z.geom)), ST_Y(ST_Centroid(z.geom)), (ST_XMax(z.geom) - ST_XMin(z.geom)) * 1.5
  FROM drinking_water_zone z WHERE n > 1000 AND n % 10 < 2 AND z.code = 'bz-' || (1 + (hashint8extended(n, 28) & 1073741823) % :zones::integer)
  UNION ALL
  SELECT ST_X(p.geom), ST_Y(p.geom), 0.12 FROM treatment_plant p
  WHERE n > 1000 AND n % 10 = 2 AND p.code = 'bp-' || (1 + (hashint8extended(n, 29) & 1073741823) % :sewers::integer)
) c ON true;
