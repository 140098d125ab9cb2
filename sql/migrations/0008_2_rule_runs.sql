-- A run that works by itself is on record before its work begins, and says how it ended.

ALTER TABLE rule_run
  ADD COLUMN detached     boolean NOT NULL DEFAULT false,
  ADD COLUMN ended        text CHECK (ended IN ('failed', 'cancelled')),
  ADD COLUMN ended_at     timestamptz,
  ADD COLUMN error        text,
  ADD COLUMN cancelled_by text,
  ADD COLUMN cancel_asked boolean NOT NULL DEFAULT false,
  ADD COLUMN state        text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN ended IS NOT NULL THEN ended WHEN finished_at IS NOT NULL THEN 'finished' ELSE 'running' END) STORED,
  ADD CONSTRAINT rule_run_ends_once CHECK (ended IS NULL OR finished_at IS NULL),
  ADD CONSTRAINT rule_run_end_is_dated CHECK ((ended IS NULL) = (ended_at IS NULL));
COMMENT ON COLUMN rule_run.detached IS 'committed before its work; the others come with their verdicts in one transaction';
COMMENT ON CONSTRAINT rule_run_ends_once ON rule_run IS 'a run that was given up as dead cannot store verdicts any more';

-- Two runs of one city at once: the second is refused.
CREATE UNIQUE INDEX rule_run_one_at_a_time ON rule_run (region_code) WHERE detached AND state = 'running';
