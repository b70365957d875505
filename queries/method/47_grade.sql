-- Grades: what two independent sources show is A
--
-- A blocker whose two boundaries are explicit is of grade A where two feeds tell them, each with a
-- clock no wider than 30 s; the roster of the case file is a source of its own. One source: B, as
-- 45_blocker.sql wrote it, unless it is a machine that told start and clear of a fault (method §10).
-- Fills blocker.grade. One row of blocker: (7, 2, 'S.ABSENT', 'staffing', 02:00, 02:47, …, 'A', …).
-- Reads fact by its primary key (tens of rows).

UPDATE blocker
SET grade = 'A'
WHERE grade = 'B'
  AND EXISTS (
    SELECT 1
    FROM fact AS c
    LEFT JOIN fact AS o ON o.event = blocker.open_event
    WHERE c.event = blocker.close_event
      AND c.width_us <= 30000000
      AND (
        (o.width_us <= 30000000 AND o.feed <> c.feed)
        OR (blocker.open_event IS NULL AND blocker.leaf = 'S.ABSENT')
      )
  );
