-- 复核改判: what a reviewer decides over the engine's verdict, until a date. Nothing here is ever changed; acts follow.

CREATE TABLE verdict_override (
  outfall_id   bigint NOT NULL REFERENCES outfall (id) ON DELETE CASCADE,
  id           bigint GENERATED ALWAYS AS IDENTITY,
  verdict_id   bigint NOT NULL,
  judged       text NOT NULL CHECK (judged IN ('ban', 'merge', 'keep', 'review')),
  input_hash   text NOT NULL,
  verdict      text NOT NULL CHECK (verdict IN ('ban', 'merge', 'keep', 'review')),
  kind         text NOT NULL CHECK (kind IN ('confirm', 'override')),
  needs        text NOT NULL CHECK (needs IN ('nobody', 'confirmation', 'second_person')),
  clauses      jsonb NOT NULL,
  reason       text NOT NULL CHECK (reason <> ''),
  expires_on   date NOT NULL,
  requested_by text NOT NULL CHECK (requested_by <> ''),
  requested_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()), -- as fine as JSON tells it
  PRIMARY KEY (outfall_id, id),
  FOREIGN KEY (outfall_id, verdict_id) REFERENCES verdict (outfall_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN verdict_override.verdict_id IS 'the engine''s verdict that it was made on: its findings are kept with it';
COMMENT ON COLUMN verdict_override.input_hash IS 'of that verdict: another one now means that the facts have changed';
COMMENT ON COLUMN verdict_override.clauses IS 'the clauses that decided that verdict, as cited then';
COMMENT ON COLUMN verdict_override.expires_on IS 'the last day on which it counts, Asia/Shanghai';

CREATE TABLE verdict_override_act (
  outfall_id  bigint NOT NULL,
  override_id bigint NOT NULL,
  id          bigint GENERATED ALWAYS AS IDENTITY,
  act         text NOT NULL CHECK (act IN ('in_force', 'withdrawal_asked', 'withdrawn')),
  actor       text NOT NULL CHECK (actor <> ''),
  reason      text,
  at          timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  PRIMARY KEY (outfall_id, override_id, id),
  FOREIGN KEY (outfall_id, override_id) REFERENCES verdict_override (outfall_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN verdict_override_act.act IS 'the last that came into force counts, until it is withdrawn or expires; those before it never again';

CREATE TRIGGER append_only BEFORE UPDATE ON verdict_override FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER append_only BEFORE UPDATE ON verdict_override_act FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();

-- Points at what the records say, as verdict_current does; whether it has expired is for the reader's date to say.
CREATE TABLE override_current (
  outfall_id  bigint PRIMARY KEY REFERENCES outfall (id) ON DELETE CASCADE,
  override_id bigint NOT NULL,
  verdict     text NOT NULL,
  expires_on  date NOT NULL,
  FOREIGN KEY (outfall_id, override_id) REFERENCES verdict_override (outfall_id, id) ON DELETE CASCADE
);
CREATE TRIGGER note_layer_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON override_current
  FOR EACH STATEMENT EXECUTE FUNCTION note_layer_change();

-- The view's o.* was fixed when it was made. `verdict` is what counts today (China has UTC+8 and no summer time),
-- `engine_verdict` what the rules came to.
DROP VIEW outfall_item;
CREATE VIEW outfall_item AS
SELECT o.*, coalesce(f.verdict, v.verdict) AS verdict,
       CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.strictest END AS strictest,
       CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.mildest END AS mildest,
       CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.no_action END AS no_action,
       CASE WHEN coalesce(f.verdict, v.verdict) IN ('ban', 'merge', 'keep') THEN 'judged'
            WHEN o.discharger_id IS NOT NULL THEN 'traced'
            ELSE 'surveyed' END AS stage,
       v.verdict AS engine_verdict, f.override_id
FROM outfall o
LEFT JOIN verdict_current v ON v.outfall_id = o.id
LEFT JOIN override_current f ON f.outfall_id = o.id AND f.expires_on >= (now() AT TIME ZONE 'UTC' + interval '8 hours')::date;
