-- People: approvals, presence, hand-offs
--
-- An approval or decision belongs to the step it names (its own number ties nothing); the first
-- grant after the request ends it. Presence is `presence.in` or any line by the role's actors, in
-- the sources that the role's `presence` names; the first one that is not followed by a
-- `presence.out` before the role was due (method §1, §5).
-- Fills approval, presence, handoff. One row of presence: ('DC', 02:00, 02:47, 4, 812).
-- Reads fact by signal.

DELETE FROM approval;
DELETE FROM presence;
DELETE FROM handoff;

WITH
asked AS (
  SELECT
    event, at, substr(signal, 1, instr(signal, '.') - 1) AS kind, step, recipient,
    ROW_NUMBER() OVER (ORDER BY at, event) AS id
  FROM fact
  WHERE signal IN ('approval.asked', 'decision.asked')
),
granted AS (
  SELECT event, at, substr(signal, 1, instr(signal, '.') - 1) AS kind, step
  FROM fact
  WHERE signal IN ('approval.given', 'decision.given')
),
paired AS (
  SELECT
    a.id, a.kind, a.step, a.recipient, a.at AS asked_at, a.event AS asked_event,
    g.at AS given_at, g.event AS given_event,
    ROW_NUMBER() OVER (PARTITION BY a.id ORDER BY g.at, g.event) AS nearness
  FROM asked AS a
  JOIN granted AS g ON g.kind = a.kind AND g.step IS a.step AND g.at >= a.at
)
INSERT INTO approval (id, kind, step, approver, asked_at, given_at, asked_event, given_event)
SELECT
  p.id, p.kind, p.step, COALESCE(s.approval, p.recipient), p.asked_at, p.given_at, p.asked_event, p.given_event
FROM paired AS p
LEFT JOIN step AS s ON s.step = p.step
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
