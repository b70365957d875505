-- Facts: the events that mean something, and the step each belongs to
--
-- Times are corrected by the feed's clock. Byte-identical lines of one feed count once. An actor
-- listed under two roles is evidence for neither. What an account that is not listed does (it logs on,
-- it types) counts only where a step or fault of the case file claims it; query `timeline` has it all.
-- A `step.*` event that names a step needs no matcher; of a step's own matchers the first list that
-- holds counts (method §1, §4).
-- Only what lies within `scope` (--since, --until) counts.
-- Fills fact and touch. One row of touch: ('S4', 2023-09-17 04:05, 1, 4711, 'begin', 'step.begin', …).
-- Reads of happening what index happening_told holds; needs the primary keys of step_match, fault_match.

DELETE FROM fact;
DELETE FROM touch;

WITH
actor_role AS (
  SELECT actor, MIN(role) AS role
  FROM role_actor
  GROUP BY actor
  HAVING COUNT(*) = 1
)
INSERT INTO fact (event, feed, kind, at, width_us, signal, host, step, role, actor, object, outcome,
                  reason, ident, recipient, after, sequence)
SELECT
  v.id, s.feed, d.kind, v.happened_at, k.width_us, v.signal, v.host, v.step,
  COALESCE(v.role, a.role), v.actor, v.object, v.outcome,
  v.reason, v.event_id, v.recipient, v.after, v.sequence
FROM happening_view AS v
JOIN entry AS e ON e.id = v.entry
JOIN source AS s ON s.id = e.source
JOIN feed AS d ON d.id = s.feed
JOIN clock AS k ON k.feed = s.feed AND v.written_at >= k.from_at AND v.written_at < k.to_at
LEFT JOIN actor_role AS a ON a.actor = v.actor
WHERE v.id IN (
    SELECT h.id
    FROM happening AS h
    WHERE (h.line_hash IS NOT NULL OR h.actor IS NOT NULL OR h.sequence IS NOT NULL)
      AND (
        h.signal IN (
          SELECT code FROM signal_word
          WHERE word NOT IN ('log', 'request', 'flow', 'auth.fail') AND word NOT LIKE 'operator.%'
        )
        OR h.role IS NOT NULL
        OR h.actor IN ( -- somebody who is listed: by the word's number or as a text
          SELECT +w.id FROM word AS w JOIN role_actor AS r ON r.actor = w.text -- +: numbers stay numbers
          UNION ALL
          SELECT +r.actor FROM role_actor AS r
        )
      )
    UNION ALL
    SELECT event FROM step_match
    UNION ALL
    SELECT event FROM fault_match
  )
  AND v.twin = 0
  AND v.written_at IS NOT NULL
  AND v.happened_at >= COALESCE((SELECT since_at FROM scope), v.happened_at)
  AND v.happened_at < COALESCE((SELECT until_at FROM scope), v.happened_at + 1)
  AND (
    v.signal NOT IN ('log', 'request', 'flow', 'auth.fail') AND v.signal NOT LIKE 'operator.%'
    OR v.signal LIKE 'operator.%' AND (v.role IS NOT NULL OR v.actor IN (SELECT actor FROM role_actor))
    OR a.role IS NOT NULL
    OR v.id IN (SELECT event FROM step_match)
    OR v.id IN (SELECT event FROM fault_match)
  );

INSERT INTO touch (step, at, rank, event, list, signal, feed, width_us, role, actor, reason, after)
SELECT
  f.step, f.at,
  CASE f.signal WHEN 'step.end' THEN 0 WHEN 'step.fail' THEN 0 WHEN 'step.begin' THEN 1 ELSE 2 END,
  f.event,
  CASE f.signal
    WHEN 'step.end' THEN 'done' WHEN 'step.fail' THEN 'fail' WHEN 'step.begin' THEN 'begin'
    ELSE 'activity'
  END,
  f.signal, f.feed, f.width_us, f.role, f.actor, f.reason, f.after
FROM fact AS f
WHERE f.signal IN ('step.begin', 'step.activity', 'step.end', 'step.fail')
  AND f.step IS NOT NULL;

INSERT INTO touch (step, at, rank, event, list, signal, feed, width_us, role, actor, reason, after)
SELECT
  m.step, f.at,
  CASE m.list WHEN 'done' THEN 0 WHEN 'fail' THEN 0 WHEN 'begin' THEN 1 ELSE 2 END,
  f.event, m.list, f.signal, f.feed, f.width_us, f.role, f.actor, f.reason, f.after
FROM step_match AS m
JOIN fact AS f ON f.event = m.event
WHERE NOT EXISTS (SELECT 1 FROM touch AS t WHERE t.step = m.step AND t.event = m.event AND t.at = f.at);
