-- Faults: what was broken, from its first sign to its end
--
-- A fault is an open/clear pair on one object (fault_pair), or a burst of upstream errors. Its key is
-- object, family and recorded id; a second open of an open fault is part of it; without a clear it
-- gives no leaf, unless its backend answers requests again (inferred: grade C). Alerts, responses,
-- call-outs, waits and approvals belong to a fault by its id, else by step (its id is as good as its
-- name), object and time; an approval of a step is that step's. A line that matches a step's `fail`
-- opens no fault (method §1, §5).
-- Fills fault_sign, fault, fault_event, repair_wait. One row of fault: (1, 'F1', 'fw-gw-01', 'fault', …).
-- Reads fact by index fact_signal, and, where a backend is never said to be up again, backend_minute by
-- its primary key and the requests of the one minute in which it went down by theirs.

DELETE FROM fault_sign;
DELETE FROM fault;
DELETE FROM fault_event;
DELETE FROM repair_wait;

INSERT INTO fault_sign (event, at, feed, signal, family, object, ident, opens, external)
WITH
named AS (                      -- the object that a recorded fault id stands for
  SELECT ident, MIN(object) AS object
  FROM fact
  WHERE signal IN ('fault.open', 'fault.clear') AND ident IS NOT NULL AND object IS NOT NULL
  GROUP BY ident
)
SELECT
  f.event, f.at, f.feed, f.signal, p.family,
  COALESCE(p.object, f.object, n.object, f.host, '') AS object,
  COALESCE(CASE WHEN p.family = 'fault' THEN f.ident END, '') AS ident,
  f.signal = p.open AS opens,
  p.external
FROM fact AS f
JOIN fault_pair AS p ON f.signal IN (p.open, p.clear)
LEFT JOIN named AS n ON n.ident = f.ident AND p.family = 'fault'
UNION
SELECT
  f.event, f.at, f.feed, f.signal, p.family,
  COALESCE(p.object, f.object, f.host, ''), '', m.side = 'open', p.external
FROM fault_match AS m
JOIN fact AS f ON f.event = m.event
JOIN fault_pair AS p ON p.id = m.pair;

INSERT INTO fault (id, name, object, family, signal, ident, start_at, detect_at, response_at, clear_at,
                   external, open_event, clear_event)
WITH
ordered AS (
  SELECT
    s.*,
    LAG(opens) OVER key AS opened_before,
    MIN(CASE WHEN NOT opens THEN at END) OVER (
      PARTITION BY object, family, ident ORDER BY at, event ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS clear_at
  FROM fault_sign AS s
  WHERE NOT (s.opens AND s.event IN (SELECT event FROM touch WHERE list = 'fail'))
  WINDOW key AS (PARTITION BY object, family, ident ORDER BY at, event)
),
paired AS (
  SELECT object, family, signal, ident, at AS start_at, clear_at, external, event AS open_event
  FROM ordered
  WHERE opens
    AND COALESCE(opened_before, 0) = 0
    AND clear_at > at
),
upstream AS (
  SELECT
    event, at, COALESCE(object, host, '') AS object, signal,
    LAG(at) OVER (PARTITION BY COALESCE(object, host, '') ORDER BY at, event) AS before_at
  FROM fact
  WHERE signal IN ('upstream.timeout', 'upstream.refused', 'upstream.error', 'upstream.none')
),
run AS (
  SELECT
    event, at, object, signal,
    SUM(
      before_at IS NULL OR at - before_at > (SELECT value FROM policy WHERE name = 'burst_span_us')
    ) OVER (PARTITION BY object ORDER BY at, event ROWS UNBOUNDED PRECEDING) AS run,
    ROW_NUMBER() OVER (PARTITION BY object ORDER BY at, event) AS position
  FROM upstream
),
dense AS (                      -- runs with at least burst_count errors within burst_span_us: from there
  SELECT a.object, a.run, MIN(a.position) AS position
  FROM run AS a
  JOIN run AS b
    ON b.object = a.object
    AND b.position = a.position + (SELECT value FROM policy WHERE name = 'burst_count') - 1
    AND b.at - a.at <= (SELECT value FROM policy WHERE name = 'burst_span_us')
  GROUP BY a.object, a.run
),
burst AS (
  SELECT r.object, MIN(r.signal) AS signal, MIN(r.at) AS start_at, MAX(r.at) AS clear_at,
    MIN(r.event) AS open_event, MAX(r.event) AS clear_event
  FROM run AS r
  JOIN dense AS d ON d.object = r.object AND d.run = r.run AND d.position <= r.position
  GROUP BY r.object, r.run
),
unclosed AS (                   -- opened and never cleared: some vendors do not log recovery
  SELECT object, family, signal, ident, MIN(at) AS start_at, MAX(at) AS last_at, external, MIN(event) AS open_event
  FROM ordered
  WHERE opens AND clear_at IS NULL AND family = 'health'
  GROUP BY object, family, ident
),
minute AS (                     -- in which the backend answered since
  SELECT
    u.object, u.ident, u.last_at, m.from_event, m.to_event, m.first_event,
    m.first_at - k.offset_us AS first_at, k.offset_us
  FROM unclosed AS u
  CROSS JOIN entry AS e
  JOIN backend_minute AS m ON m.entry = e.id AND m.backend = u.object
  JOIN source AS s ON s.id = e.source
  JOIN clock AS k ON k.feed = s.feed AND m.first_at >= k.from_at AND m.first_at < k.to_at
  WHERE m.last_at - k.offset_us > u.last_at
),
answer AS (
  SELECT object, ident, first_at AS at, first_event AS event
  FROM minute
  WHERE first_at > last_at
  UNION ALL                     -- of the minute in which it went down: request by request
  SELECT m.object, m.ident, r.written_at - m.offset_us, r.id
  FROM minute AS m
  JOIN request_row AS r ON r.id BETWEEN m.from_event AND m.to_event
  JOIN request_common AS c ON c.id = r.common
  WHERE m.first_at <= m.last_at
    AND r.written_at - m.offset_us > m.last_at
    AND c.status BETWEEN 200 AND 399
    AND c.backend IN (m.object, (SELECT w.id FROM word AS w WHERE w.text = m.object))
),
answered AS (                   -- the first request after it that the same backend answered
  SELECT
    u.object, u.family, u.signal, u.ident, u.start_at, u.external, u.open_event,
    MIN(a.at) AS clear_at, a.event AS clear_event
  FROM unclosed AS u
  JOIN answer AS a ON a.object = u.object AND a.ident = u.ident
  GROUP BY u.object, u.family, u.ident
),
every AS (
  SELECT
    p.object, p.family, p.signal, p.ident, p.start_at, p.clear_at, p.external, p.open_event,
    (
      SELECT o.event FROM ordered AS o
      WHERE o.object = p.object AND o.family = p.family AND o.ident = p.ident
        AND o.at = p.clear_at AND NOT o.opens
      ORDER BY o.event LIMIT 1
    ) AS clear_event
  FROM paired AS p
  UNION ALL
  SELECT object, 'upstream', signal, '', start_at, clear_at, 0, open_event, clear_event
  FROM burst
  WHERE clear_at > start_at
  UNION ALL
  SELECT object, family, signal, ident, start_at, clear_at, external, open_event, clear_event
  FROM answered
)
SELECT
  ROW_NUMBER() OVER (ORDER BY start_at, object, family, ident),
  COALESCE(NULLIF(ident, ''), object || ' ' || family),
  object, family, signal, NULLIF(ident, ''), start_at, clear_at, NULL, clear_at,
  external, open_event, clear_event
FROM every;

-- What belongs to a fault: by its id; else by step, object and time, within 2 s and both clocks' widths.
WITH
aid AS (
  SELECT
    f.*, r.step AS for_step,
    f.signal LIKE 'approval.%' OR f.signal LIKE 'decision.%' AS is_grant,
    COALESCE(i.step, f.step) AS of_step
  FROM fact AS f
  LEFT JOIN (SELECT step FROM step UNION SELECT step FROM touch) AS i ON i.step = f.ident
  LEFT JOIN step AS r ON r.step = COALESCE(i.step, f.step)
  WHERE f.signal IN ('alert.sent', 'response.ack', 'callout.sent', 'callout.arrived', 'wait.begin', 'wait.end',
                     'approval.asked', 'approval.given', 'decision.asked', 'decision.given')
),
candidate AS (
  SELECT
    a.event, a.at, a.signal, g.id AS fault,
    a.at < g.start_at OR a.at > g.clear_at AS beside,
    MIN(ABS(a.at - g.start_at), ABS(a.at - g.clear_at)) AS distance
  FROM aid AS a
  JOIN fault AS g ON g.ident = a.ident
  UNION ALL
  SELECT
    a.event, a.at, a.signal, g.id,
    a.at < g.start_at OR a.at > g.clear_at,
    MIN(ABS(a.at - g.start_at), ABS(a.at - g.clear_at))
  FROM aid AS a
  JOIN fault AS g
  JOIN fact AS o ON o.event = g.open_event
  WHERE (a.ident IS NULL OR a.ident NOT IN (SELECT ident FROM fault WHERE ident IS NOT NULL))
    AND (a.of_step IS NULL OR NOT a.is_grant)
  GROUP BY a.event, g.id
  HAVING (
      a.object IS NULL AND a.for_step IS NOT NULL
      OR a.object = g.object
      OR substr(g.object, 1, length(a.object) + 1) = a.object || ':'
      OR substr(a.object, 1, length(g.object) + 1) = g.object || ':'
    )
    AND (
      a.for_step IS NULL
      OR EXISTS (
        SELECT 1 FROM step_resource AS sr
        WHERE sr.step = a.for_step
          AND (sr.object = g.object OR substr(g.object, 1, length(sr.object) + 1) = sr.object || ':')
      )
    )
    AND a.at >= g.start_at - (SELECT value FROM policy WHERE name = 'attach_us') - CASE WHEN a.feed = o.feed THEN 0 ELSE a.width_us + o.width_us END
    AND a.at <= g.clear_at + (SELECT value FROM policy WHERE name = 'attach_us') + CASE WHEN a.feed = o.feed THEN 0 ELSE a.width_us + o.width_us END
),
nearest AS (                    -- every fault that was open then; none: the nearest
  SELECT
    *,
    MIN(beside) OVER (PARTITION BY event) AS none_open,
    ROW_NUMBER() OVER (PARTITION BY event ORDER BY beside, distance, fault) AS nearness
  FROM candidate
)
INSERT INTO fault_event (fault, event, at, signal)
SELECT fault, event, at, signal
FROM nearest
WHERE beside = 0 OR (none_open = 1 AND nearness = 1);

WITH
actor_role AS (
  SELECT actor, MIN(role) AS role FROM role_actor GROUP BY actor HAVING COUNT(*) = 1
),
alert AS (
  SELECT
    e.fault, e.event, e.at,
    COALESCE((SELECT r.role FROM role AS r WHERE r.role = f.recipient), a.role, f.recipient) AS recipient,
    ROW_NUMBER() OVER (PARTITION BY e.fault ORDER BY e.at, e.event) AS position
  FROM fault_event AS e
  JOIN fact AS f ON f.event = e.event
  LEFT JOIN actor_role AS a ON a.actor = f.recipient
  WHERE e.signal = 'alert.sent'
),
acknowledged AS (
  SELECT e.fault, e.event, e.at,
    ROW_NUMBER() OVER (PARTITION BY e.fault ORDER BY e.at, e.event) AS position
  FROM fault_event AS e
  WHERE e.signal = 'response.ack'
),
hands_on AS (                   -- no acknowledgement: the first operator action on the object
  SELECT g.id AS fault, f.event, f.at,
    ROW_NUMBER() OVER (PARTITION BY g.id ORDER BY f.at, f.event) AS position
  FROM fault AS g
  LEFT JOIN alert AS a ON a.fault = g.id AND a.position = 1
  JOIN fact AS f
    ON f.signal IN ('operator.login', 'operator.command', 'config.change')
    AND f.at >= COALESCE(a.at, g.start_at)
    AND f.at < g.clear_at
    AND (f.role IS NOT NULL OR f.actor IN (SELECT r.actor FROM role_actor AS r))
    AND (
      g.object IN (f.object, f.host)
      OR substr(f.object, 1, length(g.object) + 1) = g.object || ':'
      OR substr(g.object, 1, length(f.object) + 1) = f.object || ':'
      OR substr(g.object, 1, length(f.host) + 1) = f.host || ':'
    )
),
response AS (
  SELECT fault, event, at FROM acknowledged WHERE position = 1
  UNION ALL
  SELECT fault, event, at FROM hands_on
  WHERE position = 1 AND fault NOT IN (SELECT fault FROM acknowledged)
)
UPDATE fault
SET
  detect_at = COALESCE(
    (SELECT MIN(MAX(a.at, fault.start_at), fault.clear_at) FROM alert AS a WHERE a.fault = fault.id AND a.position = 1),
    fault.clear_at
  ),
  alert_event = (SELECT a.event FROM alert AS a WHERE a.fault = fault.id AND a.position = 1),
  recipient_role = (SELECT a.recipient FROM alert AS a WHERE a.fault = fault.id AND a.position = 1),
  reroute_event = (
    SELECT b.event
    FROM alert AS a
    JOIN alert AS b ON b.fault = a.fault AND b.position > 1 AND b.recipient IS NOT a.recipient
    WHERE a.fault = fault.id AND a.position = 1
    ORDER BY b.position LIMIT 1
  ),
  response_at = (SELECT MIN(MAX(r.at, fault.start_at), fault.clear_at) FROM response AS r WHERE r.fault = fault.id),
  response_event = (SELECT r.event FROM response AS r WHERE r.fault = fault.id),
  response_feed = (SELECT f.feed FROM response AS r JOIN fact AS f ON f.event = r.event WHERE r.fault = fault.id),
  response_role = (SELECT f.role FROM response AS r JOIN fact AS f ON f.event = r.event WHERE r.fault = fault.id);

-- Waits inside a repair: a call-out, or a recorded wait with its reason.
WITH
begun AS (
  SELECT
    e.fault, e.event, e.at,
    e.signal = 'callout.sent' AS callout,
    CASE WHEN e.signal = 'callout.sent' THEN 'specialist' ELSE f.reason END AS reason,
    f.ident, f.recipient
  FROM fault_event AS e
  JOIN fact AS f ON f.event = e.event
  WHERE e.signal IN ('callout.sent', 'wait.begin')
),
ended AS (
  SELECT
    e.fault, e.event, e.at,
    e.signal = 'callout.arrived' AS callout,
    CASE WHEN e.signal = 'callout.arrived' THEN 'specialist' ELSE f.reason END AS reason,
    f.ident, f.recipient
  FROM fault_event AS e
  JOIN fact AS f ON f.event = e.event
  WHERE e.signal IN ('callout.arrived', 'wait.end')
),
paired AS (
  SELECT
    b.fault, b.reason, b.at AS from_at, b.event AS begin_event, n.at AS to_at, n.event AS end_event,
    ROW_NUMBER() OVER (PARTITION BY b.fault, b.event ORDER BY n.at, n.event) AS position
  FROM begun AS b
  JOIN ended AS n               -- what both of them say is the same
    ON n.fault = b.fault AND n.callout = b.callout AND n.at > b.at
    AND COALESCE(n.reason = b.reason, 1) AND COALESCE(n.ident = b.ident, 1)
    AND COALESCE(n.recipient = b.recipient, 1)
)
INSERT INTO repair_wait (fault, leaf, from_at, to_at, begin_event, end_event)
SELECT
  fault,
  CASE reason
    WHEN 'specialist' THEN 'S.SPECIALIST'
    WHEN 'approval' THEN 'P.APPROVAL'
    WHEN 'escalation' THEN 'P.ESCALATION'
    WHEN 'wrong_target' THEN 'P.WRONGTARGET'
  END,
  from_at, to_at, begin_event, end_event
FROM paired
WHERE position = 1
  AND reason IN ('specialist', 'approval', 'escalation', 'wrong_target');
