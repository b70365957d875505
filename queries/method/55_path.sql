-- The controlling path: looking back from restoration, what each moment waited for
--
-- From the instance that ended last before restoration to its latest predecessor, and so on to the
-- start of the window; ties within eps are all kept, each with its part of the weight, at most
-- `max_paths`. Each path is a partition of window start … restoration (method §6).
-- Fills path_weight, path, path_label. One row of path: (1, 02:02, 04:05, 3).
-- Reads tie and tie_top (tens of rows); needs index label_instance.

DELETE FROM path_weight;
DELETE FROM path;
DELETE FROM path_label;

CREATE TEMP TABLE IF NOT EXISTS walk (key TEXT PRIMARY KEY, parent TEXT, instance INTEGER, to_at INTEGER, weight INTEGER);
DELETE FROM walk;
INSERT INTO walk (key, parent, instance, to_at, weight)
WITH RECURSIVE
tops AS (
  SELECT instance, at, COUNT(*) OVER () AS ways FROM tie_top
),
ways AS (
  SELECT instance, predecessor, end_at, COUNT(*) OVER (PARTITION BY instance) AS ways FROM tie
),
back (key, parent, instance, to_at, weight) AS (
  SELECT printf('/%06d', instance), '', instance, at, 60480 / ways
  FROM tops
  UNION ALL
  SELECT b.key || printf('/%06d', w.predecessor), b.key, w.predecessor, w.end_at, MAX(b.weight / w.ways, 1)
  FROM back AS b
  JOIN ways AS w ON w.instance = b.instance
  WHERE b.to_at > (SELECT start_at FROM window)
  LIMIT 100000
)
SELECT key, parent, instance, to_at, weight
FROM back
WHERE to_at > (SELECT start_at FROM window);

INSERT INTO path_weight (path, weight)
SELECT ROW_NUMBER() OVER (ORDER BY w.weight DESC, w.key), w.weight
FROM walk AS w
WHERE NOT EXISTS (SELECT 1 FROM walk AS c WHERE c.parent = w.key)
ORDER BY w.weight DESC, w.key
LIMIT (SELECT COALESCE(MAX(value), 1) FROM policy WHERE name = 'max_paths');

INSERT INTO path (path, from_at, to_at, instance)
WITH
leaf AS (
  SELECT key, ROW_NUMBER() OVER (ORDER BY weight DESC, key) AS path
  FROM walk AS w
  WHERE NOT EXISTS (SELECT 1 FROM walk AS c WHERE c.parent = w.key)
),
segment AS (
  SELECT
    l.path, w.instance, w.to_at,
    LAG(w.to_at, 1, (SELECT start_at FROM window)) OVER (PARTITION BY l.path ORDER BY length(w.key) DESC) AS from_at
  FROM leaf AS l
  JOIN walk AS w ON w.key = substr(l.key, 1, length(w.key))
  WHERE l.path IN (SELECT path FROM path_weight)
)
SELECT path, from_at, to_at, instance
FROM segment
WHERE to_at > from_at;

-- The tail: the last step is done and service is not back.
INSERT INTO path (path, from_at, to_at, instance)
SELECT w.path, MAX(p.to_at), o.restored_at, 0
FROM path_weight AS w
JOIN path AS p ON p.path = w.path
JOIN overrun AS o
GROUP BY w.path
HAVING MAX(p.to_at) < o.restored_at;

-- No step was seen at all: the whole night is tail.
INSERT INTO path_weight (path, weight)
SELECT 1, 60480 WHERE NOT EXISTS (SELECT 1 FROM path_weight);

INSERT INTO path (path, from_at, to_at, instance)
SELECT 1, o.start_at, o.restored_at, 0
FROM overrun AS o
WHERE NOT EXISTS (SELECT 1 FROM path) AND o.restored_at > o.start_at;

INSERT INTO path_label (path, from_at, to_at, label)
SELECT p.path, MAX(p.from_at, l.from_at), MIN(p.to_at, l.to_at), l.id
FROM path AS p
JOIN label AS l ON l.instance = p.instance AND l.from_at < p.to_at AND l.to_at > p.from_at;
