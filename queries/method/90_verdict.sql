-- The verdict: one main cause, or why none can be named
--
-- A cause is the main one only if it is first pro rata, by time and in Shapley, and in each exceeds
-- the second determined category and the undetermined time together, and its grade is A or B. The
-- grade of a category is the worst that covers its median minute (method §10).
-- Fills verdict and share.grade. One row: (NULL, 'conventions_disagree').
-- Reads share and lost (tens of rows: no index).

DELETE FROM verdict;

WITH
graded AS (
  SELECT l.cause, l.grade, SUM(1.0 * (l.to_at - l.from_at) * w.weight / l.leaves) AS us
  FROM lost AS l
  JOIN path_weight AS w ON w.path = l.path
  GROUP BY l.cause, l.grade
  UNION ALL                     -- P.PLAN rests on the case file alone
  SELECT 'procedure', 'B', SUM(1.0 * MAX(-reserve_us, 0) * weight)
  FROM ledger
  HAVING MAX(-reserve_us) > 0
),
summed AS (
  SELECT
    cause, grade,
    SUM(us) OVER (PARTITION BY cause ORDER BY grade ROWS UNBOUNDED PRECEDING) AS up_to,
    SUM(us) OVER (PARTITION BY cause) AS total
  FROM graded
)
UPDATE share
SET grade = (
  SELECT MIN(s.grade) FROM summed AS s
  WHERE s.cause = share.cause AND 2 * s.up_to >= s.total AND s.total > 0
);

WITH
first AS (                      -- first of the determined categories in each convention
  SELECT
    (SELECT s.cause FROM share AS s JOIN cause AS c ON c.cause = s.cause WHERE c.letter <> 'U'
      ORDER BY s.headline_us DESC, c.position LIMIT 1) AS headline,
    (SELECT s.cause FROM share AS s JOIN cause AS c ON c.cause = s.cause WHERE c.letter <> 'U'
      ORDER BY s.chronological_us DESC, c.position LIMIT 1) AS chronological,
    (SELECT s.cause FROM share AS s JOIN cause AS c ON c.cause = s.cause WHERE c.letter <> 'U'
      ORDER BY s.shapley_us DESC, c.position LIMIT 1) AS shapley
),
rest AS (
  SELECT
    (SELECT headline_us FROM share WHERE cause = 'undetermined') AS u_headline,
    (SELECT chronological_us FROM share WHERE cause = 'undetermined') AS u_chronological,
    (SELECT shapley_us FROM share WHERE cause = 'undetermined') AS u_shapley,
    (SELECT MAX(headline_us) FROM share WHERE cause NOT IN ('undetermined', f.headline)) AS second_headline,
    (SELECT MAX(chronological_us) FROM share WHERE cause NOT IN ('undetermined', f.headline)) AS second_chronological,
    (SELECT MAX(shapley_us) FROM share WHERE cause NOT IN ('undetermined', f.headline)) AS second_shapley
  FROM first AS f
),
judged AS (
  SELECT
    f.headline AS cause,
    CASE
      WHEN o.censored THEN 'censored'
      WHEN o.overrun_us = 0 THEN 'none_overrun'
      WHEN 2 * r.u_headline > o.overrun_us THEN 'undetermined'
      WHEN f.headline <> f.chronological OR f.headline <> f.shapley THEN 'conventions_disagree'
      WHEN s.headline_us <= r.second_headline + r.u_headline
        OR s.chronological_us <= r.second_chronological + r.u_chronological
        OR s.shapley_us <= r.second_shapley + r.u_shapley THEN 'margin'
      WHEN COALESCE(s.grade, 'D') NOT IN ('A', 'B') THEN 'grade'
    END AS reason
  FROM first AS f, rest AS r, overrun AS o, share AS s
  WHERE s.cause = f.headline
)
INSERT INTO verdict (main_cause, reason)
SELECT CASE WHEN reason IS NULL THEN cause END, reason
FROM judged;
