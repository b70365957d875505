-- Pace: what explains time beyond a step's allowance
--
-- While fewer of the role's people are shown present than the step's crew, in the sources that the
-- role's `presence` names and while one of them covers: S.UNDERSTAFF. Between `progress.slow` and the
-- next `progress.normal` of the same object or step: T.SLOW. Neither holds anything up: they say why
-- work took longer (method §1, §5).
-- Fills blocker with rows of phase 'work'. One row: (31, 5, 'S.UNDERSTAFF', 'staffing', 03:10, 03:50, …).
-- Reads fact by the indexes fact_signal and fact_role; the rest is tens of rows and needs no index.

DELETE FROM blocker WHERE phase = 'work';

WITH
shown AS (                      -- what each line says of one of them: here, or gone
  SELECT DISTINCT f.role, f.actor, f.at, f.event, f.signal <> 'presence.out' AS is_here
  FROM fact AS f
  JOIN feed AS d ON d.id = f.feed
  JOIN role_presence AS p ON p.role = f.role AND p.feed = d.name
  WHERE f.actor IS NOT NULL
    AND f.role IN (SELECT role FROM step WHERE crew IS NOT NULL)
),
turn AS (
  SELECT s.*, is_here - LAG(is_here, 1, 0) OVER (PARTITION BY role, actor ORDER BY at, event) AS change
  FROM shown AS s
),
present AS (                    -- how many from each turn to the next
  SELECT
    role, at, event,
    SUM(change) OVER (PARTITION BY role ORDER BY at, event ROWS UNBOUNDED PRECEDING) AS people,
    LEAD(at) OVER (PARTITION BY role ORDER BY at, event) AS until_at,
    LEAD(event) OVER (PARTITION BY role ORDER BY at, event) AS until_event
  FROM turn
  WHERE change <> 0
),
counted AS (                    -- none before the first of them came
  SELECT role, at, event, people, until_at, until_event FROM present
  UNION ALL
  SELECT role, NULL, event, 0, MIN(at), event FROM present GROUP BY role
)
INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
SELECT
  i.id, 'S.UNDERSTAFF', 'staffing',
  MAX(i.start_at, c.from_at, COALESCE(n.at, i.start_at)), MIN(i.end_at, c.to_at, COALESCE(n.until_at, i.end_at)),
  0, NULL, NULL, 'work', 1, 'crew of ' || i.step, 'B', n.event, COALESCE(n.until_event, i.end_event), NULL
FROM instance AS i
JOIN step AS s ON s.step = i.step AND s.crew IS NOT NULL
JOIN counted AS n ON n.role = i.role AND n.people < s.crew
JOIN role_presence AS p ON p.role = i.role
JOIN feed AS d ON d.name = p.feed
JOIN coverage AS c ON c.feed = d.id
WHERE MIN(i.end_at, c.to_at, COALESCE(n.until_at, i.end_at)) > MAX(i.start_at, c.from_at, COALESCE(n.at, i.start_at));

WITH
slow AS (
  SELECT
    f.event, COALESCE(f.object, f.host) AS object, f.step, f.at, n.at AS to_at, n.event AS end_event,
    ROW_NUMBER() OVER (PARTITION BY f.event ORDER BY n.at, n.event) AS place
  FROM fact AS f
  JOIN fact AS n
    ON n.signal = 'progress.normal'
    AND n.at > f.at
    AND (COALESCE(n.object, n.host) = COALESCE(f.object, f.host) OR n.step = f.step)
  WHERE f.signal = 'progress.slow'
)
INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
SELECT
  i.id, 'T.SLOW', 'technical', w.at, w.to_at, 0, NULL, NULL, 'work', 1, 'slow ' || COALESCE(w.object, i.step), 'B',
  w.event, w.end_event, NULL
FROM slow AS w
JOIN instance AS i
WHERE w.place = 1
  AND (
    w.step = i.step
    OR EXISTS (
      SELECT 1 FROM step_resource AS r
      WHERE r.step = i.step
        AND (r.object = w.object OR substr(w.object, 1, length(r.object) + 1) = r.object || ':')
    )
  );
