-- Lost time: the ledger of each path
--
-- Lost is all time on the path that is not planned. The reserve is what the window held beyond the
-- effective allowances of the path's steps; recovered is allowance left unused outside the band.
-- Lost - reserve - recovered = overrun, exactly; the program checks it (method §7).
-- Fills step_allowance, ledger, lost. One row of ledger: (1, 19620 s, 1620 s, 0, 60480).
-- Reads path_label and label_leaf by their primary key.

DELETE FROM step_allowance;
DELETE FROM ledger;
DELETE FROM lost;

INSERT INTO step_allowance (path, step, effective_us, off_path_us, used_us, unused_us, last_end_at)
WITH
planned_in_all AS (
  SELECT i.step, SUM(l.to_at - l.from_at) AS planned_us
  FROM label AS l
  JOIN instance AS i ON i.id = l.instance
  WHERE l.state = 'planned' AND l.phase = 'work'
  GROUP BY i.step
),
on_path AS (
  SELECT
    p.path, i.step,
    SUM(CASE WHEN l.state = 'planned' AND l.phase = 'work' THEN p.to_at - p.from_at ELSE 0 END) AS work_us,
    SUM(CASE WHEN l.state = 'planned' AND l.phase = 'gate' THEN p.to_at - p.from_at ELSE 0 END) AS gate_us
  FROM path_label AS p
  JOIN label AS l ON l.id = p.label
  JOIN instance AS i ON i.id = l.instance
  GROUP BY p.path, i.step
),
last_end AS (
  SELECT p.path, i.step, MAX(p.to_at) AS at
  FROM path AS p
  JOIN instance AS i ON i.id = p.instance
  GROUP BY p.path, i.step
)
SELECT
  n.path, n.step,
  a.effective_us + COALESCE(o.gate_us, 0),
  COALESCE(g.planned_us, 0) - COALESCE(o.work_us, 0),
  COALESCE(o.work_us, 0) + COALESCE(o.gate_us, 0),
  a.effective_us - COALESCE(g.planned_us, 0),
  n.at
FROM last_end AS n
JOIN allowance AS a ON a.step = n.step
LEFT JOIN on_path AS o ON o.path = n.path AND o.step = n.step
LEFT JOIN planned_in_all AS g ON g.step = n.step;

INSERT INTO ledger (path, lost_us, reserve_us, recovered_us, weight)
SELECT
  w.path,
  COALESCE((
    SELECT SUM(p.to_at - p.from_at) FROM path_label AS p JOIN label AS l ON l.id = p.label
    WHERE p.path = w.path AND l.state = 'lost'
  ), 0),
  n.end_at - n.start_at
    - COALESCE((SELECT SUM(effective_us - off_path_us) FROM step_allowance AS s WHERE s.path = w.path), 0),
  COALESCE((SELECT SUM(unused_us) FROM step_allowance AS s WHERE s.path = w.path), 0),
  w.weight
FROM path_weight AS w
JOIN window AS n;

INSERT INTO lost (path, from_at, to_at, instance, label, leaf, cause, trigger, grade, causes, leaves)
SELECT
  p.path, p.from_at, p.to_at, l.instance, l.id, f.leaf, f.cause, f.trigger, f.grade,
  (SELECT COUNT(DISTINCT g.cause) FROM label_leaf AS g WHERE g.label = l.id),
  (SELECT COUNT(*) FROM label_leaf AS g WHERE g.label = l.id AND g.cause = f.cause)
FROM path_label AS p
JOIN label AS l ON l.id = p.label
JOIN label_leaf AS f ON f.label = l.id
WHERE l.state = 'lost';
