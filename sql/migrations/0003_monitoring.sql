-- Monitoring: what an outfall may discharge and what was found in its water.
-- Every value is in the unit of its pollutant (mg/L; pH has none); temperatures are in °C.

CREATE TABLE pollutant (
  code     text PRIMARY KEY,
  name     text NOT NULL,
  name_en  text NOT NULL,
  unit     text NOT NULL,
  required boolean NOT NULL DEFAULT false,
  sort     integer NOT NULL,
  UNIQUE (code, unit)
);
COMMENT ON TABLE pollutant IS 'loaded from data/codes/pollutants.yaml';
COMMENT ON COLUMN pollutant.required IS 'of the routine set 常规项目: without it a sample does not show that a standard is met';

CREATE TABLE discharge_limit (
  standard      text NOT NULL,
  grade         text NOT NULL,
  pollutant     text NOT NULL,
  set_up_from   date NOT NULL DEFAULT '-infinity',
  set_up_to     date NOT NULL DEFAULT 'infinity',
  document      text NOT NULL,
  value         double precision NOT NULL CHECK (value > 0),
  cold_value    double precision CHECK (cold_value >= value),
  at_least      double precision CHECK (at_least <= value),
  unit          text NOT NULL,
  averaging     text NOT NULL CHECK (averaging IN ('daily_mean', 'any')),
  valid_from    date NOT NULL,
  valid_to      date,
  confidence    text NOT NULL CHECK (confidence IN ('high', 'medium', 'low')),
  note          text,
  PRIMARY KEY (standard, grade, pollutant, valid_from, set_up_from),
  FOREIGN KEY (pollutant, unit) REFERENCES pollutant (code, unit),
  CHECK (valid_to IS NULL OR valid_to > valid_from),
  CHECK (set_up_to > set_up_from)
);
COMMENT ON TABLE discharge_limit IS '排放限值, loaded from data/codes/limits.yaml; receiving-water classes are no discharge limits and stand nowhere here';
COMMENT ON COLUMN discharge_limit.grade IS 'all = the standard has no grades';
COMMENT ON COLUMN discharge_limit.cold_value IS 'holds instead of value where the water is at most 12 °C';
COMMENT ON COLUMN discharge_limit.at_least IS 'lower bound of a range (pH)';
COMMENT ON COLUMN discharge_limit.set_up_from IS 'for outfalls set up from this date until before set_up_to';
COMMENT ON COLUMN discharge_limit.averaging IS 'daily_mean: a grab sample over it is only 疑似超标; any: every sample counts';
COMMENT ON COLUMN discharge_limit.confidence IS 'anything but high is 待核实 and decides nothing';

ALTER TABLE outfall
  ADD discharge_standard text,
  ADD discharge_grade    text,
  ADD shared_declared    boolean,
  ADD CHECK (discharge_grade IS NULL OR discharge_standard IS NOT NULL);
COMMENT ON COLUMN outfall.discharge_standard IS '执行排放标准: standard of discharge_limit; null = not settled';
COMMENT ON COLUMN outfall.discharge_grade IS 'grade within the standard; null where it has none';
COMMENT ON COLUMN outfall.shared_declared IS '共用: the permits state each discharger''s duties; null = not known';

CREATE TABLE monitoring_sample (
  outfall_id  bigint NOT NULL REFERENCES outfall (id) ON DELETE CASCADE,
  id          bigint GENERATED ALWAYS AS IDENTITY,
  code        text NOT NULL,
  taken_at    timestamptz NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('self', 'dynamic', 'supervision', 'enforcement')),
  method      text NOT NULL CHECK (method IN ('grab', 'daily_mean', 'online')),
  water_temperature_c double precision CHECK (water_temperature_c BETWEEN -5 AND 100),
  flow_m3d    double precision CHECK (flow_m3d >= 0),
  discharging boolean NOT NULL DEFAULT true,
  valid       boolean NOT NULL DEFAULT true,
  laboratory  text,
  source      jsonb,
  sample      boolean NOT NULL DEFAULT false,
  situation   text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (outfall_id, id),
  UNIQUE (outfall_id, code)
);
COMMENT ON COLUMN monitoring_sample.kind IS '自行 self, 动态 dynamic, 监督 supervision, 执法 enforcement';
COMMENT ON COLUMN monitoring_sample.method IS 'online = daily mean of an on-line instrument';
COMMENT ON COLUMN monitoring_sample.discharging IS 'false: the outfall was visited while it discharged nothing of its own (dry, frozen, out of season)';
COMMENT ON COLUMN monitoring_sample.valid IS 'false: refused by quality control';
CREATE INDEX monitoring_sample_code ON monitoring_sample (code);

CREATE TABLE monitoring_value (
  outfall_id bigint NOT NULL REFERENCES outfall (id) ON DELETE CASCADE,
  sample_id  bigint NOT NULL,
  pollutant  text NOT NULL,
  value      double precision NOT NULL CHECK (value >= 0),
  unit       text NOT NULL,
  below_detection boolean NOT NULL DEFAULT false,
  PRIMARY KEY (outfall_id, sample_id, pollutant),
  FOREIGN KEY (outfall_id, sample_id) REFERENCES monitoring_sample (outfall_id, id) ON DELETE CASCADE,
  FOREIGN KEY (pollutant, unit) REFERENCES pollutant (code, unit)
);
COMMENT ON COLUMN monitoring_value.below_detection IS 'the value is the detection limit and the water held less';

-- The view's o.* was fixed when it was made.
DROP VIEW outfall_item;
CREATE VIEW outfall_item AS
SELECT o.*, v.verdict, v.strictest, v.mildest, v.no_action,
       CASE WHEN v.verdict IN ('ban', 'merge', 'keep') THEN 'judged'
            WHEN o.discharger_id IS NOT NULL THEN 'traced'
            ELSE 'surveyed' END AS stage
FROM outfall o LEFT JOIN verdict_current v ON v.outfall_id = o.id;
