-- The regulatory clock: the night against rules that were in force
--
-- Not legal advice. What lies beyond the announced end is held against each rule's threshold;
-- deadlines are counted from the case file's facts, the earliest of a rule's variants counts. A fact
-- that is missing is named, nothing is guessed; a rule of a later day is shown as not in force.
-- Fills regulation_clock. One row: ('kr_telecom', 2, 'reached', NULL, …, 07:00, NULL, 300 min, 240 min, …).
-- Reads regulation_rule (queries/regulation/rules.sql), regulation, overrun (a few rows: no index).

DELETE FROM regulation_clock;

INSERT INTO regulation_clock (rule, position, state, missing, in_force_at, start_at, due_at, measured_us,
                              threshold_us, source)
SELECT
  'window', 0, CASE WHEN overrun_us > 0 THEN 'beyond' ELSE 'inside' END, NULL, NULL,
  CASE WHEN overrun_us > 0 THEN end_at END, NULL, overrun_us, 0, 'case file'
FROM overrun;

-- Thresholds.
WITH
valid AS (
  SELECT r.*
  FROM regulation_rule AS r, overrun AS o
  WHERE r.kind = 'outage'
    AND o.start_at >= COALESCE(r.valid_from_at, o.start_at)
    AND o.start_at < COALESCE(r.valid_to_at, o.start_at + 1)
),
fact_value AS (
  SELECT
    (SELECT value FROM regulation WHERE name = 'service') AS service,
    (SELECT CAST(value AS INTEGER) FROM regulation WHERE name = 'subscribers') AS subscribers
),
rule_name AS (
  SELECT
    rule, position,
    CASE WHEN COUNT(*) = COUNT(valid_from_at) THEN MIN(valid_from_at) END AS valid_from_at,
    MIN(source) AS source
  FROM regulation_rule
  WHERE kind = 'outage'
  GROUP BY rule, position
),
chosen AS (
  SELECT
    n.rule, n.position,
    EXISTS (SELECT 1 FROM valid AS v WHERE v.rule = n.rule) AS in_force,
    EXISTS (SELECT 1 FROM valid AS v WHERE v.rule = n.rule AND v.service IS NOT NULL) AS asks_service,
    EXISTS (SELECT 1 FROM valid AS v WHERE v.rule = n.rule
      AND COALESCE(v.subscribers_from, v.subscribers_below) IS NOT NULL) AS asks_subscribers,
    n.valid_from_at,
    COALESCE((SELECT MIN(v.source) FROM valid AS v WHERE v.rule = n.rule), n.source) AS source,
    (
      SELECT MIN(v.limit_us) FROM valid AS v, fact_value AS f
      WHERE v.rule = n.rule
        AND (v.service IS NULL OR v.service = f.service)
        AND (v.subscribers_from IS NULL OR f.subscribers >= v.subscribers_from)
        AND (v.subscribers_below IS NULL OR f.subscribers < v.subscribers_below)
    ) AS limit_us
  FROM rule_name AS n
),
judged AS (
  SELECT
    c.*, o.overrun_us, o.end_at,
    CASE
      WHEN NOT c.in_force THEN 'not in force'
      WHEN c.asks_service AND f.service IS NULL THEN 'missing facts'
      WHEN c.asks_subscribers AND f.subscribers IS NULL THEN 'missing facts'
      WHEN c.limit_us IS NULL THEN 'not applicable'
      WHEN o.overrun_us >= c.limit_us THEN 'reached'
      ELSE 'not reached'
    END AS state,
    CASE
      WHEN c.asks_service AND f.service IS NULL AND c.asks_subscribers AND f.subscribers IS NULL
        THEN 'service, subscribers'
      WHEN c.asks_service AND f.service IS NULL THEN 'service'
      WHEN c.asks_subscribers AND f.subscribers IS NULL THEN 'subscribers'
    END AS missing
  FROM chosen AS c, fact_value AS f, overrun AS o
)
INSERT INTO regulation_clock (rule, position, state, missing, in_force_at, start_at, due_at, measured_us,
                              threshold_us, source)
SELECT
  rule, position, state,
  CASE WHEN state = 'missing facts' THEN missing END,
  valid_from_at,
  CASE WHEN state IN ('reached', 'not reached') AND overrun_us > 0 THEN end_at END,
  NULL,
  CASE WHEN state IN ('reached', 'not reached') THEN overrun_us ELSE 0 END,
  CASE WHEN state IN ('reached', 'not reached') THEN limit_us ELSE 0 END,
  source
FROM judged;

-- Deadlines, each counted from facts or from the deadline before it.
WITH RECURSIVE
valid AS (
  SELECT r.*
  FROM regulation_rule AS r, overrun AS o
  WHERE r.kind = 'report'
    AND o.start_at >= COALESCE(r.valid_from_at, o.start_at)
    AND o.start_at < COALESCE(r.valid_to_at, o.start_at + 1)
),
fact_time AS (
  SELECT name, CAST(value AS INTEGER) AS at FROM regulation WHERE name IN ('aware_at', 'classified_at')
),
first AS (
  SELECT
    v.rule, v.position,
    MIN(f.at + v.limit_us) AS due_at,
    MAX(CASE WHEN v.counts_from = 'classified_at' THEN f.at END) AS start_at,
    GROUP_CONCAT(CASE WHEN f.at IS NULL THEN v.counts_from END, ', ') AS missing
  FROM (SELECT * FROM valid ORDER BY counts_from) AS v
  LEFT JOIN fact_time AS f ON f.name = v.counts_from
  WHERE v.counts_from IN ('aware_at', 'classified_at')
  GROUP BY v.rule, v.position
),
chain (rule, position, start_at, due_at, missing) AS (
  SELECT rule, position, start_at, CASE WHEN missing IS NULL THEN due_at END, missing
  FROM first
  UNION ALL
  SELECT
    v.rule, v.position, c.due_at,
    -- The same day of the next month, or its last day.
    CASE WHEN v.months = 0 THEN c.due_at + v.limit_us ELSE unixepoch(
      MIN(
        datetime(c.due_at / 1000000, 'unixepoch', '+' || v.months || ' months'),
        date(c.due_at / 1000000, 'unixepoch', 'start of month', '+' || (v.months + 1) || ' months', '-1 day')
          || ' ' || time(c.due_at / 1000000, 'unixepoch')
      )
    ) * 1000000 END,
    c.missing
  FROM chain AS c
  JOIN valid AS v ON v.counts_from = c.rule
),
named AS (
  SELECT rule, position, MIN(valid_from_at) AS valid_from_at, MIN(source) AS source
  FROM regulation_rule
  WHERE kind = 'report'
  GROUP BY rule, position
)
INSERT INTO regulation_clock (rule, position, state, missing, in_force_at, start_at, due_at, measured_us,
                              threshold_us, source)
SELECT
  n.rule, n.position,
  CASE
    WHEN n.rule NOT IN (SELECT rule FROM valid) THEN 'not in force'
    WHEN c.missing IS NOT NULL THEN 'missing facts'
    ELSE 'due'
  END,
  c.missing,
  n.valid_from_at,
  CASE WHEN c.missing IS NULL THEN c.start_at END,
  c.due_at, 0, 0, n.source
FROM named AS n
LEFT JOIN chain AS c ON c.rule = n.rule;
