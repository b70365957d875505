-- Clocks: how far each feed's clock is off
--
-- The reference is the gateway that saw most requests, after its own stated clock; a stated clock is
-- taken at its word. Every other feed is compared with the one of known clock that it shares most
-- pairs with (04_clock_pair.sql). Each pair bounds the offset; the one that most pairs allow wins, per
-- ten minutes (longer where pairs are sparse). Neighbours that agree are one stretch; where they do
-- not, the clock was set or drifts, and the moment that best parts the pairs ends the stretch. Under
-- `clock_pairs` pairs that agree, or without a majority, a feed stays uncalibrated (method §2).
-- Fills clock, clock_part. One row of clock: (3, …, …, -64000000, 400000, 1840, 998, 'pairs').
-- Reads clock_pair (some 20,000 rows at most for two feeds) and request_minute once:
-- no index.

DELETE FROM clock;
DELETE FROM clock_part;

CREATE TEMP TABLE IF NOT EXISTS busiest (feed INTEGER, requests INTEGER);
DELETE FROM busiest;
INSERT INTO busiest (feed, requests)
SELECT d.id, SUM(m.success + m.failure + m.neither) AS requests
FROM request_minute AS m
JOIN entry AS e ON e.id = m.entry
JOIN source AS s ON s.id = e.source
JOIN feed AS d ON d.id = s.feed
WHERE d.kind = 'gateway'
GROUP BY d.id
ORDER BY requests DESC, d.name
LIMIT 1;

INSERT INTO clock (feed, from_at, to_at, offset_us, width_us, pairs, agreement, origin)
SELECT
  d.id, -9223372036854775807, 9223372036854775807, COALESCE(d.clock_us, 0),
  CASE WHEN b.feed IS NULL THEN (SELECT value FROM policy WHERE name = 'stated_width_us') ELSE 0 END,
  0, 1000,
  CASE WHEN b.feed IS NULL THEN 'stated' ELSE 'reference' END
FROM feed AS d
LEFT JOIN busiest AS b ON b.feed = d.id
WHERE d.clock_us IS NOT NULL OR b.feed IS NOT NULL;

-- One round: the feeds without a clock that share most pairs with one that has.
CREATE TEMP TABLE IF NOT EXISTS bound (
  feed INTEGER, part INTEGER, at INTEGER, least_us INTEGER, greatest_us INTEGER, peer_us INTEGER
);
CREATE TEMP TABLE IF NOT EXISTS vote (
  feed INTEGER, part INTEGER, least_us INTEGER, greatest_us INTEGER, votes INTEGER, pairs INTEGER,
  first_at INTEGER, last_at INTEGER, peer_us INTEGER
);
CREATE TEMP TABLE IF NOT EXISTS stretch (
  feed INTEGER, place INTEGER, stretch INTEGER, least_us INTEGER, greatest_us INTEGER,
  first_at INTEGER, last_at INTEGER
);
CREATE TEMP TABLE IF NOT EXISTS parting (feed INTEGER, place INTEGER, at INTEGER);

CREATE TEMP VIEW IF NOT EXISTS bound_next AS
WITH
both AS (                       -- feed less peer, whichever of the two is looked for
  SELECT feed, peer, at, peer_at, least_us, greatest_us FROM clock_pair
  UNION ALL
  SELECT peer, feed, peer_at, at, -greatest_us, -least_us FROM clock_pair
),
shared AS (
  SELECT
    feed, peer,
    MAX(1, 10 * ((MAX(at) - MIN(at)) / 600000000 + 1) / COUNT(*)) * 600000000 AS part_us,
    ROW_NUMBER() OVER (PARTITION BY feed ORDER BY COUNT(*) DESC, peer) AS place
  FROM both
  WHERE feed NOT IN (SELECT feed FROM clock)
    AND peer IN (SELECT feed FROM clock)
  GROUP BY feed, peer
  HAVING COUNT(*) >= (SELECT value FROM policy WHERE name = 'clock_pairs')
)
SELECT
  p.feed, p.at / c.part_us AS part, p.at, p.least_us + k.offset_us AS least_us,
  p.greatest_us + k.offset_us AS greatest_us, k.width_us AS peer_us
FROM shared AS c
JOIN both AS p ON p.feed = c.feed AND p.peer = c.peer
JOIN clock AS k ON k.feed = p.peer AND p.peer_at >= k.from_at AND p.peer_at < k.to_at
WHERE c.place = 1;

-- The vote: of each part the offsets inside most intervals.
CREATE TEMP VIEW IF NOT EXISTS vote_next AS
WITH
counted AS (
  SELECT feed, part, COUNT(*) AS pairs, MIN(at) AS first_at, MAX(at) AS last_at, MAX(peer_us) AS peer_us
  FROM bound
  GROUP BY feed, part
),
edge AS (
  SELECT feed, part, least_us AS at_us, 1 AS step FROM bound
  UNION ALL
  SELECT feed, part, greatest_us, -1 FROM bound
),
running AS (
  SELECT
    feed, part, at_us,
    SUM(step) OVER (PARTITION BY feed, part ORDER BY at_us, step DESC ROWS UNBOUNDED PRECEDING) AS votes,
    LEAD(at_us) OVER (PARTITION BY feed, part ORDER BY at_us, step DESC) AS next_us
  FROM edge
),
placed AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY feed, part ORDER BY votes DESC, at_us) AS place
  FROM running
  WHERE next_us IS NOT NULL
)
SELECT
  p.feed, p.part, p.at_us AS least_us, p.next_us AS greatest_us, p.votes, c.pairs, c.first_at, c.last_at,
  c.peer_us
FROM placed AS p
JOIN counted AS c ON c.feed = p.feed AND c.part = p.part
WHERE p.place = 1;

-- Parts in order, cut where the next one's offset is out of reach of those before it.
CREATE TEMP VIEW IF NOT EXISTS stretch_next AS
WITH RECURSIVE
usable AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY feed ORDER BY part) AS place
  FROM vote
  WHERE 4 * votes >= (SELECT value FROM policy WHERE name = 'clock_pairs')
    AND 2 * votes > pairs
),
walk (feed, place, stretch, least_us, greatest_us, first_at, last_at) AS (
  SELECT feed, 1, 1, least_us, greatest_us, first_at, last_at FROM usable WHERE place = 1
  UNION ALL
  SELECT
    u.feed, u.place,
    w.stretch + (MAX(w.least_us, u.least_us) - MIN(w.greatest_us, u.greatest_us) > j.value),
    CASE
      WHEN MAX(w.least_us, u.least_us) <= MIN(w.greatest_us, u.greatest_us) THEN MAX(w.least_us, u.least_us)
      WHEN MAX(w.least_us, u.least_us) - MIN(w.greatest_us, u.greatest_us) > j.value THEN u.least_us
      ELSE w.least_us
    END,
    CASE
      WHEN MAX(w.least_us, u.least_us) <= MIN(w.greatest_us, u.greatest_us) THEN MIN(w.greatest_us, u.greatest_us)
      WHEN MAX(w.least_us, u.least_us) - MIN(w.greatest_us, u.greatest_us) > j.value THEN u.greatest_us
      ELSE w.greatest_us
    END,
    u.first_at, u.last_at
  FROM walk AS w
  JOIN usable AS u ON u.feed = w.feed AND u.place = w.place + 1
  JOIN policy AS j ON j.name = 'clock_jump_us'
)
SELECT feed, place, stretch, least_us, greatest_us, first_at, last_at FROM walk;

-- Between two stretches the moment before which most pairs hold with the one, since which with the other.
CREATE TEMP VIEW IF NOT EXISTS parting_next AS
WITH
change AS (
  SELECT
    a.feed, a.stretch, a.least_us, a.greatest_us, a.first_at AS from_at,
    b.least_us AS next_least_us, b.greatest_us AS next_greatest_us, b.last_at AS to_at
  FROM stretch AS a
  JOIN stretch AS b ON b.feed = a.feed AND b.place = a.place + 1 AND b.stretch <> a.stretch
),
scored AS (
  SELECT
    c.feed, c.stretch, p.at,
    SUM((p.least_us <= c.greatest_us AND p.greatest_us >= c.least_us)
      - (p.least_us <= c.next_greatest_us AND p.greatest_us >= c.next_least_us))
      OVER (PARTITION BY c.feed, c.stretch ORDER BY p.at ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW) AS score
  FROM change AS c
  JOIN bound AS p ON p.feed = c.feed AND p.at BETWEEN c.from_at AND c.to_at
),
best AS (
  SELECT feed, at, ROW_NUMBER() OVER (PARTITION BY feed, stretch ORDER BY COALESCE(score, 0) DESC, at) AS place
  FROM scored
)
SELECT feed, ROW_NUMBER() OVER (PARTITION BY feed ORDER BY at) AS place, at
FROM best
WHERE place = 1;

CREATE TEMP VIEW IF NOT EXISTS clock_next AS
WITH
placed AS (
  SELECT
    feed, part, votes, pairs, peer_us, least_us, greatest_us,
    -- A clock that may be right is taken to be right.
    CASE WHEN least_us <= 0 AND greatest_us >= 0 THEN 0 ELSE (least_us + greatest_us) / 2 END AS offset_us,
    SUM(votes) OVER (PARTITION BY feed) AS all_votes,
    SUM(pairs) OVER (PARTITION BY feed) AS all_pairs
  FROM vote
)
SELECT
  v.feed,
  COALESCE((SELECT at FROM parting WHERE feed = v.feed AND place = v.part), -9223372036854775807) AS from_at,
  COALESCE((SELECT at FROM parting WHERE feed = v.feed AND place = v.part + 1), 9223372036854775807) AS to_at,
  v.offset_us,
  v.peer_us + MAX(v.offset_us - v.least_us, v.greatest_us - v.offset_us) AS width_us,
  v.pairs, v.votes * 1000 / v.pairs AS agreement, 'pairs' AS origin
FROM placed AS v
WHERE v.all_votes >= (SELECT value FROM policy WHERE name = 'clock_pairs')
  AND 2 * v.all_votes > v.all_pairs;

-- Three rounds: those next to the reference, next to these, and next to them.
DELETE FROM bound;
INSERT INTO bound (feed, part, at, least_us, greatest_us, peer_us)
SELECT feed, part, at, least_us, greatest_us, peer_us FROM bound_next;
DELETE FROM vote;
INSERT INTO vote (feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us)
SELECT feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us FROM vote_next;
INSERT OR IGNORE INTO clock_part (feed, first_at, last_at, least_us, greatest_us, votes, pairs)
SELECT feed, first_at, last_at, least_us, greatest_us, votes, pairs FROM vote;
DELETE FROM stretch;
INSERT INTO stretch (feed, place, stretch, least_us, greatest_us, first_at, last_at)
SELECT feed, place, stretch, least_us, greatest_us, first_at, last_at FROM stretch_next;
DELETE FROM parting;
INSERT INTO parting (feed, place, at) SELECT feed, place, at FROM parting_next;
UPDATE bound SET part = (SELECT COUNT(*) FROM parting AS g WHERE g.feed = bound.feed AND g.at <= bound.at);
DELETE FROM vote;
INSERT INTO vote (feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us)
SELECT feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us FROM vote_next;
INSERT INTO clock (feed, from_at, to_at, offset_us, width_us, pairs, agreement, origin)
SELECT feed, from_at, to_at, offset_us, width_us, pairs, agreement, origin FROM clock_next;

DELETE FROM bound;
INSERT INTO bound (feed, part, at, least_us, greatest_us, peer_us)
SELECT feed, part, at, least_us, greatest_us, peer_us FROM bound_next;
DELETE FROM vote;
INSERT INTO vote (feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us)
SELECT feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us FROM vote_next;
INSERT OR IGNORE INTO clock_part (feed, first_at, last_at, least_us, greatest_us, votes, pairs)
SELECT feed, first_at, last_at, least_us, greatest_us, votes, pairs FROM vote;
DELETE FROM stretch;
INSERT INTO stretch (feed, place, stretch, least_us, greatest_us, first_at, last_at)
SELECT feed, place, stretch, least_us, greatest_us, first_at, last_at FROM stretch_next;
DELETE FROM parting;
INSERT INTO parting (feed, place, at) SELECT feed, place, at FROM parting_next;
UPDATE bound SET part = (SELECT COUNT(*) FROM parting AS g WHERE g.feed = bound.feed AND g.at <= bound.at);
DELETE FROM vote;
INSERT INTO vote (feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us)
SELECT feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us FROM vote_next;
INSERT INTO clock (feed, from_at, to_at, offset_us, width_us, pairs, agreement, origin)
SELECT feed, from_at, to_at, offset_us, width_us, pairs, agreement, origin FROM clock_next;

DELETE FROM bound;
INSERT INTO bound (feed, part, at, least_us, greatest_us, peer_us)
SELECT feed, part, at, least_us, greatest_us, peer_us FROM bound_next;
DELETE FROM vote;
INSERT INTO vote (feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us)
SELECT feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us FROM vote_next;
INSERT OR IGNORE INTO clock_part (feed, first_at, last_at, least_us, greatest_us, votes, pairs)
SELECT feed, first_at, last_at, least_us, greatest_us, votes, pairs FROM vote;
DELETE FROM stretch;
INSERT INTO stretch (feed, place, stretch, least_us, greatest_us, first_at, last_at)
SELECT feed, place, stretch, least_us, greatest_us, first_at, last_at FROM stretch_next;
DELETE FROM parting;
INSERT INTO parting (feed, place, at) SELECT feed, place, at FROM parting_next;
UPDATE bound SET part = (SELECT COUNT(*) FROM parting AS g WHERE g.feed = bound.feed AND g.at <= bound.at);
DELETE FROM vote;
INSERT INTO vote (feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us)
SELECT feed, part, least_us, greatest_us, votes, pairs, first_at, last_at, peer_us FROM vote_next;
INSERT INTO clock (feed, from_at, to_at, offset_us, width_us, pairs, agreement, origin)
SELECT feed, from_at, to_at, offset_us, width_us, pairs, agreement, origin FROM clock_next;

-- What a stated clock's own pairs with the reference say of it.
UPDATE clock
SET (pairs, agreement) = (
  SELECT COUNT(*), COALESCE(SUM(p.least_us <= o.us + o.slack_us AND p.greatest_us >= o.us - o.slack_us) * 1000
    / COUNT(*), 1000)
  FROM (
    SELECT
      k.feed, clock.offset_us - k.offset_us AS us, clock.width_us + k.width_us AS slack_us
    FROM clock AS k
    WHERE k.origin = 'reference'
  ) AS o
  JOIN (
    SELECT feed, peer, least_us, greatest_us FROM clock_pair
    UNION ALL
    SELECT peer, feed, -greatest_us, -least_us FROM clock_pair
  ) AS p ON p.feed = clock.feed AND p.peer = o.feed
)
WHERE origin = 'stated';

INSERT INTO clock (feed, from_at, to_at, offset_us, width_us, pairs, agreement, origin)
SELECT
  d.id, -9223372036854775807, 9223372036854775807, 0,
  (SELECT value FROM policy WHERE name = 'uncalibrated_us'),
  0, 1000, 'uncalibrated'
FROM feed AS d
WHERE d.id NOT IN (SELECT feed FROM clock);
