-- Deviations from the plan
SELECT kind, step, at AS started_at, text FROM deviation ORDER BY at, step, kind;
