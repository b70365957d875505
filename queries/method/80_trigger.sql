-- Triggers: the same lost time by what set it off
--
-- The headline answers what the work was waiting for; this table answers what set it off. A fault's
-- row holds all its phases and the rework it caused. They are never merged (method §9).
-- Fills trigger. One row: ('fault F1', 'fault', 12300 s, 4711).
-- Reads lost (tens of rows: no index).

DELETE FROM trigger;

WITH
rework_fault AS (               -- rework after a fault: the fault that the failed attempt met
  SELECT i.id AS instance, f.name
  FROM instance AS i
  JOIN instance_edge AS e ON e.instance = i.id AND e.kind IN ('retry', 'after')
  JOIN instance AS p ON p.id = e.predecessor
  JOIN fault AS f ON f.start_at < p.end_at AND f.clear_at > p.start_at
  WHERE i.trigger_cause = 'technical'
    AND EXISTS (
      SELECT 1 FROM step_resource AS r
      WHERE r.step = p.step
        AND (r.object = f.object OR substr(f.object, 1, length(r.object) + 1) = r.object || ':')
    )
  GROUP BY i.id
  HAVING f.start_at = MAX(f.start_at)
),
origin AS (
  SELECT
    l.path,
    (l.to_at - l.from_at) * 12 / l.causes * 840 / l.leaves AS part,
    CASE
      WHEN l.leaf = 'T.REWORK' AND r.name IS NOT NULL THEN 'fault ' || r.name
      ELSE l.trigger
    END AS name,
    CASE
      WHEN l.leaf LIKE 'T.REWORK' THEN 'fault'
      WHEN l.trigger LIKE 'fault %' THEN 'fault'
      WHEN l.trigger LIKE 'omission %' THEN 'omission'
      WHEN l.leaf = 'S.ABSENT' THEN 'cover'
      WHEN l.leaf IN ('P.APPROVAL', 'P.DECISION') THEN 'approval'
      WHEN l.leaf = 'S.CONTENTION' THEN 'contention'
      WHEN l.leaf = 'P.HANDOFF' THEN 'hand-off'
      WHEN l.leaf = 'P.ESTIMATE' THEN 'estimate'
      WHEN l.cause = 'undetermined' THEN 'not recorded'
      ELSE 'other'
    END AS kind,
    (SELECT COALESCE(f.third_event, f.open_event) FROM label_leaf AS f
      WHERE f.label = l.label AND f.leaf = l.leaf AND f.trigger = l.trigger) AS event
  FROM lost AS l
  LEFT JOIN rework_fault AS r ON r.instance = l.instance
)
INSERT INTO trigger (name, kind, lost_us, event)
SELECT
  o.name, MIN(o.kind),
  CAST(ROUND(SUM(1.0 * o.part * w.weight) / (12.0 * 840.0 * (SELECT SUM(weight) FROM path_weight))) AS INTEGER),
  MIN(o.event)
FROM origin AS o
JOIN path_weight AS w ON w.path = o.path
GROUP BY o.name
ORDER BY 3 DESC, o.name;

INSERT INTO trigger (name, kind, lost_us, event)
SELECT 'plan longer than the window', 'plan',
  CAST(ROUND(SUM(1.0 * MAX(-reserve_us, 0) * weight) / SUM(weight)) AS INTEGER), NULL
FROM ledger
HAVING MAX(-reserve_us) > 0;
