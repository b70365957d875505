-- Steps against plan: what each step was allowed, when it could start, when it ran
--
-- One row per attempt; a plan step without a row was skipped. `worked_us` is the productive time of
-- all attempts of the step.
SELECT
  i.step,
  i.attempt,
  COALESCE(s.title, 'not in the plan') AS title,
  i.role,
  i.enable_at AS could_start_at,
  i.start_at AS started_at,
  i.end_at AS ended_at,
  i.start_at - i.enable_at AS waited_us,
  i.end_at - i.start_at AS took_us,
  i.allow_us AS allowed_us,
  a.worked_us,
  i.outcome,
  i.reason,
  i.start_origin,
  i.end_origin
FROM instance AS i
JOIN allowance AS a ON a.step = i.step
LEFT JOIN step AS s ON s.step = i.step
ORDER BY i.start_at, i.id;
