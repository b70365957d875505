-- Disputes: two records of equal standing that differ about a boundary
--
-- Two feeds of one kind tell the same thing, each for the first time, further apart than both clocks
-- and `attach_us` allow: neither is better than the other, so what lies between is in dispute. It is
-- the same thing when it is about the same step and attempt, fault or role, and names the same actor,
-- recipient and id. A grant that was asked for anew, a clear of what broke anew, a presence after a
-- leave is another thing; a presence is in dispute until a third line shows it (method §5).
-- Fills dispute. One row: (1, 'end', 'S2', 4, 04:20, 05:00, 812, 977).
-- Reads fact by index fact_signal; the rest is tens of rows and needs no index.

DELETE FROM dispute;

-- What was told of each boundary, and when; `mark` is what must be alike.
CREATE TEMP TABLE IF NOT EXISTS told (
  what TEXT, subject TEXT, number INTEGER, mark TEXT, at INTEGER, event INTEGER
);
DELETE FROM told;

INSERT INTO told (what, subject, number, mark, at, event)
SELECT 'grant', a.kind || COALESCE(' of ' || a.step, '') || ' #' || a.id, a.id, '', g.at, g.event
FROM approval AS a
JOIN fact AS p ON p.event = a.asked_event
JOIN fact AS f ON f.event = a.given_event
JOIN fact AS g
  ON g.signal = f.signal AND g.step IS f.step AND g.at >= f.at
  AND (a.fault IS NULL OR g.event IN (SELECT event FROM fault_event WHERE fault = a.fault))
WHERE a.conflict = 0
  AND NOT EXISTS (              -- asked again: the later grant answers another request
    SELECT 1 FROM fact AS q
    WHERE q.signal = p.signal AND q.step IS p.step AND q.at <= g.at
      AND (a.fault IS NULL OR q.event IN (SELECT event FROM fault_event WHERE fault = a.fault))
      AND q.at > p.at + CASE WHEN q.feed = p.feed THEN 0
        ELSE q.width_us + p.width_us + (SELECT value FROM policy WHERE name = 'attach_us') END
  );

INSERT INTO told (what, subject, number, mark, at, event)
SELECT CASE a.list WHEN 'begin' THEN 'begin' ELSE 'end' END, i.step, i.id, a.list, a.at, a.event
FROM instance AS i
JOIN attempt_line AS b ON b.step = i.step AND b.attempt = i.attempt AND b.event IN (i.start_event, i.end_event)
JOIN attempt_line AS a ON a.step = i.step AND a.attempt = i.attempt AND a.list = b.list AND a.position >= b.position
WHERE b.list = 'begin' AND b.event = i.start_event
  OR b.list IN ('done', 'fail') AND b.event = i.end_event;

INSERT INTO told (what, subject, number, mark, at, event)
SELECT 'clear', 'fault ' || g.name, g.id, '', s.at, s.event
FROM fault AS g
JOIN fault_sign AS s
  ON s.object = g.object AND s.family = g.family AND s.ident = COALESCE(g.ident, '')
  AND s.opens = 0 AND s.at >= g.clear_at
WHERE NOT EXISTS (              -- it broke anew
    SELECT 1 FROM fault_sign AS o
    WHERE o.object = g.object AND o.family = g.family AND o.ident = COALESCE(g.ident, '')
      AND o.opens = 1 AND o.at > g.clear_at AND o.at <= s.at
  );

INSERT INTO told (what, subject, number, mark, at, event)
SELECT
  CASE e.signal
    WHEN 'response.ack' THEN 'response' WHEN 'callout.sent' THEN 'call-out' WHEN 'callout.arrived' THEN 'arrival'
    WHEN 'wait.begin' THEN 'wait' ELSE 'end of wait'
  END,
  'fault ' || g.name, g.id,
  COALESCE(f.role, '') || '/' || COALESCE(f.actor, '') || '/' || COALESCE(f.recipient, '') || '/'
    || COALESCE(f.ident, '') || '/' || COALESCE(f.reason, ''),
  e.at, e.event
FROM fault AS g
JOIN fault_event AS e
  ON e.fault = g.id AND e.signal IN ('response.ack', 'callout.sent', 'callout.arrived', 'wait.begin', 'wait.end')
JOIN fact AS f ON f.event = e.event;

INSERT INTO told (what, subject, number, mark, at, event)
SELECT 'hand-off', i.step, i.id, COALESCE(f.recipient, ''), f.at, f.event
FROM instance AS i
JOIN fact AS f ON f.signal = 'handoff.notified' AND f.step = i.step AND f.at >= i.enable_at AND f.at <= i.start_at;

INSERT INTO told (what, subject, number, mark, at, event)
SELECT 'presence', p.role, p.due_at, COALESCE(f.actor, ''), f.at, f.event
FROM presence AS p
JOIN fact AS c ON c.event = p.event AND c.signal = 'presence.in'
JOIN fact AS f ON f.signal = c.signal AND f.role = p.role AND f.actor IS c.actor AND f.at >= c.at
JOIN feed AS d ON d.id = f.feed
JOIN role_presence AS r ON r.role = p.role AND r.feed = d.name
WHERE NOT EXISTS (              -- left, and came again
    SELECT 1 FROM fact AS o
    WHERE o.signal = 'presence.out' AND o.role = p.role AND o.at > c.at AND o.at <= f.at
  );

INSERT INTO dispute (what, subject, number, from_at, to_at, event, other_event)
WITH
first AS (                      -- of each feed; of all of them the method takes the first
  SELECT
    t.*, f.feed, f.kind, f.width_us,
    ROW_NUMBER() OVER (PARTITION BY t.what, t.subject, t.number, t.mark, f.feed ORDER BY t.at, t.event) AS place,
    ROW_NUMBER() OVER (PARTITION BY t.what, t.subject, t.number, t.mark ORDER BY t.at, t.event) AS place_of_all
  FROM told AS t
  JOIN fact AS f ON f.event = t.event
),
differs AS (
  SELECT
    c.what, c.subject, c.number, c.feed, c.at AS from_at, c.event, o.at AS to_at, o.event AS other_event,
    ROW_NUMBER() OVER (PARTITION BY c.what, c.subject, c.number, c.event ORDER BY o.at DESC, o.event) AS place
  FROM first AS c
  JOIN first AS o
    ON o.what = c.what AND o.subject = c.subject AND o.number = c.number AND o.mark = c.mark
    AND o.place = 1 AND o.feed <> c.feed AND o.kind = c.kind
  WHERE c.place_of_all = 1
    AND o.at > c.at + c.width_us + o.width_us + (SELECT value FROM policy WHERE name = 'attach_us')
)
SELECT
  d.what, d.subject, d.number, d.from_at,
  CASE d.what
    WHEN 'presence' THEN MIN(d.to_at, COALESCE((
      SELECT MIN(f.at) FROM fact AS f
      JOIN feed AS n ON n.id = f.feed
      JOIN role_presence AS r ON r.role = f.role AND r.feed = n.name
      WHERE f.role = d.subject AND f.feed <> d.feed AND f.at > d.from_at AND f.signal <> 'presence.out'
    ), d.to_at))
    ELSE d.to_at
  END,
  d.event, d.other_event
FROM differs AS d
WHERE d.place = 1
ORDER BY d.from_at, d.what, d.subject, d.number;
