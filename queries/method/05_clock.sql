-- Clocks: how far each feed's clock is off
--
-- The reference is the gateway that saw most requests, after its own stated clock. A stated clock
-- is taken at its word. Where a firewall and the reference saw the same connection (client address
-- and port, once in the gateway's log), fw_start <= accept and end <= fw_end bound the offset:
-- the one that most pairs allow wins, per ten minutes; where those agree, one for the night. A feed
-- with under 20 pairs and no stated clock is uncalibrated (method §2). An offset near a multiple of
-- 15 minutes and at least 30 minutes large is a wrong time zone: the same correction, another name.
-- Fills clock. One row: (3, …, …, -64000000, 400000, 1840, 998, 'pairs').
-- Reads request and flow once each, sampled by client port to some 20,000 connections.

DELETE FROM clock;

CREATE TEMP TABLE IF NOT EXISTS reference (feed INTEGER, stated_us INTEGER);
DELETE FROM reference;
INSERT INTO reference (feed, stated_us)
SELECT d.id, COALESCE(d.clock_us, 0)
FROM feed AS d
JOIN (
  SELECT s.feed AS feed, SUM(m.success + m.failure + m.neither) AS requests
  FROM request_minute AS m
  JOIN entry AS e ON e.id = m.entry
  JOIN source AS s ON s.id = e.source
  GROUP BY s.feed
) AS r ON r.feed = d.id
WHERE d.kind = 'gateway'
ORDER BY r.requests DESC, d.name
LIMIT 1;

-- Each connection that both saw bounds the offset: least_us <= gateway - firewall <= greatest_us.
CREATE TEMP TABLE IF NOT EXISTS pair (feed INTEGER, bin INTEGER, least_us INTEGER, greatest_us INTEGER);
DELETE FROM pair;
INSERT INTO pair (feed, bin, least_us, greatest_us)
WITH
sample AS (
  SELECT (SELECT COUNT(*) FROM request) / 20000 + 1 AS every
),
gateway AS (
  SELECT
    CASE WHEN typeof(r.client) = 'integer' THEN (SELECT text FROM word WHERE id = r.client) ELSE r.client END AS client,
    r.client_port AS port,
    MIN(r.written_at - CASE WHEN r.stamps_end THEN COALESCE(r.duration_us, 0) ELSE 0 END - f.stated_us) AS accept_at,
    MAX(r.written_at + CASE WHEN r.stamps_end THEN 0 ELSE COALESCE(r.duration_us, 0) END - f.stated_us) AS end_at,
    MAX(CASE WHEN r.written_at % 1000000 = 0 THEN 1000000 ELSE 1000 END) AS resolution_us
  FROM request AS r
  JOIN entry AS e ON e.id = r.entry
  JOIN source AS s ON s.id = e.source
  JOIN reference AS f ON f.feed = s.feed
  WHERE r.client_port % (SELECT every FROM sample) = 0
    AND r.written_at IS NOT NULL
  GROUP BY 1, 2
  HAVING COUNT(*) = 1
),
firewall AS (
  SELECT
    s.feed,
    CASE WHEN typeof(w.client) = 'integer' THEN (SELECT text FROM word WHERE id = w.client) ELSE w.client END AS client,
    w.client_port AS port,
    MIN(w.written_at - CASE WHEN w.stamps_end THEN w.duration_us ELSE 0 END) AS start_at,
    MAX(CASE WHEN w.duration_us IS NULL THEN NULL
      ELSE w.written_at + CASE WHEN w.stamps_end THEN 0 ELSE w.duration_us END END) AS end_at,
    MAX(CASE WHEN w.written_at % 1000000 = 0 THEN 1000000 ELSE 1000 END) AS resolution_us
  FROM flow AS w
  JOIN entry AS e ON e.id = w.entry
  JOIN source AS s ON s.id = e.source
  JOIN feed AS d ON d.id = s.feed
  WHERE w.client_port % (SELECT every FROM sample) = 0
    AND d.clock_us IS NULL
    AND w.written_at IS NOT NULL
  GROUP BY 1, 2, 3
  HAVING COUNT(w.duration_us) = 1
)
SELECT
  f.feed,
  f.end_at / 600000000,
  g.end_at - f.end_at - MAX(g.resolution_us, f.resolution_us),
  g.accept_at - f.start_at + MAX(g.resolution_us, f.resolution_us)
FROM firewall AS f
JOIN gateway AS g ON g.client = f.client AND g.port = f.port
WHERE g.accept_at - f.start_at >= g.end_at - f.end_at - 2 * MAX(g.resolution_us, f.resolution_us);

-- The vote: the offset inside most intervals, for the night (bin NULL) and for each ten minutes.
CREATE TEMP TABLE IF NOT EXISTS vote (feed INTEGER, bin INTEGER, offset_us INTEGER, width_us INTEGER, pairs INTEGER);
DELETE FROM vote;
INSERT INTO vote (feed, bin, offset_us, width_us, pairs)
WITH
scoped AS (
  SELECT feed, bin, least_us, greatest_us FROM pair
  UNION ALL
  SELECT feed, NULL, least_us, greatest_us FROM pair
),
counted AS (
  SELECT feed, bin, COUNT(*) AS pairs FROM scoped GROUP BY feed, bin
),
edge AS (
  SELECT feed, bin, least_us AS at_us, 1 AS step FROM scoped
  UNION ALL
  SELECT feed, bin, greatest_us, -1 FROM scoped
),
running AS (
  SELECT
    feed, bin, at_us,
    SUM(step) OVER (PARTITION BY feed, bin ORDER BY at_us, step DESC ROWS UNBOUNDED PRECEDING) AS votes,
    LEAD(at_us) OVER (PARTITION BY feed, bin ORDER BY at_us, step DESC) AS next_us
  FROM edge
),
placed AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY feed, bin ORDER BY votes DESC, at_us) AS place
  FROM running
  WHERE next_us IS NOT NULL
)
SELECT
  p.feed, p.bin,
  -- A clock that may be right is taken to be right.
  CASE WHEN p.at_us <= 0 AND p.next_us >= 0 THEN 0 ELSE (p.at_us + p.next_us) / 2 END,
  (p.next_us - p.at_us + 1) / 2,
  c.pairs
FROM placed AS p
JOIN counted AS c ON c.feed = p.feed AND c.bin IS p.bin
WHERE p.place = 1;

INSERT INTO clock (feed, from_at, to_at, offset_us, width_us, pairs, agreement, origin)
WITH
night AS (
  SELECT
    v.feed, v.offset_us, v.width_us, v.pairs,
    (
      SELECT COUNT(*) * 1000 / v.pairs FROM pair AS p
      WHERE p.feed = v.feed AND v.offset_us BETWEEN p.least_us AND p.greatest_us
    ) AS agreement
  FROM vote AS v
  WHERE v.bin IS NULL AND v.pairs >= 20
),
apart AS (                      -- ten minutes whose own vote excludes the night's offset
  SELECT DISTINCT b.feed
  FROM vote AS b
  JOIN night AS n ON n.feed = b.feed
  WHERE b.bin IS NOT NULL
    AND b.pairs >= 10
    AND ABS(b.offset_us - n.offset_us) > b.width_us + n.width_us + 2000000
),
steady AS (
  SELECT * FROM night WHERE agreement >= 800 AND feed NOT IN (SELECT feed FROM apart)
),
piecewise AS (
  SELECT
    b.feed, b.offset_us, b.width_us, b.pairs, n.agreement,
    LAG(b.bin) OVER (PARTITION BY b.feed ORDER BY b.bin) AS bin_before,
    b.bin,
    LEAD(b.bin) OVER (PARTITION BY b.feed ORDER BY b.bin) AS bin_after
  FROM vote AS b
  JOIN night AS n ON n.feed = b.feed
  WHERE b.bin IS NOT NULL
    AND b.pairs >= 5
    AND n.feed NOT IN (SELECT feed FROM steady)
)
SELECT feed, -9223372036854775807, 9223372036854775807, -offset_us, width_us, pairs, agreement, 'pairs'
FROM steady
UNION ALL
SELECT
  feed,
  CASE WHEN bin_before IS NULL THEN -9223372036854775807 ELSE bin * 600000000 END,
  CASE WHEN bin_after IS NULL THEN 9223372036854775807 ELSE bin_after * 600000000 END,
  -offset_us, width_us, pairs, agreement, 'pairs'
FROM piecewise;

INSERT INTO clock (feed, from_at, to_at, offset_us, width_us, pairs, agreement, origin)
SELECT
  d.id,
  -9223372036854775807,
  9223372036854775807,
  COALESCE(d.clock_us, 0),
  CASE
    WHEN d.id = (SELECT feed FROM reference) THEN 0
    WHEN d.clock_us IS NOT NULL THEN (SELECT value FROM policy WHERE name = 'stated_width_us')
    ELSE (SELECT value FROM policy WHERE name = 'uncalibrated_us')
  END,
  0,
  1000,
  CASE
    WHEN d.id = (SELECT feed FROM reference) THEN 'reference'
    WHEN d.clock_us IS NOT NULL THEN 'stated'
    ELSE 'uncalibrated'
  END
FROM feed AS d
WHERE d.id NOT IN (SELECT feed FROM clock);
