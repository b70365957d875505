-- Who was where: the roles shown at each source, hour by hour
--
-- Roles, not names. `lines` counts what the role's accounts left; an account listed under two roles
-- is shown under neither.
SELECT
  f.at / 3600000000 * 3600000000 AS hour_at,
  f.role,
  d.name AS feed,
  COALESCE(f.host, '') AS host,
  COUNT(*) AS lines,
  MIN(f.at) AS first_at,
  MAX(f.at) AS last_at
FROM fact AS f
JOIN feed AS d ON d.id = f.feed
WHERE f.role IS NOT NULL
GROUP BY hour_at, f.role, d.name, COALESCE(f.host, '')
ORDER BY hour_at, f.role, d.name, host;
