-- What is done about an outfall and who answers for it: plans with their terms, close-outs, departments of a city's document.

-- 一口一策. Its dates are facts of which the stage follows.
CREATE TABLE plan (
  outfall_id   bigint NOT NULL REFERENCES outfall (id) ON DELETE CASCADE,
  id           bigint GENERATED ALWAYS AS IDENTITY,
  code         text NOT NULL UNIQUE,
  measure      text NOT NULL CHECK (measure IN ('ban', 'merge', 'keep')),
  drawn_up_on  date NOT NULL,
  started_on   date,
  completed_on date CHECK (completed_on >= started_on),
  due_on       date,
  transition_until    date,
  transition_reason   text,
  transition_approval text,
  document     text,
  sample       boolean NOT NULL DEFAULT false,
  situation    text,
  recorded_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (outfall_id, id),
  CHECK (transition_until IS NULL OR transition_reason IS NOT NULL AND transition_approval IS NOT NULL)
);
COMMENT ON TABLE plan IS '一口一策: measure, term and progress';
COMMENT ON COLUMN plan.transition_until IS '过渡期至: for 企事业单位 in real difficulty, with reason and approver; it takes the place of due_on';

-- 销号
CREATE TABLE close_out (
  outfall_id  bigint NOT NULL REFERENCES outfall (id) ON DELETE CASCADE,
  id          bigint GENERATED ALWAYS AS IDENTITY,
  code        text NOT NULL UNIQUE,
  measure     text NOT NULL CHECK (measure IN ('ban', 'merge', 'keep')),
  applied_on  date NOT NULL,
  decided_on  date CHECK (decided_on >= applied_on),
  decision    text CHECK (decision IN ('accepted', 'returned')),
  document    text,
  sample      boolean NOT NULL DEFAULT false,
  situation   text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (outfall_id, id),
  CHECK ((decision IS NULL) = (decided_on IS NULL)),
  CHECK (decision <> 'accepted' OR document IS NOT NULL)
);
COMMENT ON TABLE close_out IS '销号: applied for, accepted (with proof) or returned';

ALTER TABLE patrol ADD discharging boolean;
COMMENT ON COLUMN patrol.discharging IS '巡查时口门在排水; null = not noted';
CREATE INDEX patrol_outfall ON patrol (outfall_id) WHERE outfall_id IS NOT NULL;

-- 任务分工: which department answers for which kind of outfall, and who answers where no discharger can be traced. From data/packs.
CREATE TABLE department (
  region_code text NOT NULL,
  id          text NOT NULL,
  name        text NOT NULL,
  name_en     text NOT NULL,
  duty        text NOT NULL CHECK (duty IN ('lead', 'sector', 'fallback')),
  document    text NOT NULL,
  article     text NOT NULL,
  quote       text NOT NULL,
  sort        smallint NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (region_code, id)
);
CREATE TABLE department_duty (
  region_code text NOT NULL,
  department  text NOT NULL,
  category    text NOT NULL REFERENCES category (code),
  in_park     boolean NOT NULL DEFAULT false,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (region_code, department, category),
  FOREIGN KEY (region_code, department) REFERENCES department (region_code, id) ON DELETE CASCADE
);
COMMENT ON COLUMN department_duty.category IS 'with all kinds below it';
COMMENT ON COLUMN department_duty.in_park IS 'only outfalls that merge-park finds in a park';

DROP VIEW outfall_item;
CREATE VIEW outfall_item AS
SELECT o.*, coalesce(f.verdict, v.verdict) AS verdict,
       CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.strictest END AS strictest,
       CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.mildest END AS mildest,
       CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.no_action END AS no_action,
       coalesce(
         (SELECT CASE WHEN EXISTS (SELECT FROM patrol p WHERE p.outfall_id = o.id AND p.discharging AND p.walked_on > x.decided_on AND p.walked_on <= d.day)
                      THEN 'reopened' ELSE 'closed' END
          FROM close_out x WHERE x.outfall_id = o.id AND x.decision = 'accepted' AND x.decided_on <= d.day
            AND NOT EXISTS (SELECT FROM plan p WHERE p.outfall_id = o.id AND p.drawn_up_on > x.decided_on AND p.drawn_up_on <= d.day)
          ORDER BY x.decided_on DESC LIMIT 1),
         (SELECT CASE WHEN p.completed_on <= d.day THEN 'completed' WHEN p.started_on <= d.day THEN 'remediating' ELSE 'planned' END
          FROM plan p WHERE p.outfall_id = o.id AND p.drawn_up_on <= d.day ORDER BY p.drawn_up_on DESC, p.id DESC LIMIT 1),
         CASE WHEN coalesce(f.verdict, v.verdict) IN ('ban', 'merge', 'keep') THEN 'judged'
              WHEN o.discharger_id IS NOT NULL THEN 'traced'
              WHEN EXISTS (SELECT FROM monitoring_sample s WHERE s.outfall_id = o.id AND s.taken_at < (d.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') THEN 'monitored'
              ELSE 'surveyed' END) AS stage,
       v.verdict AS engine_verdict, f.override_id
FROM outfall o
CROSS JOIN (SELECT (now() AT TIME ZONE 'UTC' + interval '8 hours')::date AS day) d
LEFT JOIN verdict_current v ON v.outfall_id = o.id
LEFT JOIN override_current f ON f.outfall_id = o.id AND f.expires_on >= d.day;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['plan', 'close_out', 'patrol', 'monitoring_sample']
  LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS note_layer_change ON %I', t);
    EXECUTE format('CREATE TRIGGER note_layer_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I
                    FOR EACH STATEMENT EXECUTE FUNCTION note_layer_change()', t);
  END LOOP;
END $$;

-- 国界: for the question who is competent for a proposed outfall near it. Official lines come from the competent authority.
CREATE TABLE state_border (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code             text NOT NULL UNIQUE,
  region_code      text NOT NULL,
  name             text NOT NULL,
  boundary_error_m double precision CHECK (boundary_error_m >= 0),
  edition_id       bigint REFERENCES layer_edition (id),
  source           jsonb,
  sample           boolean NOT NULL DEFAULT false,
  situation        text,
  geom             geometry(MultiLineString, 4490) NOT NULL CHECK (ST_IsValid(geom) AND NOT ST_IsEmpty(geom)),
  recorded_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX state_border_geom ON state_border USING gist (geom);

-- Findings that tell of another place than the outfall's own (a rule header's elsewhere): few.
CREATE INDEX finding_elsewhere ON finding (rule) WHERE evidence -> 'datum' IS NOT NULL;
