-- Deviations: where the work left the plan
--
-- Skipped, unobserved, inserted, repeated, out of order; and records that contradict their own
-- sequence or each other (method §4, §5).
-- Fills deviation. One row: ('repeated', 'S6', 10:17, 'attempt 2 of S6', 1234).
-- Reads instance, instance_edge, approval, dispute (tens of rows: no index).

DELETE FROM deviation;

INSERT INTO deviation (kind, step, at, text, event)
SELECT 'skipped', step, NULL, 'no line of ' || step || ' although its sources were alive', NULL
FROM skipped
UNION ALL
SELECT 'unobserved', step, start_at, 'no source covers ' || step, NULL
FROM instance
WHERE observed = 0
UNION ALL
SELECT 'inserted', step, start_at, step || ' is not in the plan' || COALESCE(', after ' || after, ''), start_event
FROM instance
WHERE planned = 0 AND attempt = 1
UNION ALL
SELECT 'repeated', step, start_at, 'attempt ' || attempt || ' of ' || step, start_event
FROM instance
WHERE attempt > 1
UNION ALL
SELECT DISTINCT 'out of order', q.step, q.start_at, q.step || ' began before ' || p.step || ' had run', q.start_event
FROM instance_edge AS e
JOIN instance AS p ON p.id = e.instance
JOIN instance AS q ON q.id = e.predecessor
WHERE e.kind = 'retained'
UNION ALL
SELECT 'integrity', COALESCE(step, ''), given_at,
  'the stamp of ' || kind || ' #' || id || ' contradicts the sequence of its record', given_event
FROM approval
WHERE conflict
UNION ALL
SELECT
  'integrity',
  COALESCE(
    (SELECT step FROM instance WHERE d.what IN ('begin', 'end', 'hand-off') AND id = d.number),
    (SELECT step FROM approval WHERE d.what = 'grant' AND id = d.number),
    ''
  ),
  from_at, 'two records of one kind differ about ' || d.what || ': ' || d.subject, event
FROM dispute AS d
ORDER BY 3, 2, 1, 4;
