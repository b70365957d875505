-- Other nights: what was more or less frequent than in the same hours of other days
--
-- Only where logs of other days were supplied: per feed and message id (or signal), lines between
-- window start and restoration against the mean of the same hours on the other days.
WITH
stamped AS (
  SELECT
    s.feed,
    COALESCE(
      CASE WHEN typeof(h.code) = 'integer' THEN (SELECT text FROM word WHERE id = h.code) ELSE h.code END,
      w.word
    ) AS what,
    h.written_at - k.offset_us AS at
  FROM happening AS h
  JOIN signal_word AS w ON w.code = h.signal
  JOIN entry AS e ON e.id = h.entry
  JOIN source AS s ON s.id = e.source
  JOIN clock AS k ON k.feed = s.feed AND h.written_at >= k.from_at AND h.written_at < k.to_at
  WHERE h.twin = 0
),
shifted AS (                    -- days away from the night of the window
  SELECT
    t.feed, t.what,
    (t.at - o.start_at) / 86400000000 - (t.at < o.start_at) AS day
  FROM stamped AS t
  JOIN overrun AS o
  WHERE (t.at - o.start_at - ((t.at - o.start_at) / 86400000000 - (t.at < o.start_at)) * 86400000000)
    < o.restored_at - o.start_at
),
days AS (
  SELECT feed, COUNT(DISTINCT day) AS days FROM shifted WHERE day <> 0 GROUP BY feed
),
counted AS (
  SELECT
    feed, what,
    SUM(day = 0) AS that_night,
    SUM(day <> 0) AS other_days
  FROM shifted
  GROUP BY feed, what
)
SELECT
  d.name AS feed,
  c.what,
  c.that_night,
  c.other_days / n.days AS usually,
  c.that_night - c.other_days / n.days AS difference
FROM counted AS c
JOIN days AS n ON n.feed = c.feed AND n.days > 0
JOIN feed AS d ON d.id = c.feed
WHERE c.that_night <> c.other_days / n.days
ORDER BY ABS(c.that_night - c.other_days / n.days) DESC, d.name, c.what
LIMIT 50;
