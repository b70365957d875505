-- Deviations from the plan
--
-- Skipped, unobserved, inserted, repeated and out-of-order steps, and records that contradict their own
-- order or each other.
SELECT kind, step, at AS started_at, text FROM deviation ORDER BY at, step, kind;
