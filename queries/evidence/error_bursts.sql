-- Error bursts: minutes with far more severe lines than the feed's usual minute
--
-- Severity error or worse, as the lines themselves say; a minute counts when it holds at least ten
-- such lines and five times the feed's average. A list to look at, it decides nothing.
WITH
severe AS (
  SELECT s.feed, (h.written_at - k.offset_us) / 60000000 AS minute, COUNT(*) AS lines, MIN(h.id) AS first
  FROM happening AS h
  JOIN entry AS e ON e.id = h.entry
  JOIN source AS s ON s.id = e.source
  JOIN clock AS k ON k.feed = s.feed AND h.written_at >= k.from_at AND h.written_at < k.to_at
  WHERE h.severity <= 3 AND h.twin = 0
  GROUP BY s.feed, minute
),
usual AS (
  SELECT s.feed, SUM(s.lines) AS lines, MAX((SELECT COUNT(DISTINCT p.minute) FROM pulse AS p
    JOIN entry AS e ON e.id = p.entry JOIN source AS o ON o.id = e.source WHERE o.feed = s.feed)) AS minutes
  FROM severe AS s
  GROUP BY s.feed
)
SELECT d.name AS feed, s.minute * 60000000 AS minute_at, s.lines, v.message AS first_line
FROM severe AS s
JOIN usual AS u ON u.feed = s.feed
JOIN feed AS d ON d.id = s.feed
JOIN happening_view AS v ON v.id = s.first
WHERE s.lines >= 10
  AND s.lines * u.minutes >= 5 * u.lines
ORDER BY minute_at, feed;
