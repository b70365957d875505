-- Coverage: when each feed was alive
--
-- The union of the spans between lines no further apart than the feed's heartbeat. Without a stated
-- one: five times the median gap, at least a minute; for a human record, from its first line to
-- its last. It is cut where the device says that it lost or stopped logging (`log.gap`: since the
-- minute before), where a record's own sequence numbers have a hole, and where a file is missing or
-- unreadable between two of its rotated ones (`x.3`, `x.1`). Minutes that do not lie
-- wholly within `scope` (--since, --until) do not count. What lies outside proves nothing: there
-- silence is a gap in the records (method §5).
-- Fills coverage. One row: (2, 2023-09-17 00:30, 2023-09-17 12:41).
-- Reads pulse (one row per entry and minute with lines), and of happening what
-- index happening_sequence holds.

DELETE FROM coverage;

WITH
beat AS (
  SELECT s.feed AS feed, p.entry, p.first_at - k.offset_us AS from_at, p.last_at - k.offset_us AS to_at, p.lines AS lines
  FROM pulse AS p
  JOIN entry AS e ON e.id = p.entry
  JOIN source AS s ON s.id = e.source
  JOIN clock AS k ON k.feed = s.feed AND p.first_at >= k.from_at AND p.first_at < k.to_at
  WHERE p.first_at - k.offset_us >= COALESCE((SELECT since_at FROM scope), p.first_at - k.offset_us)
    AND p.last_at - k.offset_us < COALESCE((SELECT until_at FROM scope), p.last_at - k.offset_us + 1)
),
step_by_step AS (
  SELECT
    feed, from_at, to_at, lines,
    MAX(to_at) OVER (
      PARTITION BY feed ORDER BY from_at, to_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS seen_at
  FROM beat
),
gap AS (
  SELECT feed, MAX(from_at - seen_at, 0) AS gap_us, 1 AS weight
  FROM step_by_step
  WHERE seen_at IS NOT NULL
  UNION ALL
  SELECT feed, (to_at - from_at) / (lines - 1), lines - 1
  FROM step_by_step
  WHERE lines > 1
),
gap_order AS (
  SELECT
    feed, gap_us,
    SUM(weight) OVER (PARTITION BY feed ORDER BY gap_us, weight ROWS UNBOUNDED PRECEDING) AS up_to,
    SUM(weight) OVER (PARTITION BY feed) AS total
  FROM gap
),
median AS (
  SELECT feed, MIN(gap_us) AS gap_us
  FROM gap_order
  WHERE 2 * up_to >= total
  GROUP BY feed
),
human AS (
  SELECT DISTINCT s.feed AS feed
  FROM entry AS e
  JOIN source AS s ON s.id = e.source
  WHERE e.format = 'events'
),
tolerance AS (
  SELECT
    d.id AS feed,
    CASE
      WHEN d.heartbeat_us IS NOT NULL THEN d.heartbeat_us
      WHEN d.id IN (SELECT feed FROM human) THEN 9223372036854775807
      ELSE MAX(
        COALESCE(m.gap_us, 0) * (SELECT value FROM policy WHERE name = 'cover_factor'),
        (SELECT value FROM policy WHERE name = 'cover_min_us')
      )
    END AS tolerance_us
  FROM feed AS d
  LEFT JOIN median AS m ON m.feed = d.id
),
island AS (
  SELECT
    g.feed, g.from_at, g.to_at,
    SUM(CASE WHEN g.seen_at IS NULL OR g.from_at - g.seen_at > t.tolerance_us THEN 1 ELSE 0 END)
      OVER (PARTITION BY g.feed ORDER BY g.from_at, g.to_at ROWS UNBOUNDED PRECEDING) AS island
  FROM step_by_step AS g
  JOIN tolerance AS t ON t.feed = g.feed
),
alive AS (
  SELECT feed, MIN(from_at) AS from_at, MAX(to_at) AS to_at
  FROM island
  GROUP BY feed, island
),
numbered AS (
  SELECT
    s.feed, h.sequence, h.written_at - k.offset_us AS at,
    LAG(h.sequence) OVER (PARTITION BY s.feed ORDER BY h.sequence, h.id) AS before,
    LAG(h.written_at - k.offset_us) OVER (PARTITION BY s.feed ORDER BY h.sequence, h.id) AS before_at
  FROM happening AS h
  JOIN entry AS e ON e.id = h.entry
  JOIN source AS s ON s.id = e.source
  JOIN clock AS k ON k.feed = s.feed AND h.written_at >= k.from_at AND h.written_at < k.to_at
  WHERE h.sequence IS NOT NULL
    AND h.twin = 0
),
suffixed AS (                   -- what packed it is no part of its name
  SELECT
    e.id, s.feed, COALESCE(e.same_as, e.id) AS content, e.chain,
    substr(e.chain, length(rtrim(e.chain, replace(e.chain, '.', ''))) + 1) AS suffix
  FROM entry AS e
  JOIN source AS s ON s.id = e.source
  WHERE e.state <> 'unreadable'
),
file AS (
  SELECT
    feed, content,
    CASE WHEN suffix IN ('gz', 'bz2', 'xz', 'zst', 'lz4') THEN substr(chain, 1, length(chain) - length(suffix) - 1)
      ELSE chain END AS name
  FROM suffixed
),
stemmed AS (
  SELECT feed, content, name, rtrim(name, '0123456789') AS stem FROM file
),
piece AS (                      -- the latest of rotated files has no number
  SELECT
    feed, content,
    CASE WHEN is_numbered THEN stem ELSE name || '.' END AS stem,
    CASE WHEN is_numbered THEN CAST(substr(name, length(stem) + 1) AS INTEGER) ELSE 0 END AS number
  FROM (SELECT *, stem LIKE '%.' AND length(name) - length(stem) BETWEEN 1 AND 3 AS is_numbered FROM stemmed)
),
kept AS (
  SELECT p.feed, p.stem, p.number, MIN(b.from_at) AS from_at, MAX(b.to_at) AS to_at
  FROM piece AS p
  LEFT JOIN beat AS b ON b.entry = p.content
  GROUP BY p.feed, p.stem, p.number
),
rotated AS (
  SELECT
    feed, number, to_at,
    LEAD(number) OVER newer AS next_number,
    LEAD(from_at) OVER newer AS next_at
  FROM kept
  WINDOW newer AS (PARTITION BY feed, stem ORDER BY number DESC)
),
hole AS (
  SELECT feed, to_at AS from_at, next_at AS to_at
  FROM rotated
  WHERE number > next_number + 1 AND next_at > to_at
  UNION
  SELECT feed, before_at AS from_at, at AS to_at
  FROM numbered
  WHERE sequence > before + 1 AND at > before_at
  UNION
  SELECT f.feed, COALESCE(MAX(b.to_at), f.at), f.at
  FROM fact AS f
  LEFT JOIN beat AS b ON b.feed = f.feed AND b.to_at / 60000000 < f.at / 60000000
  WHERE f.signal = 'log.gap'
  GROUP BY f.event
),
resumed AS (                    -- where cover begins: an island's start, the end of a hole inside one
  SELECT a.feed, a.from_at, a.to_at FROM alive AS a
  UNION
  SELECT a.feed, h.to_at, a.to_at
  FROM alive AS a
  JOIN hole AS h ON h.feed = a.feed AND h.to_at > a.from_at AND h.to_at < a.to_at
)
INSERT INTO coverage (feed, from_at, to_at)
SELECT
  r.feed, r.from_at,
  MIN(r.to_at, COALESCE(
    (SELECT MIN(h.from_at) FROM hole AS h WHERE h.feed = r.feed AND h.to_at > r.from_at),
    r.to_at
  ))
FROM resumed AS r
WHERE NOT EXISTS (
  SELECT 1 FROM hole AS h
  WHERE h.feed = r.feed AND h.from_at <= r.from_at AND h.to_at > r.from_at
);
