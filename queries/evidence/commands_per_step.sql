-- Operator lines per step and attempt
--
-- Lines that were tied to each attempt, by what they mean; the timeline has them one by one.
SELECT
  i.step,
  i.attempt,
  i.role,
  f.signal,
  COUNT(*) AS lines,
  MIN(a.at) AS first_at,
  MAX(a.at) AS last_at
FROM activity AS a
JOIN instance AS i ON i.id = a.instance
JOIN fact AS f ON f.event = a.event
GROUP BY i.id, f.signal
ORDER BY i.start_at, i.id, f.signal;
