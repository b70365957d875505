-- People: approvals, presence, hand-offs
--
-- An approval or decision belongs to the fault or step whose id it carries (its own number ties
-- nothing), else to the step it names, else to the fault of its object and time (25_fault.sql), else to
-- no step; the first grant after the request ends it. A stamp earlier than that of a row with a smaller sequence number
-- is contradicted by its own record: the later time is taken and the span is in dispute. Presence is
-- `presence.in` or any line by the role's actors, in the sources that the role's `presence` names; the
-- first one that is not followed by a `presence.out` before the role was due (method §1, §5).
-- Fills approval, presence, handoff. One row of presence: ('DC', 02:00, 02:47, 4, 812).
-- Reads fact by the indexes fact_signal and fact_role, and of happening what happening_sequence holds.

DELETE FROM approval;
DELETE FROM presence;
DELETE FROM handoff;

WITH
numbered AS MATERIALIZED (      -- every row of the records that number theirs, plain notes too
  SELECT s.feed, h.sequence, h.written_at - k.offset_us AS at
  FROM happening AS h
  JOIN entry AS e ON e.id = h.entry
  JOIN source AS s ON s.id = e.source
  JOIN clock AS k ON k.feed = s.feed AND h.written_at >= k.from_at AND h.written_at < k.to_at
  WHERE h.sequence IS NOT NULL
    AND h.twin = 0
    AND s.feed IN (SELECT feed FROM fact WHERE signal IN ('approval.asked', 'approval.given', 'decision.asked', 'decision.given'))
    AND at >= COALESCE((SELECT since_at FROM scope), at)
    AND at < COALESCE((SELECT until_at FROM scope), at + 1)
),
said AS (                       -- what was asked and given, and when the record had come so far
  SELECT
    f.event, f.at, substr(f.signal, 1, instr(f.signal, '.') - 1) AS kind,
    substr(f.signal, instr(f.signal, '.') + 1) AS side, f.recipient, r.fault,
    CASE WHEN r.fault IS NULL THEN COALESCE(i.step, f.step) END AS step,
    CASE WHEN i.step IS NULL AND f.ident NOT IN (SELECT g.ident FROM fault AS g WHERE g.ident IS NOT NULL)
      THEN f.ident END AS number,
    (
      SELECT MAX(o.at) FROM numbered AS o
      WHERE o.feed = f.feed AND o.sequence < f.sequence AND o.at > f.at
    ) AS not_before_at
  FROM fact AS f
  LEFT JOIN (SELECT step FROM step UNION SELECT step FROM touch) AS i ON i.step = f.ident
  LEFT JOIN fault_event AS r ON r.event = f.event
  WHERE f.signal IN ('approval.asked', 'approval.given', 'decision.asked', 'decision.given')
),
paired AS (
  SELECT
    a.kind, a.step, COALESCE(a.fault, g.fault) AS fault, a.recipient, a.at AS asked_at, a.event AS asked_event,
    COALESCE(g.not_before_at, g.at) AS given_at, g.event AS given_event,
    a.not_before_at IS NOT NULL OR g.not_before_at IS NOT NULL AS conflict,
    ROW_NUMBER() OVER (
      PARTITION BY a.event, a.fault ORDER BY COALESCE(g.not_before_at, g.at), g.event, g.fault
    ) AS nearness
  FROM said AS a
  JOIN said AS g                -- of no step: about the same fault, or of the same number
    ON g.kind = a.kind AND g.step IS a.step AND g.side = 'given'
    AND COALESCE(g.not_before_at, g.at) >= a.at
    AND (
      a.step IS NOT NULL
      OR g.fault IS a.fault AND COALESCE(g.number = a.number, 1)
      OR g.number = a.number
    )
  WHERE a.side = 'asked'
)
INSERT INTO approval (id, kind, step, fault, approver, asked_at, given_at, asked_event, given_event, conflict)
SELECT
  ROW_NUMBER() OVER (ORDER BY p.asked_at, p.asked_event, p.fault),
  p.kind, p.step, p.fault, COALESCE(s.approval, a.role, p.recipient), p.asked_at, p.given_at, p.asked_event, p.given_event,
  p.conflict
FROM paired AS p
LEFT JOIN step AS s ON s.step = p.step
LEFT JOIN (SELECT actor, MIN(role) AS role FROM role_actor GROUP BY actor HAVING COUNT(*) = 1) AS a ON a.actor = p.recipient
WHERE p.nearness = 1
  AND p.given_at > p.asked_at;

WITH
shown AS (
  SELECT f.role, f.at, f.feed, f.event, f.signal
  FROM fact AS f
  JOIN feed AS d ON d.id = f.feed
  JOIN role_presence AS p ON p.role = f.role AND p.feed = d.name
),
away AS (
  SELECT r.role, r.from_at, MAX(s.at) AS at
  FROM roster AS r
  JOIN shown AS s ON s.role = r.role AND s.signal = 'presence.out' AND s.at <= r.from_at
  GROUP BY r.role, r.from_at
),
first_seen AS (
  SELECT
    r.role, r.from_at, s.at, s.feed, s.event,
    ROW_NUMBER() OVER (PARTITION BY r.role, r.from_at ORDER BY s.at, s.event) AS position
  FROM roster AS r
  LEFT JOIN away AS a ON a.role = r.role AND a.from_at = r.from_at
  JOIN shown AS s ON s.role = r.role AND s.signal <> 'presence.out' AND s.at > COALESCE(a.at, s.at - 1)
)
INSERT INTO presence (role, due_at, present_at, feed, event)
SELECT role, from_at, at, feed, event
FROM first_seen
WHERE position = 1;

INSERT INTO handoff (step, at, event)
SELECT step, at, MIN(event)
FROM fact
WHERE signal = 'handoff.notified'
  AND step IS NOT NULL
GROUP BY step, at;
