-- Shares: the overrun divided by cause, pro rata and by time
--
-- Headline: the overrun in proportion to each cause's lost time, concurrent time split equally among
-- the causes present. Chronological: the earliest losses eat the reserve, a recovery cancels the
-- latest loss. A negative reserve is a loss of its own, P.PLAN, in procedure at the window's start.
-- Several paths: weighted mean. Whole microseconds by largest remainder, order S P T U (method §7).
-- Fills cause, share. One row: ('staffing', 7980 s, 7980 s, 7321 s, 6360 s, …).
-- Reads path_label, label_leaf and ledger (tens of rows: no index).

DELETE FROM cause;
DELETE FROM share;

INSERT INTO cause (position, cause, letter, bit)
VALUES (1, 'staffing', 'S', 1), (2, 'procedure', 'P', 2), (3, 'technical', 'T', 4), (4, 'undetermined', 'U', 8);

-- Every change of the account of each path, in time order: the plan, losses, recoveries.
CREATE TEMP TABLE IF NOT EXISTS entry_of_account (
  path INTEGER, position INTEGER, kind TEXT, label INTEGER, amount_us INTEGER, before_us INTEGER, after_us INTEGER,
  charged_us INTEGER, PRIMARY KEY (path, position));
DELETE FROM entry_of_account;
INSERT INTO entry_of_account (path, position, kind, label, amount_us, before_us, after_us, charged_us)
WITH
change AS (
  SELECT path, -9223372036854775807 AS at, 0 AS rank, 'plan' AS kind, NULL AS label, MAX(-reserve_us, 0) AS amount_us
  FROM ledger
  UNION ALL
  SELECT p.path, p.to_at, 1, 'loss', l.id, p.to_at - p.from_at
  FROM path_label AS p
  JOIN label AS l ON l.id = p.label
  WHERE l.state = 'lost'
  UNION ALL
  SELECT path, last_end_at, 2, 'recovery', NULL, -unused_us
  FROM step_allowance
  WHERE unused_us <> 0
),
running AS (
  SELECT
    c.path, c.kind, c.label, c.amount_us,
    ROW_NUMBER() OVER by_time AS position,
    -MAX(g.reserve_us, 0) + SUM(c.amount_us) OVER (
      PARTITION BY c.path ORDER BY c.at, c.rank, c.label, c.amount_us ROWS UNBOUNDED PRECEDING
    ) AS after_us
  FROM change AS c
  JOIN ledger AS g ON g.path = c.path
  WINDOW by_time AS (PARTITION BY c.path ORDER BY c.at, c.rank, c.label, c.amount_us)
)
SELECT
  path, position, kind, label, amount_us, after_us - amount_us, after_us,
  CASE WHEN amount_us <= 0 THEN 0 ELSE MAX(
    0,
    MIN(after_us) OVER (PARTITION BY path ORDER BY position ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
      - MAX(0, after_us - amount_us)
  ) END
FROM running;

INSERT INTO share (cause, lost_us, gross_us, headline_us, chronological_us)
WITH
part AS (                       -- which causes a lost label has, each once
  SELECT DISTINCT label, cause FROM label_leaf
),
parts AS (
  SELECT label, COUNT(*) AS causes FROM part GROUP BY label
),
by_path AS (                    -- twelfths, so that halves, thirds and quarters are whole
  SELECT
    a.path, p.cause,
    SUM(a.amount_us * 12 / n.causes) AS lost_12,
    SUM(a.amount_us) AS gross_us,
    SUM(a.charged_us * 12 / n.causes) AS charged_12
  FROM entry_of_account AS a
  JOIN part AS p ON p.label = a.label
  JOIN parts AS n ON n.label = a.label
  WHERE a.kind = 'loss'
  GROUP BY a.path, p.cause
  UNION ALL
  SELECT path, 'procedure', amount_us * 12, amount_us, charged_us * 12
  FROM entry_of_account
  WHERE kind = 'plan' AND amount_us > 0
),
path_total AS (
  SELECT path, SUM(lost_12) AS lost_12 FROM by_path GROUP BY path
),
weights AS (
  SELECT MAX(COALESCE(SUM(weight), 0), 1) AS total FROM path_weight
),
mean AS (
  SELECT
    c.cause, c.position,
    COALESCE(SUM(1.0 * b.lost_12 * w.weight), 0) / (12.0 * (SELECT total FROM weights)) AS lost_us,
    COALESCE(SUM(1.0 * b.gross_us * w.weight), 0) / (SELECT total FROM weights) AS gross_us,
    COALESCE(
      SUM((SELECT overrun_us FROM overrun) * (1.0 * b.lost_12 / t.lost_12) * w.weight), 0
    ) / (SELECT total FROM weights) AS headline_us,
    COALESCE(SUM(1.0 * b.charged_12 * w.weight), 0) / (12.0 * (SELECT total FROM weights)) AS charged_us
  FROM cause AS c
  LEFT JOIN by_path AS b ON b.cause = c.cause
  LEFT JOIN path_total AS t ON t.path = b.path
  LEFT JOIN path_weight AS w ON w.path = b.path
  GROUP BY c.cause
),
floors AS (
  SELECT
    *,
    CAST(headline_us AS INTEGER) AS headline_floor,
    CAST(charged_us AS INTEGER) AS charged_floor
  FROM mean
),
ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (ORDER BY headline_us - headline_floor DESC, position) AS headline_rank,
    ROW_NUMBER() OVER (ORDER BY charged_us - charged_floor DESC, position) AS charged_rank,
    (SELECT overrun_us FROM overrun) - SUM(headline_floor) OVER () AS headline_rest,
    (SELECT overrun_us FROM overrun) - SUM(charged_floor) OVER () AS charged_rest
  FROM floors
)
SELECT
  cause,
  CAST(ROUND(lost_us) AS INTEGER),
  CAST(ROUND(gross_us) AS INTEGER),
  CASE WHEN COALESCE((SELECT overrun_us FROM overrun), 0) = 0 THEN 0
    ELSE headline_floor + (headline_rank <= headline_rest) END,
  CASE WHEN COALESCE((SELECT overrun_us FROM overrun), 0) = 0 THEN 0
    ELSE charged_floor + (charged_rank <= charged_rest) END
FROM ranked
ORDER BY position;
