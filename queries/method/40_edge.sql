-- Edges: what had to be done before each instance could begin
--
-- For each plan predecessor its latest instance that ended by the start (clock widths allowed); else
-- the one that ends latest inside this instance; else the order was changed: this instance
-- follows the predecessor's predecessors, and the predecessor's first later instance follows it. A
-- skipped step is replaced by its predecessors. A retry follows the attempt before it and the
-- unplanned instances between; an unplanned instance follows the one it names (method §4, §6).
-- Fills instance_edge, tie, tie_top and instance.enable_at. One row of instance_edge: (7, 4, 'plan').
-- Reads instance (tens of rows: no index).

DELETE FROM instance_edge;
DELETE FROM tie;
DELETE FROM tie_top;

WITH RECURSIVE
-- How each plan predecessor stands to each instance.
stand AS (
  SELECT
    i.id AS instance, i.start_at, i.end_at, s.step AS predecessor_step,
    (
      SELECT p.id FROM instance AS p
      WHERE p.step = s.step
        AND p.id <> i.id
        AND p.end_at <= i.start_at + CASE WHEN p.feed IS i.feed THEN 0 ELSE p.width_us + i.width_us END
        AND p.start_at < i.start_at
      ORDER BY p.end_at DESC, p.attempt DESC LIMIT 1
    ) AS before,
    (
      SELECT p.id FROM instance AS p
      WHERE p.step = s.step AND p.id <> i.id AND p.end_at > i.start_at AND p.end_at <= i.end_at
      ORDER BY p.end_at DESC, p.attempt DESC LIMIT 1
    ) AS inside,
    (
      SELECT p.id FROM instance AS p
      WHERE p.step = s.step AND p.id <> i.id AND p.start_at >= i.start_at
      ORDER BY p.start_at, p.attempt LIMIT 1
    ) AS later
  FROM instance AS i
  JOIN step AS s
),
-- Whom each instance asks: its plan predecessors, and through those not yet run or skipped, theirs.
asks (instance, predecessor_step, depth) AS (
  SELECT i.id, a.predecessor, 1
  FROM instance AS i
  JOIN step_after AS a ON a.step = i.step
  UNION
  SELECT q.instance, a.predecessor, q.depth + 1
  FROM asks AS q
  JOIN stand AS t ON t.instance = q.instance AND t.predecessor_step = q.predecessor_step
  JOIN step_after AS a ON a.step = q.predecessor_step
  WHERE t.before IS NULL AND t.inside IS NULL
    AND q.depth < 1000
)
INSERT OR IGNORE INTO instance_edge (instance, predecessor, kind)
SELECT q.instance, COALESCE(t.before, t.inside), CASE WHEN t.before IS NULL THEN 'inside' ELSE 'plan' END
FROM asks AS q
JOIN stand AS t ON t.instance = q.instance AND t.predecessor_step = q.predecessor_step
WHERE COALESCE(t.before, t.inside) IS NOT NULL
UNION ALL
SELECT t.later, q.instance, 'retained'
FROM asks AS q
JOIN stand AS t ON t.instance = q.instance AND t.predecessor_step = q.predecessor_step
JOIN instance AS i ON i.id = q.instance
JOIN instance AS n ON n.id = t.later
WHERE t.before IS NULL AND t.inside IS NULL
  AND n.start_at >= i.end_at;

-- A retry follows the attempt before it.
INSERT OR IGNORE INTO instance_edge (instance, predecessor, kind)
SELECT i.id, p.id, 'retry'
FROM instance AS i
JOIN instance AS p ON p.step = i.step AND p.attempt = i.attempt - 1;

-- An unplanned instance follows the latest instance of the step it names, else whatever ended last.
INSERT OR IGNORE INTO instance_edge (instance, predecessor, kind)
SELECT
  i.id,
  COALESCE(
    (
      SELECT p.id FROM instance AS p
      WHERE p.step = i.after AND p.id <> i.id
        AND p.end_at <= i.start_at + CASE WHEN p.feed IS i.feed THEN 0 ELSE p.width_us + i.width_us END
        AND p.start_at < i.start_at
      ORDER BY p.end_at DESC, p.attempt DESC LIMIT 1
    ),
    (
      SELECT p.id FROM instance AS p
      WHERE p.step = i.after AND p.id <> i.id AND p.end_at > i.start_at AND p.end_at <= i.end_at
      ORDER BY p.end_at DESC LIMIT 1
    ),
    (
      SELECT p.id FROM instance AS p
      WHERE p.id <> i.id AND p.end_at <= i.start_at
      ORDER BY p.end_at DESC, p.id DESC LIMIT 1
    )
  ) AS predecessor,
  'after'
FROM instance AS i
WHERE i.planned = 0
  AND i.attempt = 1
  AND predecessor IS NOT NULL;

-- Unplanned instances hold what came after them: the retry of the step they were for, and each
-- plan successor of that step that started after they ended. A retry of an unplanned instance, and an
-- unplanned one after it, were for the same step.
WITH RECURSIVE
unplanned (id, end_at, predecessor, for_step) AS (
  SELECT u.id, u.end_at, p.id, p.step
  FROM instance AS u
  JOIN instance_edge AS e ON e.instance = u.id AND e.kind IN ('after', 'retry')
  JOIN instance AS p ON p.id = e.predecessor
  WHERE u.planned = 0
  UNION
  SELECT u.id, u.end_at, p.id, p.step
  FROM unplanned AS u
  JOIN instance AS x ON x.id = u.predecessor AND x.planned = 0
  JOIN instance_edge AS e ON e.instance = x.id AND e.kind IN ('after', 'retry')
  JOIN instance AS p ON p.id = e.predecessor
)
INSERT OR IGNORE INTO instance_edge (instance, predecessor, kind)
SELECT i.id, u.id, 'unplanned'
FROM unplanned AS u
JOIN instance AS i ON i.id <> u.id AND i.start_at >= u.end_at
WHERE (
    i.step IN (SELECT step FROM step_after WHERE predecessor = u.for_step)
  )
  OR (
    i.attempt > 1
    AND EXISTS (
      SELECT 1 FROM instance AS b
      WHERE b.step = i.step AND b.attempt = i.attempt - 1 AND b.end_at <= u.end_at
    )
  );

UPDATE instance
SET enable_at = MIN(
  start_at,
  MAX(
    (SELECT start_at FROM window),
    COALESCE(not_before_at, (SELECT start_at FROM window)),
    COALESCE(
      (
        SELECT MAX(MIN(p.end_at, instance.start_at))
        FROM instance_edge AS e
        JOIN instance AS p ON p.id = e.predecessor
        WHERE e.instance = instance.id
      ),
      (SELECT start_at FROM window)
    )
  )
);

-- Ties: the predecessors that hold it, those within eps of the latest; not what these follow.
WITH RECURSIVE
width AS (
  SELECT MAX((SELECT value FROM policy WHERE name = 'eps_us'), COALESCE((SELECT MAX(width_us) FROM clock), 0)) AS eps
),
candidate AS (
  -- By unlike clocks a predecessor may seem to end after a short instance: it held it to its end.
  SELECT e.instance, e.predecessor, MIN(p.end_at, i.end_at) AS end_at
  FROM instance_edge AS e
  JOIN instance AS i ON i.id = e.instance
  JOIN instance AS p ON p.id = e.predecessor
),
near AS (
  SELECT c.*
  FROM candidate AS c
  WHERE c.end_at >= (SELECT MAX(d.end_at) FROM candidate AS d WHERE d.instance = c.instance) - (SELECT eps FROM width)
),
behind (instance, ancestor) AS (
  SELECT instance, predecessor FROM instance_edge
  UNION
  SELECT b.instance, e.predecessor
  FROM behind AS b
  JOIN instance_edge AS e ON e.instance = b.ancestor
)
INSERT INTO tie (instance, predecessor, end_at)
SELECT n.instance, n.predecessor, n.end_at
FROM near AS n
WHERE NOT EXISTS (
  SELECT 1
  FROM near AS m
  JOIN behind AS b ON b.instance = m.predecessor AND b.ancestor = n.predecessor
  WHERE m.instance = n.instance AND m.predecessor <> n.predecessor AND m.end_at >= n.end_at
);

WITH RECURSIVE
width AS (
  SELECT MAX((SELECT value FROM policy WHERE name = 'eps_us'), COALESCE((SELECT MAX(width_us) FROM clock), 0)) AS eps
),
last AS (
  SELECT i.id, i.end_at
  FROM instance AS i, overrun AS o
  WHERE i.restores = 1
    AND i.start_at < o.restored_at
    AND i.end_at < o.restored_at + 60000000 + i.width_us
    AND i.end_at > o.start_at
),
near AS (
  SELECT id, end_at FROM last WHERE end_at >= (SELECT MAX(end_at) FROM last) - (SELECT eps FROM width)
),
behind (instance, ancestor) AS (
  SELECT instance, predecessor FROM instance_edge
  UNION
  SELECT b.instance, e.predecessor
  FROM behind AS b
  JOIN instance_edge AS e ON e.instance = b.ancestor
)
INSERT INTO tie_top (instance, at)
SELECT n.id, MIN(n.end_at, (SELECT restored_at FROM overrun))
FROM near AS n
WHERE NOT EXISTS (
  SELECT 1
  FROM near AS m
  JOIN behind AS b ON b.instance = m.id AND b.ancestor = n.id
  WHERE m.id <> n.id AND m.end_at >= n.end_at
);

-- What set off rework: the reason recorded with the failure it repairs.
UPDATE instance
SET
  trigger_cause = CASE
    COALESCE(
      CASE WHEN planned = 0 THEN reason END,
      (
        SELECT b.reason FROM instance AS b
        WHERE instance.attempt > 1 AND b.step = instance.step AND b.attempt = instance.attempt - 1
      ),
      (
        SELECT p.reason FROM instance_edge AS e JOIN instance AS p ON p.id = e.predecessor
        WHERE instance.planned = 0 AND e.instance = instance.id AND e.kind = 'after'
      )
    )
    WHEN 'fault' THEN 'technical'
    WHEN 'operator_error' THEN 'procedure'
    WHEN 'wrong_order' THEN 'procedure'
    WHEN 'omission' THEN 'procedure'
    WHEN 'wrong_crew' THEN 'staffing'
    ELSE 'undetermined'
  END,
  trigger_name = COALESCE(
    CASE WHEN planned = 0 THEN reason END,
    (
      SELECT b.reason FROM instance AS b
      WHERE instance.attempt > 1 AND b.step = instance.step AND b.attempt = instance.attempt - 1
    ),
    (
      SELECT p.reason FROM instance_edge AS e JOIN instance AS p ON p.id = e.predecessor
      WHERE instance.planned = 0 AND e.instance = instance.id AND e.kind = 'after'
    ),
    'not recorded'
  ) || ' at ' || CASE
    WHEN attempt > 1 THEN step || '/' || (attempt - 1)
    ELSE COALESCE(
      (
        SELECT p.step || '/' || p.attempt FROM instance_edge AS e JOIN instance AS p ON p.id = e.predecessor
        WHERE e.instance = instance.id AND e.kind = 'after'
      ),
      step || '/' || attempt
    )
  END
WHERE attempt > 1 OR planned = 0;
