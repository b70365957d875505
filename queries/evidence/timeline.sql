-- Timeline: every event that means something, in corrected time
--
-- With what accounts did that the case file does not list, which the method leaves aside. Twins
-- (byte-identical lines of one feed) are left out. Actors and texts are as the logs have them:
-- `overrun query` shows tokens unless it is told to reveal.
WITH
shown AS (
  SELECT f.event, f.at, f.feed, f.signal, COALESCE(f.object, f.host) AS object, f.step, f.role, f.actor, f.outcome
  FROM fact AS f
  UNION ALL
  SELECT v.id, v.happened_at, s.feed, v.signal, COALESCE(v.object, v.host), v.step, v.role, v.actor, v.outcome
  FROM happening_view AS v
  JOIN entry AS e ON e.id = v.entry
  JOIN source AS s ON s.id = e.source
  WHERE v.id IN (
      SELECT h.id
      FROM happening AS h
      WHERE h.twin = 0
        AND h.written_at IS NOT NULL
        AND h.line_hash IS NOT NULL
        AND h.signal IN (SELECT code FROM signal_word WHERE word LIKE 'operator.%')
    )
    AND v.id NOT IN (SELECT event FROM fact)
    AND v.happened_at >= COALESCE((SELECT since_at FROM scope), v.happened_at)
    AND v.happened_at < COALESCE((SELECT until_at FROM scope), v.happened_at + 1)
)
SELECT
  f.at AS happened_at,
  d.name AS feed,
  f.signal,
  f.object,
  f.step,
  f.role,
  f.actor,
  f.outcome,
  v.message,
  s.path AS source,
  v.line
FROM shown AS f
JOIN feed AS d ON d.id = f.feed
JOIN happening_view AS v ON v.id = f.event
JOIN entry AS e ON e.id = v.entry
JOIN source AS s ON s.id = e.source
ORDER BY f.at, f.event;
