-- A second opinion on restoration: the minute that best parts failing from answered
--
-- Of all minutes since window start the one where two rates of success, one before and one from it
-- on, make what was counted most likely (two binomials). It decides nothing; where it lies further
-- from restoration than `hold_us`, the report warns (method §3).
-- Fills restoration_split, and warning. One row: ('payments', 12:00, 21, 996).
-- Reads service_minute by its primary key.

DELETE FROM restoration_split;

WITH
minute AS (
  SELECT
    service, at,
    COALESCE(SUM(success) OVER before, 0) AS s1,
    COALESCE(SUM(failure) OVER before, 0) AS f1,
    SUM(success) OVER onward AS s2,
    SUM(failure) OVER onward AS f2
  FROM service_minute
  WHERE at >= (SELECT start_at FROM window)
  WINDOW
    before AS (PARTITION BY service ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
    onward AS (PARTITION BY service ORDER BY at ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
),
likely AS (
  SELECT
    *,
    CASE WHEN s1 > 0 THEN s1 * ln(1.0 * s1 / (s1 + f1)) ELSE 0 END
      + CASE WHEN f1 > 0 THEN f1 * ln(1.0 * f1 / (s1 + f1)) ELSE 0 END
      + CASE WHEN s2 > 0 THEN s2 * ln(1.0 * s2 / (s2 + f2)) ELSE 0 END
      + CASE WHEN f2 > 0 THEN f2 * ln(1.0 * f2 / (s2 + f2)) ELSE 0 END AS likelihood
  FROM minute
  WHERE s1 + f1 > 0 AND s2 + f2 > 0
    AND s2 * (s1 + f1) > s1 * (s2 + f2)
),
best AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY service ORDER BY likelihood DESC, at) AS place
  FROM likely
)
INSERT INTO restoration_split (service, split_at, before_permille, after_permille)
SELECT service, at, s1 * 1000 / (s1 + f1), s2 * 1000 / (s2 + f2)
FROM best
WHERE place = 1;

DELETE FROM warning WHERE origin = 'method' AND text LIKE 'restoration of %';

INSERT INTO warning (origin, text)
SELECT
  'method',
  'restoration of ' || r.service || ': the rule gives '
    || strftime('%H:%M', r.at / 1000000, 'unixepoch') || ' UTC, the best split of its requests '
    || strftime('%H:%M', s.split_at / 1000000, 'unixepoch') || ' UTC'
FROM restoration AS r
JOIN restoration_split AS s ON s.service = r.service
WHERE r.censored = 0
  AND ABS(r.at - s.split_at) > (SELECT value FROM policy WHERE name = 'hold_us')
ORDER BY r.service;
