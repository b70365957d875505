-- Request success per minute and service
SELECT
  at AS minute_at,
  service,
  success,
  failure,
  CASE WHEN success + failure > 0 THEN success * 1000 / (success + failure) END AS success_permille
FROM service_minute
ORDER BY at, service;
