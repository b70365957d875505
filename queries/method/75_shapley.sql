-- Shapley: what removing each cause saves, on average over all orders of removal
--
-- `butfor` holds the sixteen ends that the program's forward passes found (method §8). Saved without
-- a set of causes is the overrun less what is left of it; a cause's Shapley share is its mean
-- marginal saving over the 24 orders: weights 6, 2, 2, 6 of 24 by how many went before. What not
-- even the removal of all four saves is P.PLAN: procedure's.
-- Fills share.shapley_us, least_us, greatest_us, but_for_end_at. One row of share: ('staffing', …,
-- 7510 s, 6360 s, 7980 s, 09:47, …).
-- Reads butfor (16 rows: no index).

WITH
saved AS (
  SELECT
    b.removed,
    (b.removed & 1) + (b.removed >> 1 & 1) + (b.removed >> 2 & 1) + (b.removed >> 3 & 1) AS members,
    o.overrun_us - MAX(0, b.end_at - o.end_at) AS saved_us
  FROM butfor AS b, overrun AS o
),
plan AS (
  SELECT MAX(0, b.end_at - o.end_at) AS us
  FROM butfor AS b, overrun AS o
  WHERE b.removed = 15
),
marginal AS (
  SELECT
    c.cause, c.position,
    a.saved_us - b.saved_us AS us,
    CASE b.members WHEN 0 THEN 6 WHEN 1 THEN 2 WHEN 2 THEN 2 ELSE 6 END AS weight
  FROM cause AS c
  JOIN saved AS b ON b.removed & c.bit = 0
  JOIN saved AS a ON a.removed = b.removed + c.bit
),
total AS (
  SELECT
    m.cause, m.position,
    SUM(m.us * m.weight) + CASE m.cause WHEN 'procedure' THEN 24 * (SELECT us FROM plan) ELSE 0 END AS us_24,
    MIN(m.us) + CASE m.cause WHEN 'procedure' THEN (SELECT us FROM plan) ELSE 0 END AS least_us,
    MAX(m.us) + CASE m.cause WHEN 'procedure' THEN (SELECT us FROM plan) ELSE 0 END AS greatest_us
  FROM marginal AS m
  GROUP BY m.cause
),
ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (ORDER BY us_24 % 24 DESC, position) AS place,
    (SELECT overrun_us FROM overrun) - SUM(us_24 / 24) OVER () AS rest
  FROM total
)
UPDATE share
SET
  shapley_us = (SELECT r.us_24 / 24 + (r.place <= r.rest) FROM ranked AS r WHERE r.cause = share.cause),
  least_us = (SELECT r.least_us FROM ranked AS r WHERE r.cause = share.cause),
  greatest_us = (SELECT r.greatest_us FROM ranked AS r WHERE r.cause = share.cause),
  but_for_end_at = (
    SELECT b.end_at FROM butfor AS b JOIN cause AS c ON c.bit = b.removed WHERE c.cause = share.cause
  );
