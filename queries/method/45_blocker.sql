-- Blockers: what could hold each instance, whenever it did
--
-- A leaf needs its evidence: every line that it rests on is cited here, or it is not written.
-- Phases of a fault, an approval with its absent approver are one blocker each (one trigger): at
-- any moment the row of the highest rank counts. Whether an instance was in fact waiting, stopped or
-- working then is the next file's question. The re-route of a misrouted alert is a second alert to
-- another recipient; that the plan's own role answered shows none. What is in dispute is U.CONFLICT, whatever
-- either record would make of it (method §5).
-- Fills blocker. One row: (7, 4, 'S.NORESPONSE', 'staffing', 04:42, 05:20, 0, 'F1', 'stop', 2, 'B', …).
-- Reads fault, approval, presence, dispute, coverage, instance (tens of rows each: no index), and fact by
-- index fact_signal.

DELETE FROM blocker;

-- Which faults can hold which instance; instance 0 is the tail after the last step.
CREATE TEMP TABLE IF NOT EXISTS exposed (instance INTEGER, fault INTEGER, role TEXT);
DELETE FROM exposed;
INSERT INTO exposed (instance, fault, role)
WITH
open_to AS (
  SELECT id AS instance, step, role FROM instance
  UNION ALL
  SELECT 0, i.step, i.role
  FROM (SELECT instance FROM tie_top ORDER BY at DESC, instance DESC LIMIT 1) AS t
  JOIN instance AS i ON i.id = t.instance
)
SELECT i.instance, f.id, i.role
FROM open_to AS i
JOIN fault AS f
WHERE EXISTS (
    SELECT 1 FROM step_resource AS r
    WHERE r.step = i.step
      AND (r.object = f.object OR substr(f.object, 1, length(r.object) + 1) = r.object || ':')
  )
  AND f.signal NOT IN (SELECT x.signal FROM step_expects AS x WHERE x.step = i.step);

-- Faults on the resources of the step, phase by phase.
WITH
grace AS (
  SELECT value AS us FROM policy WHERE name = 'ack_grace_us'
),
graded AS (                     -- A: start and clear from one machine source, or two sources
  SELECT
    x.*,
    CASE
      WHEN c.event IS NULL THEN 'C' -- a recovery inferred from the traffic
      WHEN o.kind IN ('firewall', 'gateway', 'app') AND o.feed = c.feed AND o.width_us <= 30000000 THEN 'A'
      WHEN o.feed <> c.feed AND o.width_us <= 30000000 AND c.width_us <= 30000000 THEN 'A'
      ELSE 'B'
    END AS grade
  FROM (
    SELECT e.instance, e.role, f.*
    FROM exposed AS e
    JOIN fault AS f ON f.id = e.fault
  ) AS x
  JOIN fact AS o ON o.event = x.open_event
  LEFT JOIN fact AS c ON c.event = x.clear_event
),
misrouted AS (
  SELECT
    g.*,
    recipient_role IS NOT NULL
      AND role IS NOT NULL
      AND recipient_role <> role
      AND response_at IS NOT NULL
      AND reroute_event IS NOT NULL
      AND NOT EXISTS (          -- at the same instant to the plan's role as well
        SELECT 1 FROM fault_event AS e
        JOIN fact AS a ON a.event = g.alert_event
        JOIN fact AS f ON f.event = e.event AND f.signal = a.signal AND f.at = a.at
        WHERE e.fault = g.id
          AND (f.recipient = g.role OR f.recipient IN (SELECT r.actor FROM role_actor AS r WHERE r.role = g.role))
      ) AS is_misrouted
  FROM graded AS g
),
waited AS (                     -- what the repair waited for
  SELECT fault, leaf, from_at, to_at, begin_event, end_event, 'B' AS grade FROM repair_wait
  UNION ALL
  SELECT
    fault, CASE WHEN conflict THEN 'U.CONFLICT' WHEN kind = 'approval' THEN 'P.APPROVAL' ELSE 'P.DECISION' END,
    asked_at, given_at, asked_event, given_event, CASE WHEN conflict THEN 'D' ELSE 'B' END
  FROM approval
  WHERE fault IS NOT NULL
),
phase (instance, leaf, from_at, to_at, external, name, rank, grade, start_at, clear_at, e1, e2, e3) AS (
  SELECT instance, 'T.LATENT', start_at, detect_at, external, name, 1, grade, start_at, clear_at,
    open_event, COALESCE(alert_event, clear_event), NULL
  FROM misrouted
  UNION ALL
  SELECT instance, 'T.REACT', detect_at,
    MIN(COALESCE(response_at, clear_at), detect_at + (SELECT us FROM grace), clear_at),
    external, name, 1, grade, start_at, clear_at, alert_event, COALESCE(response_event, clear_event), open_event
  FROM misrouted
  UNION ALL
  SELECT instance, 'P.MISROUTE', detect_at + (SELECT us FROM grace), response_at,
    external, name, 2, 'B', start_at, clear_at, alert_event, response_event, reroute_event
  FROM misrouted
  WHERE is_misrouted
  UNION ALL
  SELECT m.instance, 'S.NORESPONSE',
    MAX(m.detect_at + (SELECT us FROM grace), c.from_at), MIN(m.response_at, c.to_at),
    m.external, m.name, 3, 'B', m.start_at, m.clear_at, m.alert_event, m.response_event, m.open_event
  FROM misrouted AS m
  JOIN coverage AS c
    ON c.feed = m.response_feed
    OR (m.response_feed IS NULL AND c.feed IN (SELECT id FROM feed WHERE kind IN ('pager', 'operator')))
  WHERE NOT m.is_misrouted AND m.response_at IS NOT NULL
  UNION ALL
  SELECT instance, 'U.RESPONSE', detect_at + (SELECT us FROM grace), COALESCE(response_at, clear_at),
    external, name, 2, 'D', start_at, clear_at, alert_event, COALESCE(response_event, clear_event), open_event
  FROM misrouted
  WHERE NOT is_misrouted
  UNION ALL
  SELECT instance, 'T.REPAIR', MAX(response_at, detect_at), clear_at,
    external, name, 1, grade, start_at, clear_at, response_event, clear_event, open_event
  FROM misrouted
  WHERE response_at IS NOT NULL
  UNION ALL                     -- no response at all: the repair, as far as a response would show
  SELECT m.instance, 'T.REPAIR',
    MAX(m.detect_at + (SELECT us FROM grace), c.from_at), MIN(m.clear_at, c.to_at),
    m.external, m.name, 3, m.grade, m.start_at, m.clear_at, m.alert_event, m.clear_event, m.open_event
  FROM misrouted AS m
  JOIN coverage AS c ON c.feed IN (SELECT id FROM feed WHERE kind IN ('pager', 'operator'))
  WHERE m.response_at IS NULL
  UNION ALL                     -- no response at all: its own two lines show the wait
  SELECT m.instance, w.leaf,
    MAX(w.from_at, m.detect_at, COALESCE(m.response_at, m.detect_at + (SELECT us FROM grace))),
    MIN(w.to_at, m.clear_at),
    m.external, m.name, 4, w.grade, m.start_at, m.clear_at, w.begin_event, w.end_event, m.open_event
  FROM misrouted AS m
  JOIN waited AS w ON w.fault = m.id
)
INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
SELECT
  instance, leaf,
  CASE substr(leaf, 1, 1)
    WHEN 'S' THEN 'staffing' WHEN 'P' THEN 'procedure' WHEN 'T' THEN 'technical' ELSE 'undetermined'
  END,
  from_at, to_at, external,
  CASE WHEN external THEN start_at END, CASE WHEN external THEN clear_at END, 'stop', rank, 'fault ' || name, grade, e1, e2, e3
FROM phase
WHERE to_at > from_at;

-- Approvals and decisions, and the absence of the approver inside them.
INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
SELECT
  COALESCE(i.id, 0),
  CASE WHEN a.conflict THEN 'U.CONFLICT' WHEN a.kind = 'approval' THEN 'P.APPROVAL' ELSE 'P.DECISION' END,
  CASE WHEN a.conflict THEN 'undetermined' ELSE 'procedure' END, a.asked_at, a.given_at, 0, NULL, NULL, 'hold', 1,
  a.kind || COALESCE(' of ' || a.step, '') || ' #' || a.id,
  CASE WHEN a.conflict THEN 'D' ELSE 'B' END, a.asked_event, a.given_event, NULL
FROM approval AS a
LEFT JOIN instance AS i ON i.step = a.step
WHERE a.fault IS NULL AND (i.id IS NOT NULL OR a.step IS NULL);

INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
SELECT
  b.instance, 'S.ABSENT', 'staffing',
  MAX(b.from_at, p.due_at, c.from_at), MIN(b.to_at, p.present_at, c.to_at),
  1, MAX(p.due_at, c.from_at), MIN(p.present_at, c.to_at),
  b.phase, b.rank + 1, b.trigger, 'B', a.asked_event, p.event, a.given_event
FROM blocker AS b
JOIN approval AS a ON a.asked_event = b.open_event AND a.given_event = b.close_event
JOIN presence AS p ON p.role = a.approver
JOIN coverage AS c ON c.feed = p.feed
WHERE b.leaf IN ('P.APPROVAL', 'P.DECISION')
  AND MIN(b.to_at, p.present_at, c.to_at) > MAX(b.from_at, p.due_at, c.from_at);

-- What two records of equal standing dispute (42_dispute.sql): the time between the one and the other.
INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
WITH
disputed AS (
  SELECT number AS instance, 'stop' AS phase, 1 AS rank, what || ' of ' || subject AS trigger,
    from_at, to_at, event, other_event
  FROM dispute
  WHERE what = 'begin'
  UNION ALL                     -- whoever waited for that end
  SELECT n.instance, 'wait', 1, d.what || ' of ' || d.subject, d.from_at, d.to_at, d.event, d.other_event
  FROM dispute AS d
  JOIN instance_edge AS n ON n.predecessor = d.number
  WHERE d.what = 'end'
  UNION ALL
  SELECT COALESCE(i.id, 0), 'hold', 1, d.subject, d.from_at, d.to_at, d.event, d.other_event
  FROM dispute AS d
  JOIN approval AS a ON a.id = d.number
  LEFT JOIN instance AS i ON i.step = a.step
  WHERE d.what = 'grant' AND a.fault IS NULL AND (i.id IS NOT NULL OR a.step IS NULL)
  UNION ALL
  SELECT number, 'wait', 1, 'hand-off to ' || subject, from_at, to_at, event, other_event
  FROM dispute
  WHERE what = 'hand-off'
  UNION ALL
  SELECT i.id, 'hold', 1, 'cover of role ' || i.role, d.from_at, d.to_at, d.event, d.other_event
  FROM dispute AS d
  JOIN instance AS i ON i.role = d.subject
  WHERE d.what = 'presence'
  UNION ALL                     -- of the approver while it was waited for
  SELECT b.instance, b.phase, b.rank + 2, b.trigger, MAX(b.from_at, d.from_at), MIN(b.to_at, d.to_at), d.event, d.other_event
  FROM dispute AS d
  JOIN approval AS a ON a.approver = d.subject
  JOIN blocker AS b ON b.open_event = a.asked_event AND b.close_event = a.given_event
  WHERE d.what = 'presence' AND b.leaf IN ('P.APPROVAL', 'P.DECISION')
  UNION ALL                     -- of a fault: its end, or, while it lasted, what was done about it
  SELECT x.instance, 'stop', 7, 'fault ' || g.name,
    CASE d.what WHEN 'clear' THEN d.from_at ELSE MAX(d.from_at, g.start_at) END,
    CASE d.what WHEN 'clear' THEN d.to_at ELSE MIN(d.to_at, g.clear_at) END,
    d.event, d.other_event
  FROM dispute AS d
  LEFT JOIN approval AS a ON d.what = 'grant' AND a.id = d.number
  JOIN fault AS g ON g.id = CASE d.what WHEN 'grant' THEN a.fault ELSE d.number END
  JOIN exposed AS x ON x.fault = g.id
  WHERE d.what IN ('clear', 'response', 'call-out', 'arrival', 'wait', 'end of wait', 'grant')
)
SELECT
  instance, 'U.CONFLICT', 'undetermined', from_at, to_at, 0, NULL, NULL, phase, rank, trigger, 'D',
  event, other_event, NULL
FROM disputed
WHERE to_at > from_at;

-- Absence of the step's own role: due, not yet present, and a source that would have shown it.
INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
SELECT
  i.id, 'S.ABSENT', 'staffing',
  MAX(p.due_at, c.from_at), MIN(p.present_at, c.to_at),
  1, MAX(p.due_at, c.from_at), MIN(p.present_at, c.to_at),
  'hold', 1, 'cover of role ' || i.role, 'B', NULL, p.event, NULL
FROM instance AS i
JOIN presence AS p ON p.role = i.role
JOIN coverage AS c ON c.feed = p.feed
WHERE p.present_at > p.due_at
  AND MIN(p.present_at, c.to_at) > MAX(p.due_at, c.from_at);

-- Contention: the role at work on another step, or on a fault elsewhere. Lines of an account that
-- two roles share show neither.
INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
SELECT
  i.id, 'S.CONTENTION', 'staffing', j.start_at, j.end_at, 0, NULL, NULL, 'hold', 1,
  'role ' || i.role || ' at ' || j.step || '/' || j.attempt,
  CASE WHEN j.start_origin = 'explicit' AND j.end_origin = 'explicit' THEN 'B' ELSE 'C' END,
  j.start_event, j.end_event, NULL
FROM instance AS i
JOIN instance AS j ON j.role = i.role AND j.step <> i.step AND j.observed = 1
WHERE j.end_at > j.start_at
  AND (
    NOT EXISTS (
      SELECT 1 FROM attempt_line AS a
      WHERE a.step = j.step AND a.attempt = j.attempt AND a.actor IS NOT NULL
    )
    OR EXISTS (
      SELECT 1 FROM attempt_line AS a
      WHERE a.step = j.step AND a.attempt = j.attempt AND a.role = j.role
    )
  );

-- A fault that was paged or acknowledged is worked on until it clears; one that nobody paged, as long
-- as lines show it; one that a step on its object expects is that step's ordinary work.
WITH
shown AS (                      -- the last line of who did something about it
  SELECT g.id AS fault, o.at, o.event, ROW_NUMBER() OVER (PARTITION BY g.id ORDER BY o.at DESC, o.event DESC) AS place
  FROM fault AS g
  JOIN fact AS r ON r.event = g.response_event AND r.signal <> 'response.ack'
  JOIN fact AS o
    ON o.signal IN ('operator.login', 'operator.command', 'config.change')
    AND o.role = g.response_role
    AND o.at >= g.response_at
    AND o.at < g.clear_at
    AND (
      g.object IN (o.object, o.host)
      OR substr(o.object, 1, length(g.object) + 1) = g.object || ':'
      OR substr(g.object, 1, length(o.object) + 1) = o.object || ':'
      OR substr(g.object, 1, length(o.host) + 1) = o.host || ':'
    )
  WHERE g.alert_event IS NULL
),
worked AS (
  SELECT
    g.id, g.name, g.object, g.signal, g.response_role AS role, g.response_at AS from_at, g.response_event,
    COALESCE(s.at, g.clear_at) AS to_at, COALESCE(s.event, g.clear_event) AS last_event
  FROM fault AS g
  LEFT JOIN shown AS s ON s.fault = g.id AND s.place = 1
  WHERE NOT EXISTS (
    SELECT 1 FROM step_expects AS x
    JOIN step_resource AS r ON r.step = x.step
    WHERE x.signal = g.signal
      AND (r.object = g.object OR substr(g.object, 1, length(r.object) + 1) = r.object || ':')
  )
)
INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
SELECT
  i.id, 'S.CONTENTION', 'staffing', f.from_at, f.to_at, 0, NULL, NULL, 'hold', 1,
  'role ' || i.role || ' at fault ' || f.name, 'B', f.response_event, f.last_event, NULL
FROM instance AS i
JOIN worked AS f ON f.role = i.role AND f.from_at < f.to_at
WHERE NOT EXISTS (
  SELECT 1 FROM step_resource AS r
  WHERE r.step = i.step
    AND (r.object = f.object OR substr(f.object, 1, length(r.object) + 1) = r.object || ':')
);

-- A cleared fault that the step's own check interval should have shown.
WITH
cleared AS (
  SELECT f.*, COALESCE((SELECT d.to_at FROM dispute AS d WHERE d.what = 'clear' AND d.number = f.id), f.clear_at) AS at
  FROM fault AS f
)
INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
SELECT
  i.id, 'P.NOCHECK', 'procedure', f.at, MIN(a.at), 0, NULL, NULL, 'hold', 1, 'fault ' || f.name || ' cleared', 'B',
  f.clear_event, a.event, NULL
FROM exposed AS x
JOIN instance AS i ON i.id = x.instance
JOIN step AS s ON s.step = i.step AND s.check_us IS NOT NULL
JOIN cleared AS f ON f.id = x.fault AND f.at >= i.enable_at AND f.at < i.end_at
JOIN activity AS a ON a.instance = i.id AND a.at >= f.at
GROUP BY i.id, f.id
HAVING MIN(a.at) - f.at > s.check_us;

-- A hand-off: the owner is present, but was told later.
WITH
shown AS (
  SELECT f.role, MIN(f.at) AS at, f.event
  FROM fact AS f
  JOIN feed AS d ON d.id = f.feed
  JOIN role_presence AS p ON p.role = f.role AND p.feed = d.name
  WHERE f.signal <> 'presence.out'
  GROUP BY f.role
),
surely AS (                     -- where that is in dispute, by both
  SELECT s.role, s.event,
    COALESCE((SELECT MAX(d.to_at) FROM dispute AS d WHERE d.what = 'presence' AND d.event = s.event), s.at) AS at
  FROM shown AS s
)
INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
SELECT
  i.id, 'P.HANDOFF', 'procedure', MAX(i.enable_at, p.at), h.at, 0, NULL, NULL, 'wait', 1, 'hand-off to ' || i.step, 'B',
  COALESCE(
    (
      SELECT q.end_event FROM tie AS t JOIN instance AS q ON q.id = t.predecessor
      WHERE t.instance = i.id ORDER BY t.end_at DESC LIMIT 1
    ),
    p.event
  ),
  h.event, p.event
FROM instance AS i
JOIN handoff AS h ON h.step = i.step AND h.at <= i.start_at AND h.at > i.enable_at
JOIN surely AS p ON p.role = i.role AND p.at < h.at
WHERE NOT EXISTS (
  SELECT 1 FROM handoff AS o
  WHERE o.step = i.step AND o.at < h.at AND o.at >= i.enable_at
);

-- Recorded waits of a step itself: a gate or slot that the plan does not have, and the rest.
WITH
own AS (                        -- by the step's id as good as by its name
  SELECT f.event, f.signal, f.at, COALESCE(i.step, f.step) AS step, f.reason
  FROM fact AS f
  LEFT JOIN (SELECT DISTINCT step FROM instance) AS i ON i.step = f.ident
  WHERE f.signal IN ('wait.begin', 'wait.end')
),
begun AS (
  SELECT event, at, step, reason FROM own
  WHERE signal = 'wait.begin' AND event NOT IN (SELECT event FROM fault_event)
),
ended AS (
  SELECT event, at, step, reason FROM own WHERE signal = 'wait.end'
),
paired AS (
  SELECT b.step, b.reason, b.at AS from_at, b.event AS begin_event, MIN(e.at) AS to_at, e.event AS end_event
  FROM begun AS b
  JOIN ended AS e ON e.step = b.step AND e.at > b.at AND COALESCE(e.reason = b.reason, 1)
  GROUP BY b.event
)
INSERT INTO blocker (instance, leaf, cause, from_at, to_at, absolute, hold_from_at, hold_to_at, phase, rank,
                     trigger, grade, open_event, close_event, third_event)
SELECT
  i.id,
  CASE p.reason
    WHEN 'specialist' THEN 'S.SPECIALIST' WHEN 'approval' THEN 'P.APPROVAL'
    WHEN 'escalation' THEN 'P.ESCALATION' WHEN 'wrong_target' THEN 'P.WRONGTARGET' ELSE 'P.GATE'
  END,
  CASE p.reason WHEN 'specialist' THEN 'staffing' ELSE 'procedure' END,
  p.from_at, p.to_at, p.reason IN ('gate', 'slot'),
  CASE WHEN p.reason IN ('gate', 'slot') THEN p.from_at END,
  CASE WHEN p.reason IN ('gate', 'slot') THEN p.to_at END, 'hold', 1, 'wait of ' || i.step, 'B',
  p.begin_event, p.end_event, NULL
FROM paired AS p
JOIN instance AS i ON i.step = p.step
WHERE p.reason IN ('specialist', 'approval', 'escalation', 'wrong_target', 'gate', 'slot');
