-- As built: each step as it was carried out, attempt by attempt
--
-- A new attempt starts at an explicit begin, and at the first activity after the step's criterion
-- was met or failed or after a rollback. It ends at its criterion or explicit end; without one at
-- its last activity before the next attempt or before a successor's start. A second begin line
-- with no work since the first belongs to the same attempt (method §4).
-- Fills attempt_line, instance, activity, skipped. One row: (4, 'S4', 1, 1, 1, 'SEC', 1, 04:05, 08:44, 'explicit', …).
-- Reads touch by its primary key (a few hundred rows).

DELETE FROM attempt_line;
DELETE FROM instance;
DELETE FROM activity;
DELETE FROM skipped;

WITH
ordered AS (
  SELECT
    t.*,
    LAG(list) OVER by_step AS list_before,
    LAG(signal) OVER by_step AS signal_before,
    ROW_NUMBER() OVER by_step AS position
  FROM touch AS t
  WINDOW by_step AS (PARTITION BY step ORDER BY at, rank, event)
)
INSERT INTO attempt_line (step, position, attempt, at, event, list, feed, width_us, role, actor, reason, after)
SELECT
  step, position,
  SUM(
    CASE
      WHEN list_before IS NULL THEN 1
      WHEN list = 'begin' AND list_before <> 'begin' THEN 1
      WHEN list_before = 'fail' AND list <> 'fail' THEN 1
      WHEN list_before = 'done' AND list = 'activity' THEN 1
      WHEN signal_before = 'config.rollback' AND list = 'activity' AND signal <> 'config.rollback' THEN 1
      ELSE 0
    END
  ) OVER (PARTITION BY step ORDER BY position ROWS UNBOUNDED PRECEDING),
  at, event, list, feed, width_us, role, actor, reason, after
FROM ordered;

WITH
bound AS (
  SELECT
    step, attempt,
    MIN(at) AS first_at,
    MAX(at) AS last_at,
    MIN(CASE WHEN list = 'begin' THEN at END) AS begin_at,
    MIN(CASE WHEN list IN ('done', 'fail') THEN at END) AS criterion_at,
    MAX(list = 'fail') AS has_fail,
    MAX(CASE WHEN list = 'fail' THEN reason END) AS fail_reason,
    MAX(CASE WHEN list = 'begin' THEN reason END) AS own_reason,
    MAX(after) AS after,
    MAX(width_us) AS width_us
  FROM attempt_line
  GROUP BY step, attempt
),
successor_start AS (            -- first start of a successor after the attempt's own
  SELECT b.step, b.attempt, MIN(n.first_at) AS at
  FROM bound AS b
  JOIN step_after AS sa ON sa.predecessor = b.step
  JOIN bound AS n ON n.step = sa.step AND n.first_at > b.first_at
  GROUP BY b.step, b.attempt
),
ended AS (
  SELECT
    b.*,
    (SELECT MAX(c.attempt) FROM bound AS c WHERE c.step = b.step) AS attempts,
    CASE
      WHEN b.criterion_at IS NOT NULL THEN b.criterion_at
      ELSE COALESCE(
        (
          SELECT MAX(a.at) FROM attempt_line AS a
          WHERE a.step = b.step AND a.attempt = b.attempt
            AND a.at / 1000000 <= COALESCE( -- most stamps are whole seconds: the second counts
              (SELECT s.at FROM successor_start AS s WHERE s.step = b.step AND s.attempt = b.attempt),
              a.at
            ) / 1000000
        ),
        b.last_at
      )
    END AS end_at
  FROM bound AS b
),
line AS (
  SELECT
    e.step, e.attempt,
    (
      SELECT a.event FROM attempt_line AS a
      WHERE a.step = e.step AND a.attempt = e.attempt ORDER BY a.position LIMIT 1
    ) AS start_event,
    (
      SELECT a.feed FROM attempt_line AS a
      WHERE a.step = e.step AND a.attempt = e.attempt ORDER BY a.position LIMIT 1
    ) AS feed,
    (
      SELECT a.event FROM attempt_line AS a
      WHERE a.step = e.step AND a.attempt = e.attempt AND a.at = e.end_at
      ORDER BY a.list NOT IN ('done', 'fail'), a.position LIMIT 1
    ) AS end_event,
    (
      SELECT a.role FROM attempt_line AS a
      WHERE a.step = e.step AND a.attempt = e.attempt AND a.role IS NOT NULL
      ORDER BY a.position LIMIT 1
    ) AS role
  FROM ended AS e
)
INSERT INTO instance (id, step, attempt, planned, observed, role, restores, start_at, end_at,
                      start_origin, end_origin, outcome, reason, after, width_us, feed,
                      start_event, end_event, allow_us, quiet_us, not_before_at)
SELECT
  ROW_NUMBER() OVER (ORDER BY e.first_at, e.end_at, e.step, e.attempt),
  e.step, e.attempt,
  s.step IS NOT NULL,
  1,
  COALESCE(s.role, l.role),
  COALESCE(s.restores, 1),
  e.first_at,
  e.end_at,
  CASE WHEN e.begin_at = e.first_at THEN 'explicit' ELSE 'activity' END,
  CASE WHEN e.criterion_at IS NOT NULL THEN 'explicit' ELSE 'activity' END,
  CASE
    WHEN e.has_fail OR e.attempt < e.attempts THEN 'failed'
    WHEN e.criterion_at IS NOT NULL THEN 'done'
    ELSE 'open'
  END,
  CASE WHEN s.step IS NULL THEN COALESCE(e.own_reason, e.fail_reason) ELSE e.fail_reason END,
  e.after,
  e.width_us,
  l.feed,
  l.start_event,
  l.end_event,
  COALESCE(s.allow_us, 0),
  COALESCE(s.quiet_us, (SELECT value FROM policy WHERE name = 'idle_us')),
  s.not_before_at
FROM ended AS e
JOIN line AS l ON l.step = e.step AND l.attempt = e.attempt
LEFT JOIN step AS s ON s.step = e.step;

-- The lines of each instance: those between its start and its end.
INSERT INTO activity (instance, at, event, list)
SELECT i.id, a.at, a.event, a.list
FROM instance AS i
JOIN attempt_line AS a ON a.step = i.step AND a.attempt = i.attempt AND a.at <= i.end_at;

-- A plan step without a line could have run from the ends of those before it to the starts of those
-- after it; steps that have no line either are looked through.
CREATE TEMP TABLE IF NOT EXISTS missing (step TEXT PRIMARY KEY, from_at INTEGER, to_at INTEGER);
DELETE FROM missing;
INSERT INTO missing (step, from_at, to_at)
WITH RECURSIVE
no_line AS (
  SELECT step FROM step WHERE step NOT IN (SELECT step FROM instance)
),
before (step, other) AS (
  SELECT a.step, a.predecessor FROM step_after AS a WHERE a.step IN (SELECT step FROM no_line)
  UNION
  SELECT b.step, a.predecessor
  FROM before AS b
  JOIN step_after AS a ON a.step = b.other
  WHERE b.other IN (SELECT step FROM no_line)
),
behind (step, other) AS (
  SELECT a.predecessor, a.step FROM step_after AS a WHERE a.predecessor IN (SELECT step FROM no_line)
  UNION
  SELECT b.step, a.step
  FROM behind AS b
  JOIN step_after AS a ON a.predecessor = b.other
  WHERE b.other IN (SELECT step FROM no_line)
),
reach AS (
  SELECT
    n.step,
    COALESCE(
      (SELECT MAX(i.end_at) FROM before AS b JOIN instance AS i ON i.step = b.other WHERE b.step = n.step),
      (SELECT start_at FROM window)
    ) AS from_at,
    COALESCE(
      (SELECT MIN(i.start_at) FROM behind AS b JOIN instance AS i ON i.step = b.other WHERE b.step = n.step),
      (SELECT restored_at FROM overrun)
    ) AS to_at
  FROM no_line AS n
)
SELECT step, from_at, MAX(from_at, to_at) FROM reach;

-- Skipped: all its sources were alive then. They are those that its matchers name by source, kind or
-- host; else those whose lines name steps; else those that carried lines of any step.
INSERT INTO skipped (step)
WITH
named AS (
  SELECT m.step, d.id AS feed
  FROM step_matcher AS m
  JOIN feed AS d
    ON COALESCE(d.name = m.source, 1) AND COALESCE(d.kind = m.kind, 1) AND COALESCE(d.host = m.host, m.host IS NULL)
  WHERE COALESCE(m.source, m.kind, m.host) IS NOT NULL
),
telling AS (
  SELECT feed FROM touch WHERE signal LIKE 'step.%'
  UNION
  SELECT feed FROM touch WHERE NOT EXISTS (SELECT 1 FROM touch AS t WHERE t.signal LIKE 'step.%')
),
own AS (
  SELECT step, feed FROM named
  UNION
  SELECT m.step, t.feed FROM missing AS m JOIN telling AS t WHERE m.step NOT IN (SELECT step FROM named)
)
SELECT m.step
FROM missing AS m
WHERE m.to_at <= m.from_at
  OR (
    EXISTS (SELECT 1 FROM own AS w WHERE w.step = m.step)
    AND NOT EXISTS (
      SELECT 1 FROM own AS w
      WHERE w.step = m.step
        AND NOT EXISTS (
          SELECT 1 FROM coverage AS c
          WHERE c.feed = w.feed AND c.from_at <= m.from_at AND c.to_at >= m.to_at
        )
    )
  );

-- Unobserved: from its predecessors' end to its successor's start. Of several in a row, between which
-- nothing tells the bounds, each but the last takes what it was allowed.
INSERT INTO instance (id, step, attempt, planned, observed, role, restores, start_at, end_at,
                      start_origin, end_origin, outcome, width_us, allow_us, quiet_us, not_before_at)
WITH RECURSIVE
unseen AS (
  SELECT m.step, m.from_at, m.to_at, s.allow_us
  FROM missing AS m
  JOIN step AS s ON s.step = m.step
  WHERE m.step NOT IN (SELECT step FROM skipped)
    AND EXISTS (SELECT 1 FROM instance)
),
next (step, other) AS (         -- who follows whom, skipped steps left out
  SELECT a.predecessor, a.step FROM step_after AS a WHERE a.predecessor IN (SELECT step FROM unseen)
  UNION
  SELECT n.step, a.step
  FROM next AS n
  JOIN step_after AS a ON a.predecessor = n.other
  WHERE n.other IN (SELECT step FROM skipped)
),
begins (step, at) AS (          -- not before; the latest counts
  SELECT step, from_at FROM unseen
  UNION
  SELECT n.other, b.at + u.allow_us
  FROM begins AS b
  JOIN unseen AS u ON u.step = b.step
  JOIN next AS n ON n.step = b.step
  WHERE n.other IN (SELECT step FROM unseen)
),
begun AS (
  SELECT u.step, u.to_at, MIN(u.to_at, MAX(b.at)) AS start_at
  FROM unseen AS u
  JOIN begins AS b ON b.step = u.step
  GROUP BY u.step
)
SELECT
  (SELECT COALESCE(MAX(id), 0) FROM instance) + ROW_NUMBER() OVER (ORDER BY s.position),
  s.step, 1, 1, 0, s.role, s.restores,
  b.start_at,
  MIN(b.to_at, COALESCE(
    (SELECT MIN(o.start_at) FROM next AS n JOIN begun AS o ON o.step = n.other WHERE n.step = s.step),
    b.to_at
  )),
  'inferred', 'inferred', 'done', 0, s.allow_us,
  COALESCE(s.quiet_us, (SELECT value FROM policy WHERE name = 'idle_us')),
  s.not_before_at
FROM begun AS b
JOIN step AS s ON s.step = b.step;
