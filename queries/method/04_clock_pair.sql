-- Clock pairs: what two feeds both saw
--
-- A connection that both logged (client address and port, once in each log): a firewall's span holds
-- a gateway's, so start less start and end less end bound how far one clock is ahead of the other; of
-- two firewalls or two gateways either may hold the other's. Or a command that one typed and the other
-- carried out: the same text, once in each log, within `echo_us` (method §2). Human records and minutes
-- give none.
-- Fills clock_pair. One row: (3, 7, 4711, 918, 04:12:05, 04:13:09, -64900000, -63100000).
-- Reads of happening what index happening_told holds, and requests and flows of some 20,000 client
-- ports: those that port_sample names from 1.3 million requests on, else each once.

DELETE FROM clock_pair;

-- Ports are spread over 16 bits by an odd factor; those below this are looked at.
CREATE TEMP TABLE IF NOT EXISTS sample (below INTEGER);
DELETE FROM sample;
INSERT INTO sample (below)
SELECT MIN(65536, 1311000000 / MAX(1, COALESCE(SUM(success + failure + neither), 0))) FROM request_minute;

-- A connection as one feed saw it; outer ones hold the inner ones between their start and end.
CREATE TEMP TABLE IF NOT EXISTS sighting (
  feed INTEGER, is_outer INTEGER, event INTEGER, client TEXT, port INTEGER, start_at INTEGER, end_at INTEGER,
  resolution_us INTEGER
);
DELETE FROM sighting;
INSERT INTO sighting (feed, is_outer, event, client, port, start_at, end_at, resolution_us)
WITH
picked AS (
  SELECT r.id, r.common, r.client, r.client_port, r.written_at, r.duration_us
  FROM sample AS p
  CROSS JOIN request_row AS r
  WHERE p.below > 1024
    AND (r.client_port * 40503 & 65535) < p.below
  UNION ALL
  SELECT r.id, r.common, r.client, r.client_port, r.written_at, r.duration_us
  FROM sample AS p
  CROSS JOIN port_sample AS t
  CROSS JOIN request_row AS r ON r.id = t.id
  WHERE p.below <= 1024
    AND (r.client_port * 40503 & 65535) < p.below
)
SELECT
  s.feed, 0, MIN(r.id),
  CASE
    WHEN typeof(r.client) <> 'integer' THEN r.client
    WHEN r.client > 0 THEN (SELECT text FROM word WHERE id = r.client)
    ELSE printf('%d.%d.%d.%d', ~r.client >> 24, ~r.client >> 16 & 255, ~r.client >> 8 & 255, ~r.client & 255)
  END,
  r.client_port,
  MIN(r.written_at - CASE WHEN c.stamps_end THEN COALESCE(r.duration_us, 0) ELSE 0 END),
  MAX(r.written_at + CASE WHEN c.stamps_end THEN 0 ELSE COALESCE(r.duration_us, 0) END),
  MAX(CASE WHEN r.written_at % 1000000 = 0 THEN 1000000 ELSE 1000 END)
FROM picked AS r
JOIN request_common AS c ON c.id = r.common
JOIN entry AS e ON e.id = c.entry
JOIN source AS s ON s.id = e.source
WHERE r.written_at IS NOT NULL
GROUP BY 1, 4, 5
HAVING COUNT(*) = 1;

INSERT INTO sighting (feed, is_outer, event, client, port, start_at, end_at, resolution_us)
WITH
picked AS (
  SELECT w.id, w.common, w.client, w.client_port, w.written_at, w.duration_us
  FROM sample AS p
  CROSS JOIN flow_row AS w
  WHERE p.below > 1024
    AND (w.client_port * 40503 & 65535) < p.below
  UNION ALL
  SELECT w.id, w.common, w.client, w.client_port, w.written_at, w.duration_us
  FROM sample AS p
  CROSS JOIN port_sample AS t
  CROSS JOIN flow_row AS w ON w.id = t.id
  WHERE p.below <= 1024
    AND (w.client_port * 40503 & 65535) < p.below
)
SELECT
  s.feed, 1, MAX(CASE WHEN w.duration_us IS NOT NULL THEN w.id END),
  CASE
    WHEN typeof(w.client) <> 'integer' THEN w.client
    WHEN w.client > 0 THEN (SELECT text FROM word WHERE id = w.client)
    ELSE printf('%d.%d.%d.%d', ~w.client >> 24, ~w.client >> 16 & 255, ~w.client >> 8 & 255, ~w.client & 255)
  END,
  w.client_port,
  MIN(w.written_at - CASE WHEN c.stamps_end THEN COALESCE(w.duration_us, 0) ELSE 0 END),
  MAX(CASE WHEN w.duration_us IS NULL THEN NULL
    ELSE w.written_at + CASE WHEN c.stamps_end THEN 0 ELSE w.duration_us END END),
  MAX(CASE WHEN w.written_at % 1000000 = 0 THEN 1000000 ELSE 1000 END)
FROM picked AS w
JOIN flow_common AS c ON c.id = w.common
JOIN entry AS e ON e.id = c.entry
JOIN source AS s ON s.id = e.source
WHERE w.written_at IS NOT NULL
GROUP BY 1, 4, 5
HAVING COUNT(w.duration_us) = 1;

INSERT INTO clock_pair (feed, peer, event, peer_event, at, peer_at, least_us, greatest_us)
WITH
met AS (
  SELECT
    a.feed, b.feed AS peer, a.event, b.event AS peer_event, a.end_at AS at, b.end_at AS peer_at,
    a.start_at - b.start_at AS start_us, a.end_at - b.end_at AS end_us,
    MAX(a.resolution_us, b.resolution_us) AS resolution_us,
    a.is_outer - b.is_outer AS side
  FROM sighting AS a
  JOIN sighting AS b ON b.client = a.client AND b.port = a.port AND b.feed > a.feed
),
bounded AS (
  SELECT
    feed, peer, event, peer_event, at, peer_at,
    CASE side WHEN 1 THEN start_us WHEN -1 THEN end_us ELSE MIN(start_us, end_us) END - resolution_us AS least_us,
    CASE side WHEN 1 THEN end_us WHEN -1 THEN start_us ELSE MAX(start_us, end_us) END + resolution_us AS greatest_us
  FROM met
)
SELECT feed, peer, event, peer_event, at, peer_at, least_us, greatest_us
FROM bounded
WHERE greatest_us >= least_us;

-- What people typed: in quotes or behind a word that announces it, else behind the last colon.
CREATE TEMP TABLE IF NOT EXISTS said (id INTEGER PRIMARY KEY, feed INTEGER, at INTEGER, text TEXT, command TEXT);
DELETE FROM said;
INSERT INTO said (id, feed, at, text, command)
WITH
mark (opens, closes) AS (
  VALUES ('executed ''', ''''), ('command ''', ''''), ('cmd=''', ''''), ('cmd="', '"'),
    ('command="', '"'), ('COMMAND=', ''), ('executed cmd: ', '')
),
line AS (
  SELECT
    h.id, s.feed, h.written_at AS at,
    CASE WHEN typeof(h.message) = 'integer' THEN (SELECT text FROM word WHERE id = h.message) ELSE h.message END AS text
  FROM happening AS h
  JOIN entry AS e ON e.id = h.entry
  JOIN source AS s ON s.id = e.source
  WHERE h.signal IN (
      SELECT code FROM signal_word WHERE word IN ('operator.command', 'config.change', 'step.activity')
    )
    AND h.twin = 0
    AND h.written_at IS NOT NULL
    AND (h.line_hash IS NOT NULL OR h.actor IS NOT NULL OR h.sequence IS NOT NULL)
    AND e.format <> 'events'
  ORDER BY h.id
  LIMIT 4000
),
marked AS (
  SELECT
    l.*, m.closes,
    substr(l.text, instr(l.text, m.opens) + length(m.opens)) AS rest,
    ROW_NUMBER() OVER (PARTITION BY l.id ORDER BY instr(l.text, m.opens)) AS place
  FROM line AS l
  LEFT JOIN mark AS m ON instr(l.text, m.opens) > 0
)
SELECT
  id, feed, at, text,
  TRIM(CASE
    WHEN closes IS NULL THEN substr(text, length(rtrim(text, replace(text, ':', ''))) + 1)
    WHEN closes <> '' AND instr(rest, closes) > 0 THEN substr(rest, 1, instr(rest, closes) - 1)
    ELSE rest
  END)
FROM marked
WHERE place = 1;

INSERT INTO clock_pair (feed, peer, event, peer_event, at, peer_at, least_us, greatest_us)
WITH
typed AS (
  SELECT feed, MIN(id) AS id, MIN(at) AS at, command
  FROM said
  WHERE length(command) >= 8
  GROUP BY feed, command
  HAVING COUNT(*) = 1
  ORDER BY id
  LIMIT 500
),
echoed AS (                     -- one line of another feed holds it
  SELECT t.feed, t.id, t.at, l.feed AS peer, MIN(l.id) AS peer_id, MIN(l.at) AS peer_at
  FROM typed AS t
  JOIN said AS l
    ON l.feed <> t.feed
    AND instr(l.text, t.command) > 0
    AND substr(l.text, instr(l.text, t.command) + length(t.command), 1) NOT GLOB '[0-9A-Za-z._/-]'
  GROUP BY t.id, l.feed
  HAVING COUNT(*) = 1
),
one_way AS (                    -- each may be found in the other
  SELECT feed, peer, id, peer_id, at, peer_at FROM echoed WHERE feed < peer
  UNION
  SELECT peer, feed, peer_id, id, peer_at, at FROM echoed WHERE feed > peer
),
slack AS (
  SELECT value + 1000000 AS us FROM policy WHERE name = 'echo_us'
)
SELECT o.feed, o.peer, o.id, o.peer_id, o.at, o.peer_at, o.at - o.peer_at - s.us, o.at - o.peer_at + s.us
FROM one_way AS o, slack AS s;
