-- Clock findings: wrong zones, clocks that were set, that drift, and pairs that do not agree
--
-- An offset of at least half an hour that is within two minutes of a multiple of 15 minutes is first
-- taken for a wrong time zone: the correction is the same. A drift is a line through the votes of
-- each ten minutes that all lie within `clock_jump_us` of it; else neighbouring stretches that differ
-- are a clock that was set. A stated clock stands even where its own pairs contradict it (method §2).
-- Fills warning. One row: ('method', 'clock of fw-gw-01: set forward by 300 s at 03:12 UTC …').
-- Reads clock and clock_part (a few rows: no index).

DELETE FROM warning WHERE origin = 'method' AND text LIKE 'clock of %';

WITH
bound AS (
  SELECT value AS jump_us, (SELECT value FROM policy WHERE name = 'clock_pairs') AS pairs
  FROM policy
  WHERE name = 'clock_jump_us'
),
stretch AS (
  SELECT
    d.name, k.feed, k.from_at, k.offset_us, k.pairs, k.agreement, k.origin,
    LAG(k.offset_us) OVER (PARTITION BY k.feed ORDER BY k.from_at) AS offset_before_us,
    ABS(k.offset_us + SIGN(k.offset_us) * 450000000) / 900000000 * 900000000 AS quarter_us
  FROM clock AS k
  JOIN feed AS d ON d.id = k.feed
),
part AS (
  SELECT
    p.feed, (p.first_at + p.last_at) / 2000000 AS at_s, (p.least_us + p.greatest_us) / 2 AS offset_us
  FROM clock_part AS p, bound AS b
  WHERE 2 * p.votes > p.pairs
    AND 4 * p.votes >= b.pairs
),
centre AS (
  SELECT feed, AVG(at_s) AS at_s, AVG(offset_us) AS offset_us, MAX(at_s) - MIN(at_s) AS span_s
  FROM part
  GROUP BY feed
  HAVING COUNT(*) >= 5
),
slope AS (                      -- microseconds a second: parts per million
  SELECT
    p.feed,
    SUM((p.at_s - c.at_s) * (p.offset_us - c.offset_us)) / SUM((p.at_s - c.at_s) * (p.at_s - c.at_s)) AS ppm
  FROM part AS p
  JOIN centre AS c ON c.feed = p.feed
  GROUP BY p.feed
  HAVING MAX(p.at_s) > MIN(p.at_s)
),
drift AS (
  SELECT l.feed, l.ppm, l.ppm * c.span_s / 1000000 AS total_s
  FROM slope AS l
  JOIN centre AS c ON c.feed = l.feed
  JOIN part AS p ON p.feed = l.feed
  JOIN bound AS b
  WHERE l.feed IN (SELECT feed FROM clock WHERE origin = 'pairs')
  GROUP BY l.feed
  HAVING MAX(ABS(p.offset_us - c.offset_us - l.ppm * (p.at_s - c.at_s))) <= MAX(b.jump_us)
    AND ABS(l.ppm * c.span_s) > MAX(b.jump_us) / 2
),
finding (feed, at, text) AS (
  SELECT
    feed, from_at,
    printf('is %s by %d h %02d min: taken for a wrong time zone here or at the reference (state `timezone`)',
      CASE WHEN offset_us > 0 THEN 'ahead' ELSE 'behind' END,
      quarter_us / 3600000000, quarter_us / 60000000 % 60)
  FROM stretch
  WHERE origin = 'pairs'
    AND quarter_us >= 1800000000
    AND ABS(ABS(offset_us) - quarter_us) <= 120000000
  UNION ALL
  SELECT feed, 0, printf('drifts by %.0f ppm, %.1f s between its first and last pairs', ppm, total_s)
  FROM drift
  UNION ALL
  SELECT
    s.feed, s.from_at,
    printf('set %s by %.1f s at %s UTC by its old time; corrected before and after',
      CASE WHEN s.offset_us > s.offset_before_us THEN 'forward' ELSE 'back' END,
      ABS(s.offset_us - s.offset_before_us) / 1000000.0,
      strftime('%H:%M:%S', (s.from_at - MAX(0, s.offset_us - s.offset_before_us)) / 1000000, 'unixepoch'))
  FROM stretch AS s, bound AS b
  WHERE ABS(s.offset_us - s.offset_before_us) > b.jump_us
    AND s.feed NOT IN (SELECT feed FROM drift)
  UNION ALL
  SELECT
    feed, from_at,
    printf(CASE origin
      WHEN 'stated' THEN 'only %d %% of its %d pairs allow the offset that the case file states, %+.1f s'
      ELSE 'only %d %% of its %d pairs agree on its offset, %+.1f s'
    END, agreement / 10, stretch.pairs, offset_us / 1000000.0)
  FROM stretch, bound
  WHERE agreement < 800
    AND stretch.pairs >= bound.pairs
  UNION ALL
  SELECT p.feed, 0, printf('no offset on which most of its %d pairs agree: uncalibrated', SUM(p.pairs))
  FROM clock_part AS p
  JOIN clock AS k ON k.feed = p.feed AND k.origin = 'uncalibrated'
  GROUP BY p.feed
)
INSERT INTO warning (origin, text)
SELECT 'method', 'clock of ' || d.name || ': ' || f.text
FROM finding AS f
JOIN feed AS d ON d.id = f.feed
ORDER BY d.name, f.at, f.text;
