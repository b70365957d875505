-- Message ids first seen inside the window
--
-- By the vendor's message id (`code`); a list to look at, it decides nothing.
WITH
seen AS (
  SELECT
    s.feed,
    CASE WHEN typeof(h.code) = 'integer' THEN (SELECT text FROM word WHERE id = h.code) ELSE h.code END AS code,
    h.written_at - k.offset_us AS at,
    h.id
  FROM happening AS h
  JOIN entry AS e ON e.id = h.entry
  JOIN source AS s ON s.id = e.source
  JOIN clock AS k ON k.feed = s.feed AND h.written_at >= k.from_at AND h.written_at < k.to_at
  WHERE h.code IS NOT NULL
)
SELECT d.name AS feed, n.code, MIN(n.at) AS first_at, COUNT(*) AS lines, v.message AS example
FROM seen AS n
JOIN feed AS d ON d.id = n.feed
JOIN happening_view AS v ON v.id = n.id
JOIN overrun AS o
WHERE n.code NOT IN ('continuation', 'header')
GROUP BY n.feed, n.code
HAVING MIN(n.at) >= o.start_at AND MIN(n.at) < o.restored_at
ORDER BY first_at, feed, n.code;
