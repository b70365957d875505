-- Labels: every moment of every instance is planned, or carries what held it
--
-- Each instance is cut wherever anything changes. Before its start it waits; a gap between its lines
-- longer than `quiet`, or a fault on its resources, stops it; else it works. Work is planned while
-- the step's allowance lasts, in time order over all attempts; within the pace band of a single
-- attempt all of it is. What nothing explains is U.SILENCE, or U.GAP where no source covers it
-- (method §5).
-- Fills span, allowance, label, label_leaf. One row of label: (12, 3, 02:02, 02:47, 'wait', 'lost', …).
-- Needs index blocker_instance; the rest is tens of rows.

DELETE FROM span;
DELETE FROM allowance;
DELETE FROM label;
DELETE FROM label_leaf;

-- The feeds' covers, all together.
CREATE TEMP TABLE IF NOT EXISTS any_cover (from_at INTEGER, to_at INTEGER);
DELETE FROM any_cover;
INSERT INTO any_cover (from_at, to_at)
WITH
seen AS (
  SELECT
    from_at, to_at,
    MAX(to_at) OVER (ORDER BY from_at, to_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until_at
  FROM coverage
),
island AS (
  SELECT
    from_at, to_at,
    SUM(until_at IS NULL OR from_at > until_at) OVER (ORDER BY from_at, to_at ROWS UNBOUNDED PRECEDING) AS island
  FROM seen
)
SELECT MIN(from_at), MAX(to_at) FROM island GROUP BY island;

-- Gaps between an instance's lines that are longer than it may be quiet.
CREATE TEMP TABLE IF NOT EXISTS idle (instance INTEGER, from_at INTEGER, to_at INTEGER);
DELETE FROM idle;
INSERT INTO idle (instance, from_at, to_at)
WITH
step_by_step AS (
  SELECT instance, at, LEAD(at) OVER (PARTITION BY instance ORDER BY at, event) AS next_at
  FROM activity
)
SELECT s.instance, s.at, s.next_at
FROM step_by_step AS s
JOIN instance AS i ON i.id = s.instance
WHERE s.next_at - s.at > i.quiet_us;

-- From where to where each instance is looked at.
CREATE TEMP TABLE IF NOT EXISTS extent (instance INTEGER PRIMARY KEY, from_at INTEGER, enable_at INTEGER,
                                        start_at INTEGER, to_at INTEGER);
DELETE FROM extent;
INSERT INTO extent (instance, from_at, enable_at, start_at, to_at)
SELECT
  i.id,
  MIN(
    i.enable_at,
    COALESCE(
      MAX((SELECT start_at FROM window), (SELECT MIN(t.end_at) FROM tie AS t WHERE t.instance = i.id)),
      (SELECT start_at FROM window)
    )
  ),
  i.enable_at, i.start_at, i.end_at
FROM instance AS i
UNION ALL
SELECT
  0,
  COALESCE((SELECT MIN(at) FROM tie_top), o.start_at),
  o.restored_at, o.restored_at, o.restored_at
FROM overrun AS o;

INSERT INTO span (instance, from_at, to_at, phase)
WITH
cut AS (
  SELECT instance, from_at AS at FROM extent
  UNION
  SELECT instance, enable_at FROM extent
  UNION
  SELECT instance, start_at FROM extent
  UNION
  SELECT instance, to_at FROM extent
  UNION
  SELECT i.id, i.not_before_at FROM instance AS i WHERE i.not_before_at IS NOT NULL
  UNION
  SELECT instance, from_at FROM idle
  UNION
  SELECT instance, to_at FROM idle
  UNION
  SELECT instance, from_at FROM blocker
  UNION
  SELECT instance, to_at FROM blocker
  UNION
  SELECT x.instance, c.from_at FROM extent AS x, any_cover AS c
  UNION
  SELECT x.instance, c.to_at FROM extent AS x, any_cover AS c
  UNION                         -- where a predecessor ended inside it
  SELECT e.instance, p.end_at FROM instance_edge AS e JOIN instance AS p ON p.id = e.predecessor
  UNION                         -- where each tied last step ended
  SELECT 0, t.at FROM tie_top AS t
  UNION
  SELECT x.instance, o.start_at FROM extent AS x, overrun AS o
  UNION
  SELECT x.instance, o.restored_at FROM extent AS x, overrun AS o
),
piece AS (
  SELECT
    c.instance, c.at AS from_at,
    LEAD(c.at) OVER (PARTITION BY c.instance ORDER BY c.at) AS to_at,
    x.enable_at, x.start_at
  FROM cut AS c
  JOIN extent AS x ON x.instance = c.instance
  WHERE c.at >= MIN(x.from_at, x.start_at) AND c.at <= x.to_at
)
SELECT
  p.instance, p.from_at, p.to_at,
  CASE
    WHEN p.instance = 0 THEN 'tail'
    WHEN p.from_at < p.start_at AND p.from_at < (SELECT i.not_before_at FROM instance AS i WHERE i.id = p.instance)
      THEN 'gate'
    WHEN p.from_at < p.enable_at AND p.from_at < p.start_at THEN 'early'
    WHEN p.from_at < p.start_at THEN 'wait'
    WHEN EXISTS (
      SELECT 1 FROM idle AS q
      WHERE q.instance = p.instance AND q.from_at <= p.from_at AND q.to_at >= p.to_at
    ) THEN 'stop'
    WHEN EXISTS (
      SELECT 1 FROM blocker AS b
      WHERE b.instance = p.instance AND b.phase = 'stop' AND b.from_at <= p.from_at AND b.to_at >= p.to_at
    ) THEN 'stop'
    ELSE 'work'
  END
FROM piece AS p
WHERE p.to_at > p.from_at;

-- What each step may use: within the band of its allowance, what a single attempt used. A step
-- still running when the records end recovers nothing.
INSERT INTO allowance (step, allow_us, worked_us, effective_us)
WITH
used AS (
  SELECT
    i.step, MAX(i.allow_us) AS allow_us, COUNT(DISTINCT i.id) AS attempts, MAX(i.planned) AS planned,
    MAX(i.observed) AS observed, MAX(i.outcome = 'open') AS is_open,
    COALESCE(SUM(CASE WHEN s.phase = 'work' THEN s.to_at - s.from_at END), 0) AS worked_us
  FROM instance AS i
  LEFT JOIN span AS s ON s.instance = i.id
  GROUP BY i.step
)
SELECT
  step, allow_us, worked_us,
  CASE
    WHEN planned = 1 AND observed = 1 AND attempts = 1
      AND ABS(worked_us - allow_us) <= MAX(
        (SELECT value FROM policy WHERE name = 'band_min_us'),
        allow_us * (SELECT value FROM policy WHERE name = 'band_permille') / 1000
      )
      THEN worked_us
    WHEN is_open AND (SELECT censored FROM overrun) = 1 THEN MIN(worked_us, allow_us)
    ELSE allow_us
  END
FROM used;

-- The lines around each moment.
CREATE TEMP TABLE IF NOT EXISTS around (instance INTEGER, from_at INTEGER, open_event INTEGER,
                                        close_event INTEGER, PRIMARY KEY (instance, from_at));
DELETE FROM around;
INSERT INTO around (instance, from_at, open_event, close_event)
SELECT
  s.instance, s.from_at,
  COALESCE(
    (SELECT a.event FROM activity AS a WHERE a.instance = s.instance AND a.at <= s.from_at
      ORDER BY a.at DESC, a.event DESC LIMIT 1),
    (SELECT p.end_event FROM tie AS t JOIN instance AS p ON p.id = t.predecessor
      WHERE t.instance = s.instance ORDER BY t.end_at DESC, p.id LIMIT 1),
    (SELECT i.end_event FROM tie_top AS t JOIN instance AS i ON i.id = t.instance
      WHERE s.instance = 0 ORDER BY t.at DESC, i.id LIMIT 1)
  ),
  (SELECT a.event FROM activity AS a WHERE a.instance = s.instance AND a.at >= s.to_at
    ORDER BY a.at, a.event LIMIT 1)
FROM span AS s;

INSERT INTO label (instance, from_at, to_at, phase, state, open_event, close_event)
WITH
work AS (
  SELECT
    s.instance, i.step, s.from_at, s.to_at,
    COALESCE(
      SUM(s.to_at - s.from_at) OVER (
        PARTITION BY i.step ORDER BY s.from_at, s.instance ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ),
      0
    ) AS used_us
  FROM span AS s
  JOIN instance AS i ON i.id = s.instance
  WHERE s.phase = 'work'
),
limited AS (
  SELECT
    w.*,
    MIN(w.to_at, MAX(w.from_at, w.from_at + a.effective_us - w.used_us)) AS planned_to_at
  FROM work AS w
  JOIN allowance AS a ON a.step = w.step
),
every AS (
  SELECT instance, from_at, planned_to_at AS to_at, 'work' AS phase, 'planned' AS state, from_at AS span_at
  FROM limited
  UNION ALL
  SELECT instance, planned_to_at, to_at, 'work', 'lost', from_at
  FROM limited
  UNION ALL
  SELECT instance, from_at, to_at, phase, CASE phase WHEN 'gate' THEN 'planned' ELSE 'lost' END, from_at
  FROM span
  WHERE phase <> 'work'
)
SELECT e.instance, e.from_at, e.to_at, e.phase, e.state, r.open_event, r.close_event
FROM every AS e
JOIN around AS r ON r.instance = e.instance AND r.from_at = e.span_at
WHERE e.to_at > e.from_at
ORDER BY e.instance, e.from_at;

-- The leaves: of the blockers with one trigger the highest rank.
INSERT OR IGNORE INTO label_leaf (label, leaf, cause, trigger, absolute, hold_from_at, hold_to_at, grade,
                                  open_event, close_event, third_event)
WITH
holding AS (
  SELECT
    l.id AS label, b.*,
    MAX(b.rank) OVER (PARTITION BY l.id, b.trigger) AS best
  FROM label AS l
  JOIN blocker AS b ON b.instance = l.instance AND b.from_at <= l.from_at AND b.to_at >= l.to_at
  WHERE l.state = 'lost'
    AND (
      (l.phase IN ('wait', 'early') AND b.phase IN ('stop', 'hold', 'wait'))
      OR (l.phase IN ('stop', 'tail') AND b.phase IN ('stop', 'hold'))
    )
)
SELECT
  h.label, h.leaf, h.cause, h.trigger, h.absolute,
  h.hold_from_at, h.hold_to_at,
  h.grade, h.open_event, h.close_event, h.third_event
FROM holding AS h
WHERE h.rank = h.best;

-- An absolute blocker holds no longer than it did: where the work went on before its recorded end,
-- it held until then.
WITH
held AS (
  SELECT
    l.instance, l.id AS label, f.leaf, f.trigger, l.from_at, l.to_at,
    LAG(l.to_at) OVER (PARTITION BY l.instance, f.trigger ORDER BY l.from_at, f.leaf) AS before_at
  FROM label_leaf AS f
  JOIN label AS l ON l.id = f.label
  WHERE f.absolute
),
run AS (
  SELECT
    h.*,
    SUM(h.before_at IS NULL OR h.before_at < h.from_at) OVER (
      PARTITION BY h.instance, h.trigger ORDER BY h.from_at, h.leaf ROWS UNBOUNDED PRECEDING
    ) AS run
  FROM held AS h
),
run_end AS (
  SELECT instance, trigger, run, MAX(to_at) AS at FROM run GROUP BY instance, trigger, run
)
UPDATE label_leaf
SET hold_to_at = MIN(
  hold_to_at,
  (
    SELECT e.at
    FROM run AS r
    JOIN run_end AS e ON e.instance = r.instance AND e.trigger = r.trigger AND e.run = r.run
    WHERE r.label = label_leaf.label AND r.leaf = label_leaf.leaf AND r.trigger = label_leaf.trigger
  )
)
WHERE absolute;

-- Work beyond the allowance.
INSERT INTO label_leaf (label, leaf, cause, trigger, absolute, grade, open_event, close_event, third_event)
WITH
beyond AS (
  SELECT
    l.id AS label, l.instance, l.from_at, l.to_at, l.open_event, l.close_event, i.attempt, i.planned, i.observed,
    i.step, i.trigger_cause, i.trigger_name, i.start_event, i.end_event, i.start_origin, i.end_origin,
    (
      SELECT b.id FROM blocker AS b
      WHERE b.instance = l.instance AND b.phase = 'work' AND b.from_at <= l.from_at AND b.to_at >= l.to_at
      ORDER BY b.leaf, b.id LIMIT 1
    ) AS shown,
    (
      SELECT p.end_event FROM instance AS p
      WHERE p.step = i.step AND p.attempt = i.attempt - 1
    ) AS failed_event
  FROM label AS l
  JOIN instance AS i ON i.id = l.instance
  WHERE l.state = 'lost' AND l.phase = 'work'
)
SELECT
  y.label,
  CASE
    WHEN y.observed = 0 THEN 'U.UNOBSERVED'
    WHEN y.attempt > 1 OR y.planned = 0 THEN CASE y.trigger_cause
      WHEN 'technical' THEN 'T.REWORK' WHEN 'procedure' THEN 'P.REWORK' WHEN 'staffing' THEN 'S.REWORK' ELSE 'U.REWORK'
    END
    WHEN b.id IS NOT NULL THEN b.leaf
    ELSE 'P.ESTIMATE'
  END,
  CASE
    WHEN y.observed = 0 THEN 'undetermined'
    WHEN y.attempt > 1 OR y.planned = 0 THEN y.trigger_cause
    WHEN b.id IS NOT NULL THEN b.cause
    ELSE 'procedure'
  END,
  CASE
    WHEN y.observed = 0 THEN 'no record of ' || y.step
    WHEN y.attempt > 1 OR y.planned = 0 THEN y.trigger_name
    WHEN b.id IS NOT NULL THEN b.trigger
    ELSE 'allowance of ' || y.step
  END,
  0,
  CASE
    WHEN y.observed = 0 THEN 'D'
    WHEN (y.attempt > 1 OR y.planned = 0) AND y.trigger_cause = 'undetermined' THEN 'D'
    WHEN y.attempt > 1 OR y.planned = 0
      THEN CASE WHEN y.start_origin = 'explicit' AND y.end_origin = 'explicit' THEN 'B' ELSE 'C' END
    WHEN b.id IS NOT NULL THEN b.grade
    ELSE 'C'
  END,
  COALESCE(b.open_event, y.start_event),
  COALESCE(b.close_event, y.end_event),
  y.failed_event
FROM beyond AS y
LEFT JOIN blocker AS b ON b.id = y.shown AND y.attempt = 1 AND y.planned = 1;

-- What nothing explains.
INSERT INTO label_leaf (label, leaf, cause, trigger, absolute, grade, open_event, close_event, third_event)
SELECT
  l.id,
  CASE
    WHEN EXISTS (SELECT 1 FROM any_cover AS c WHERE c.from_at <= l.from_at AND c.to_at >= l.to_at)
      THEN 'U.SILENCE' ELSE 'U.GAP'
  END,
  'undetermined',
  CASE
    WHEN EXISTS (SELECT 1 FROM any_cover AS c WHERE c.from_at <= l.from_at AND c.to_at >= l.to_at)
      THEN 'silence' ELSE 'no records'
  END,
  0, 'D', l.open_event, l.close_event, NULL
FROM label AS l
WHERE l.state = 'lost'
  AND l.id NOT IN (SELECT label FROM label_leaf);
