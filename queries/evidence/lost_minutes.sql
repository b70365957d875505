-- Lost minutes: every span of the controlling path that was not planned, and why
--
-- With several tied paths each has its own rows; `weight_permille` is the path's part of the whole.
SELECT
  l.path,
  w.weight * 1000 / (SELECT SUM(weight) FROM path_weight) AS weight_permille,
  l.from_at,
  l.to_at,
  l.to_at - l.from_at AS lost_us,
  i.step,
  i.attempt,
  l.leaf,
  l.cause,
  l.trigger,
  l.grade
FROM lost AS l
JOIN path_weight AS w ON w.path = l.path
LEFT JOIN instance AS i ON i.id = l.instance
ORDER BY l.path, l.from_at, l.leaf;
