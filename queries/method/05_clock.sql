-- Clocks: how far each feed's clock is off
--
-- The reference is the gateway that saw most requests. A stated clock is taken at its word; a feed
-- without one is uncalibrated and enters the sensitivity runs with its width (method §2).
-- Fills clock. One row: (3, …, …, 37000000, 1000000, 0, 1000, 'stated').
-- Needs no index: it reads one row per feed and the per-minute counts.

DELETE FROM clock;

WITH
requests AS (
  SELECT s.feed AS feed, SUM(m.success + m.failure + m.neither) AS requests
  FROM request_minute AS m
  JOIN entry AS e ON e.id = m.entry
  JOIN source AS s ON s.id = e.source
  GROUP BY s.feed
),
reference AS (
  SELECT d.id AS feed
  FROM feed AS d
  JOIN requests AS r ON r.feed = d.id
  WHERE d.kind = 'gateway'
  ORDER BY r.requests DESC, d.name
  LIMIT 1
)
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
FROM feed AS d;
