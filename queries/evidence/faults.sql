-- Faults: start, detection, response, end
--
-- `detected_at` is the first alert, `responded_at` the first acknowledgement or else the first operator
-- action on the object; empty where none is recorded. Latent is the time before the alert, or before a
-- response that no alert came before; unanswered that between alert and response; repair the rest.
SELECT
  f.name,
  f.object,
  f.signal,
  f.start_at AS started_at,
  CASE WHEN f.alert_event IS NOT NULL THEN f.detect_at END AS detected_at,
  f.response_at AS responded_at,
  f.clear_at AS cleared_at,
  MIN(f.detect_at, COALESCE(f.response_at, f.detect_at)) - f.start_at AS latent_us,
  CASE WHEN f.alert_event IS NOT NULL THEN MAX(f.response_at - f.detect_at, 0) END AS unanswered_us,
  f.clear_at - COALESCE(f.response_at, f.detect_at) AS repair_us,
  (SELECT COUNT(*) FROM step_resource AS r
    WHERE r.object = f.object OR substr(f.object, 1, length(r.object) + 1) = r.object || ':') AS steps_that_need_it
FROM fault AS f
ORDER BY f.start_at, f.id;
