-- Timeline: every event that means something, in corrected time
--
-- Twins (byte-identical lines of one feed) are left out. Actors and texts are as the logs have them:
-- `overrun query` shows tokens unless it is told to reveal.
SELECT
  f.at AS happened_at,
  d.name AS feed,
  f.signal,
  COALESCE(f.object, f.host) AS object,
  f.step,
  f.role,
  f.actor,
  f.outcome,
  v.message,
  s.path AS source,
  v.line
FROM fact AS f
JOIN feed AS d ON d.id = f.feed
JOIN happening_view AS v ON v.id = f.event
JOIN entry AS e ON e.id = v.entry
JOIN source AS s ON s.id = e.source
ORDER BY f.at, f.event;
