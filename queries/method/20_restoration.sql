-- Restoration: when service was back, and how far beyond the announced end
--
-- R is the first minute with a success rate of at least `success_permille` in it and pooled over
-- `hold_us` from it, with at least `min_requests` requests, and no later run of `relapse_us` below
-- `relapse_permille`. Success is a status below 500; 499 and 408 count as neither. Of several
-- services the latest counts. Never reached: the last request, censored (method §3).
-- Minutes that begin outside `scope` (--since, --until) do not count.
-- Fills service_minute, restoration, overrun. One row of restoration: ('payments', 12:00, 11:58:12, 0).
-- Reads request_minute once, service_minute by its primary key; of fact and coverage a few rows.

DELETE FROM service_minute;
DELETE FROM restoration;
DELETE FROM overrun;

INSERT INTO service_minute (service, at, success, failure)
SELECT
  COALESCE(v.name, 'all requests'),
  (m.minute * 60000000 - (k.offset_us - COALESCE(d.clock_us, 0))) / 60000000 * 60000000 AS at,
  SUM(m.success),
  SUM(m.failure)
FROM request_minute AS m
JOIN entry AS e ON e.id = m.entry
JOIN source AS s ON s.id = e.source
JOIN feed AS d ON d.id = s.feed
JOIN clock AS k ON k.feed = d.id AND m.minute * 60000000 >= k.from_at AND m.minute * 60000000 < k.to_at
LEFT JOIN service AS v ON v.position = m.service
WHERE d.kind = 'gateway'
  AND m.service > 0
GROUP BY 1, 2
HAVING at >= COALESCE((SELECT since_at FROM scope), at)
  AND at < COALESCE((SELECT until_at FROM scope), at + 1);

WITH
rate AS (
  SELECT
    m.service, m.at, m.success, m.success + m.failure AS requests,
    SUM(n.success) AS held_success,
    SUM(n.success + n.failure) AS held_requests
  FROM service_minute AS m
  JOIN service_minute AS n
    ON n.service = m.service
    AND n.at >= m.at
    AND n.at < m.at + (SELECT value FROM policy WHERE name = 'hold_us')
  WHERE m.success + m.failure > 0
  GROUP BY m.service, m.at
),
bad AS (
  SELECT
    service, at,
    requests * (SELECT value FROM policy WHERE name = 'relapse_permille') > success * 1000 AS is_bad,
    ROW_NUMBER() OVER (PARTITION BY service ORDER BY at) AS position
  FROM rate
),
bad_run AS (
  SELECT
    service, at,
    position - ROW_NUMBER() OVER (PARTITION BY service ORDER BY at) AS run
  FROM bad
  WHERE is_bad
),
relapse AS (
  SELECT service, MAX(at) AS last_at
  FROM (
    SELECT service, MAX(at) AS at
    FROM bad_run
    GROUP BY service, run
    HAVING COUNT(*) * 60000000 >= (SELECT value FROM policy WHERE name = 'relapse_us')
  )
  GROUP BY service
),
good AS (
  SELECT r.service AS service, MIN(r.at) AS at
  FROM rate AS r
  LEFT JOIN relapse AS l ON l.service = r.service
  WHERE r.at >= (SELECT start_at FROM window)
    AND r.success * 1000 >= r.requests * (SELECT value FROM policy WHERE name = 'success_permille')
    AND r.held_success * 1000 >= r.held_requests * (SELECT value FROM policy WHERE name = 'success_permille')
    AND r.held_requests >= (SELECT value FROM policy WHERE name = 'min_requests')
    AND r.at > COALESCE(l.last_at, r.at - 1)
  GROUP BY r.service
),
last_request AS (
  SELECT
    COALESCE(v.name, 'all requests') AS service,
    MAX(COALESCE(m.last_at, m.minute * 60000000) - (k.offset_us - COALESCE(d.clock_us, 0))) AS at
  FROM request_minute AS m
  JOIN entry AS e ON e.id = m.entry
  JOIN source AS s ON s.id = e.source
  JOIN feed AS d ON d.id = s.feed
  JOIN clock AS k ON k.feed = d.id AND m.minute * 60000000 >= k.from_at AND m.minute * 60000000 < k.to_at
  LEFT JOIN service AS v ON v.position = m.service
  WHERE d.kind = 'gateway'
    AND m.service > 0
  GROUP BY 1
),
went_down AS (                  -- the first minute of the window with more failures than successes
  SELECT service, MIN(at) AS at
  FROM service_minute
  WHERE at >= (SELECT start_at FROM window) AND failure > success
  GROUP BY service
),
first_success AS (              -- since then
  SELECT COALESCE(v.name, 'all requests') AS service, MIN(m.first_success_at) AS at
  FROM request_minute AS m
  JOIN entry AS e ON e.id = m.entry
  JOIN source AS s ON s.id = e.source
  JOIN feed AS d ON d.id = s.feed
  LEFT JOIN service AS v ON v.position = m.service
  WHERE d.kind = 'gateway'
    AND m.service > 0
    AND m.first_success_at >= COALESCE(
      (SELECT n.at + 60000000 FROM went_down AS n WHERE n.service = COALESCE(v.name, 'all requests')),
      (SELECT start_at FROM window)
    )
    AND m.first_success_at >= COALESCE((SELECT since_at FROM scope), m.first_success_at)
    AND m.first_success_at < COALESCE((SELECT until_at FROM scope), m.first_success_at + 1)
  GROUP BY 1
)
INSERT INTO restoration (service, at, first_success_at, censored)
SELECT
  l.service,
  COALESCE(g.at, CASE WHEN l.at < q.at + 60000000 THEN l.at END, q.at),
  f.at,
  g.at IS NULL
FROM (SELECT service, MAX(at) AS at FROM service_minute GROUP BY service) AS q
JOIN last_request AS l ON l.service = q.service
LEFT JOIN good AS g ON g.service = l.service
LEFT JOIN first_success AS f ON f.service = l.service;

WITH RECURSIVE
ordered AS (
  SELECT announced_at, end_at, ROW_NUMBER() OVER (ORDER BY announced_at, end_at) AS position
  FROM extension
),
valid_end (position, end_at, extended) AS (
  SELECT 0, end_at, 0 FROM window
  UNION ALL
  SELECT
    o.position,
    CASE WHEN o.announced_at < v.end_at THEN o.end_at ELSE v.end_at END,
    v.extended OR o.announced_at < v.end_at
  FROM valid_end AS v
  JOIN ordered AS o ON o.position = v.position + 1
),
extended AS (
  SELECT end_at FROM valid_end WHERE extended ORDER BY position DESC LIMIT 1
),
back AS (
  SELECT
    COALESCE(
      (SELECT MAX(at) FROM restoration),
      (SELECT MAX(to_at) FROM coverage),
      (SELECT end_at FROM window)
    ) AS at,
    COALESCE((SELECT MAX(censored) FROM restoration), 1) AS censored
),
announced AS (
  SELECT event, at
  FROM fact
  WHERE signal = 'work.completed'
    AND at >= (SELECT start_at FROM window)
  ORDER BY at, event
  LIMIT 1
)
INSERT INTO overrun (start_at, end_at, extended_end_at, restored_at, first_success_at, announced_at,
                     announced_event, censored, overrun_us, overrun_extended_us)
SELECT
  w.start_at, w.end_at,
  (SELECT end_at FROM extended),
  MAX(b.at, w.start_at),
  (SELECT MAX(first_success_at) FROM restoration),
  (SELECT at FROM announced),
  (SELECT event FROM announced),
  b.censored,
  MAX(0, b.at - w.end_at),
  MAX(0, b.at - (SELECT end_at FROM extended))
FROM window AS w, back AS b;
