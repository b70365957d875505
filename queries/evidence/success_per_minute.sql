-- Request success per minute and service
--
-- In corrected time, all gateways together. Status below 500 is a success; 499 and 408 are neither.
SELECT
  at AS minute_at,
  service,
  success,
  failure,
  CASE WHEN success + failure > 0 THEN success * 1000 / (success + failure) END AS success_permille
FROM service_minute
ORDER BY at, service;
