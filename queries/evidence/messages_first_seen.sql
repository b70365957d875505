-- Messages never seen before the window
--
-- By the vendor's message id, else by the template of the text: its words without numbers, quoted
-- texts and names. Only of sources that were alive before the window began; a list to look at, it
-- decides nothing. Reads happening once.
WITH
seen AS (
  SELECT
    s.feed,
    CASE WHEN typeof(h.code) = 'integer' THEN (SELECT text FROM word WHERE id = h.code) ELSE h.code END AS code,
    h.template,
    MIN(h.written_at - k.offset_us) AS at,
    COUNT(*) AS lines,
    SUM(h.severity <= 3) AS severe,
    MIN(h.id) AS id
  FROM happening AS h
  JOIN entry AS e ON e.id = h.entry
  JOIN source AS s ON s.id = e.source
  JOIN clock AS k ON k.feed = s.feed AND h.written_at >= k.from_at AND h.written_at < k.to_at
  WHERE (h.code IS NOT NULL OR h.template IS NOT NULL)
    AND h.twin = 0
  GROUP BY s.feed, h.code, h.template
),
alive AS (                      -- one that begins later has never seen anything
  SELECT s.feed, MIN(p.first_at - k.offset_us) AS at
  FROM pulse AS p
  JOIN entry AS e ON e.id = p.entry
  JOIN source AS s ON s.id = e.source
  JOIN clock AS k ON k.feed = s.feed AND p.first_at >= k.from_at AND p.first_at < k.to_at
  GROUP BY s.feed
)
SELECT d.name AS feed, n.code, n.at AS first_at, n.lines, COALESCE(n.severe, 0) AS severe, v.message AS example
FROM seen AS n
JOIN alive AS a ON a.feed = n.feed
JOIN feed AS d ON d.id = n.feed
JOIN happening_view AS v ON v.id = n.id
JOIN overrun AS o
WHERE COALESCE(n.code, '') NOT IN ('continuation', 'header')
  AND a.at < o.start_at
  AND n.at >= o.start_at
  AND n.at < o.restored_at
ORDER BY first_at, feed, n.code, example;
