-- What the method derives: one group of tables per file of queries/method/, in that order.
--
-- Every table here is emptied and filled again by the file that its comment names, so that
-- `sqlite3 case.db < queries/method/…` repeats a step. `butfor` alone is filled by the program.
-- Events are cited by their id (column names end in _event); view `event` shows them.

-- 04_clock_pair.sql
CREATE TABLE clock_pair (       -- what two feeds both saw, and so how far their clocks can differ
  feed       INTEGER NOT NULL,
  peer       INTEGER NOT NULL,
  event      INTEGER NOT NULL,  -- of the feed
  peer_event INTEGER NOT NULL,  -- of the peer
  at         INTEGER NOT NULL,  -- of either, as written
  peer_at    INTEGER NOT NULL,
  least_us   INTEGER NOT NULL,  -- the feed's clock is ahead of the peer's by at least this
  greatest_us INTEGER NOT NULL  -- and at most that
) STRICT;

-- 05_clock.sql
CREATE TABLE clock (            -- how far each feed's clock is off; corrected = written - offset_us
  feed      INTEGER NOT NULL,
  from_at   INTEGER NOT NULL,   -- by the feed's own clock
  to_at     INTEGER NOT NULL,
  offset_us INTEGER NOT NULL,   -- positive: the clock is fast
  width_us  INTEGER NOT NULL,   -- the offset is known to plus or minus this
  pairs     INTEGER NOT NULL,   -- connections or commands seen by both this feed and the reference
  agreement INTEGER NOT NULL,   -- per mille of the pairs that hold with this offset
  origin    TEXT NOT NULL,      -- reference, stated, pairs, uncalibrated
  PRIMARY KEY (feed, from_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE clock_part (       -- the vote of each ten minutes (longer where pairs are sparse)
  feed        INTEGER NOT NULL,
  first_at    INTEGER NOT NULL, -- of its pairs, by the feed's own clock
  last_at     INTEGER NOT NULL,
  least_us    INTEGER NOT NULL, -- the offset lies between this
  greatest_us INTEGER NOT NULL, -- and this, say most pairs
  votes       INTEGER NOT NULL, -- that say so
  pairs       INTEGER NOT NULL, -- of so many
  PRIMARY KEY (feed, first_at)
) STRICT, WITHOUT ROWID;

-- 10_fact.sql
CREATE TABLE fact (             -- the events that mean something, by corrected time, twins left out
  event     INTEGER PRIMARY KEY,
  feed      INTEGER NOT NULL,
  kind      TEXT NOT NULL,      -- of the feed
  at        INTEGER NOT NULL,   -- corrected
  width_us  INTEGER NOT NULL,   -- of the feed's clock
  signal    TEXT NOT NULL,
  host      TEXT, step TEXT, role TEXT, actor TEXT, object TEXT, outcome TEXT, reason TEXT,
  ident     TEXT,               -- the record's `id`
  recipient TEXT, after TEXT,
  sequence  INTEGER
) STRICT;

CREATE INDEX fact_signal ON fact (signal, at);

-- Of millions of logins few are of people who are listed.
CREATE INDEX fact_role ON fact (role) WHERE role IS NOT NULL;

CREATE TABLE touch (            -- the events that belong to a step
  step   TEXT NOT NULL,
  at     INTEGER NOT NULL,
  rank   INTEGER NOT NULL,      -- order at one instant: 0 done and fail, 1 begin, 2 activity
  event  INTEGER NOT NULL,
  list   TEXT NOT NULL,         -- begin, activity, done, fail
  signal TEXT NOT NULL,
  feed   INTEGER NOT NULL,
  width_us INTEGER NOT NULL,
  role TEXT, actor TEXT, reason TEXT, after TEXT,
  PRIMARY KEY (step, at, rank, event)
) STRICT, WITHOUT ROWID;

-- 15_coverage.sql
CREATE TABLE coverage (         -- when a feed was alive
  feed    INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at   INTEGER NOT NULL,
  PRIMARY KEY (feed, from_at)
) STRICT, WITHOUT ROWID;

-- 20_restoration.sql
CREATE TABLE service_minute (   -- requests per minute, all gateways together
  service TEXT NOT NULL,
  at      INTEGER NOT NULL,     -- start of the minute, corrected
  success INTEGER NOT NULL,
  failure INTEGER NOT NULL,
  PRIMARY KEY (service, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE restoration (      -- when each service was back
  service          TEXT PRIMARY KEY,
  at               INTEGER NOT NULL,
  first_success_at INTEGER,     -- the first answered request after it went down
  censored         INTEGER NOT NULL -- 1: never reached in the logs, `at` is a lower bound
) STRICT;

CREATE TABLE restoration_split ( -- 22_split.sql: a second opinion on each service's restoration
  service         TEXT PRIMARY KEY,
  split_at        INTEGER NOT NULL, -- the minute that best parts failing from answered
  before_permille INTEGER NOT NULL, -- success before it, since window start
  after_permille  INTEGER NOT NULL  -- success from it on
) STRICT;

CREATE TABLE overrun (          -- one row
  start_at            INTEGER NOT NULL, -- announced
  end_at              INTEGER NOT NULL, -- announced
  extended_end_at     INTEGER,  -- by the last extension announced before the then-valid end
  restored_at         INTEGER NOT NULL,
  first_success_at    INTEGER,
  announced_at        INTEGER,  -- a message says that work is completed
  announced_event     INTEGER,
  censored            INTEGER NOT NULL,
  overrun_us          INTEGER NOT NULL,
  overrun_extended_us INTEGER
) STRICT;

-- 25_fault.sql
CREATE TABLE fault_sign (       -- what opens or clears a fault
  event    INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  feed     INTEGER NOT NULL,
  signal   TEXT NOT NULL,
  family   TEXT NOT NULL,       -- of fault_pair; with object and ident the fault's key
  object   TEXT NOT NULL,
  ident    TEXT NOT NULL,       -- '': none recorded
  opens    INTEGER NOT NULL,    -- 0: it clears
  external INTEGER NOT NULL
) STRICT;

CREATE TABLE fault (            -- open and clear of one thing on one object
  id             INTEGER PRIMARY KEY,
  name           TEXT NOT NULL, -- its recorded id, else F<n> by time
  object         TEXT NOT NULL,
  family         TEXT NOT NULL, -- of fault_pair
  signal         TEXT NOT NULL, -- that opened it
  ident          TEXT,
  start_at       INTEGER NOT NULL,
  detect_at      INTEGER NOT NULL, -- first alert; none: clear_at
  response_at    INTEGER,       -- first acknowledgement, else first operator action on the object
  clear_at       INTEGER NOT NULL,
  external       INTEGER NOT NULL,
  recipient_role TEXT,          -- of the first alert
  response_feed  INTEGER,
  response_role  TEXT,
  open_event     INTEGER NOT NULL,
  alert_event    INTEGER,
  reroute_event  INTEGER,       -- a later alert to another recipient
  response_event INTEGER,
  clear_event    INTEGER NOT NULL
) STRICT;

CREATE TABLE fault_event (      -- alerts, responses, call-outs, waits and approvals that belong to a fault
  fault  INTEGER NOT NULL,
  event  INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  signal TEXT NOT NULL,
  PRIMARY KEY (fault, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE repair_wait (      -- recorded waits inside a repair
  fault       INTEGER NOT NULL,
  leaf        TEXT NOT NULL,
  from_at     INTEGER NOT NULL,
  to_at       INTEGER NOT NULL,
  begin_event INTEGER NOT NULL,
  end_event   INTEGER NOT NULL
) STRICT;

-- 30_people.sql
CREATE TABLE approval (         -- approvals and decisions that were asked for
  id          INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL,    -- approval, decision
  step        TEXT,             -- NULL: of no step
  fault       INTEGER,          -- of whose repair; NULL: of none
  approver    TEXT,             -- role
  asked_at    INTEGER NOT NULL,
  given_at    INTEGER NOT NULL,
  asked_event INTEGER NOT NULL,
  given_event INTEGER NOT NULL,
  conflict    INTEGER NOT NULL  -- 1: a stamp contradicts the record's own sequence
) STRICT;

CREATE TABLE presence (         -- first presence of a role for each time it was due
  role       TEXT NOT NULL,
  due_at     INTEGER NOT NULL,
  present_at INTEGER NOT NULL,
  feed       INTEGER NOT NULL,
  event      INTEGER NOT NULL,
  PRIMARY KEY (role, due_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE handoff (          -- when the owner of a step was told to go on
  step  TEXT NOT NULL,
  at    INTEGER NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (step, at)
) STRICT, WITHOUT ROWID;

-- 35_instance.sql
CREATE TABLE attempt_line (     -- touch, cut into attempts
  step     TEXT NOT NULL,
  position INTEGER NOT NULL,    -- order within the step
  attempt  INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  event    INTEGER NOT NULL,
  list     TEXT NOT NULL,
  feed     INTEGER NOT NULL,
  width_us INTEGER NOT NULL,
  role TEXT, actor TEXT, reason TEXT, after TEXT,
  PRIMARY KEY (step, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE instance (         -- a step as it was carried out, one row per attempt
  id           INTEGER PRIMARY KEY, -- by time of start
  step         TEXT NOT NULL,
  attempt      INTEGER NOT NULL,
  planned      INTEGER NOT NULL, -- 0: the step is not in the plan
  observed     INTEGER NOT NULL, -- 0: no evidence and no cover: from predecessors' end to successor's start
  role         TEXT,
  restores     INTEGER NOT NULL,
  start_at     INTEGER NOT NULL,
  end_at       INTEGER NOT NULL,
  start_origin TEXT NOT NULL,   -- explicit, activity, inferred
  end_origin   TEXT NOT NULL,   -- explicit, activity, inferred
  outcome      TEXT NOT NULL,   -- done, failed, open
  reason       TEXT,            -- recorded with the failure; for an unplanned one its own
  after        TEXT,            -- of an unplanned one
  width_us     INTEGER NOT NULL,
  feed         INTEGER,
  start_event  INTEGER,
  end_event    INTEGER,
  allow_us     INTEGER NOT NULL, -- of its step, all attempts together
  quiet_us     INTEGER NOT NULL,
  not_before_at INTEGER,
  enable_at    INTEGER,         -- 40_edge.sql
  trigger_cause TEXT,           -- category that its rework belongs to
  trigger_name  TEXT,
  UNIQUE (step, attempt)
) STRICT;

CREATE TABLE activity (         -- the lines of each instance, begin and end lines included
  instance INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  event    INTEGER NOT NULL,
  list     TEXT NOT NULL,
  PRIMARY KEY (instance, at, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE skipped (          -- plan steps without evidence although their sources were covered
  step TEXT PRIMARY KEY
) STRICT;

-- 40_edge.sql
CREATE TABLE instance_edge (    -- what had to be done first
  instance    INTEGER NOT NULL,
  predecessor INTEGER NOT NULL,
  kind        TEXT NOT NULL,    -- plan, inside, retry, unplanned, after, retained
  PRIMARY KEY (instance, predecessor)
) STRICT, WITHOUT ROWID;

CREATE TABLE tie (              -- the predecessors that hold an instance, latest within eps
  instance    INTEGER NOT NULL,
  predecessor INTEGER NOT NULL,
  end_at      INTEGER NOT NULL, -- of the predecessor, or of the instance if that is earlier
  PRIMARY KEY (instance, predecessor)
) STRICT, WITHOUT ROWID;

CREATE TABLE tie_top (          -- the instances at which paths begin, looking back from restoration
  instance INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL     -- its end, or restoration if that is earlier
) STRICT;

-- 42_dispute.sql
CREATE TABLE dispute (          -- where two records of equal standing differ about a boundary
  id      INTEGER PRIMARY KEY,
  what    TEXT NOT NULL,        -- grant, begin, end, clear, response, call-out, arrival, wait, end of
                                -- wait, hand-off, presence
  subject TEXT NOT NULL,        -- of a step its name, of a fault or approval its trigger, of presence the role
  number  INTEGER NOT NULL,     -- of the approval, the instance, the fault; of presence when it was due
  from_at INTEGER NOT NULL,     -- says the one
  to_at   INTEGER NOT NULL,     -- says the other
  event       INTEGER NOT NULL, -- the one's line
  other_event INTEGER NOT NULL  -- the other's
) STRICT;

-- 45_blocker.sql
CREATE TABLE blocker (          -- what could hold an instance, whenever it did
  id          INTEGER PRIMARY KEY,
  instance    INTEGER NOT NULL, -- 0: the tail between the last step and restoration
  leaf        TEXT NOT NULL,
  cause       TEXT NOT NULL,    -- staffing, procedure, technical, undetermined
  from_at     INTEGER NOT NULL,
  to_at       INTEGER NOT NULL,
  absolute    INTEGER NOT NULL, -- 1: tied to the clock, 0: keeps its length
  hold_from_at INTEGER,         -- of an absolute one: from when to when the clock holds
  hold_to_at  INTEGER,
  phase       TEXT NOT NULL,    -- stop: holds work too; hold: explains waits and gaps; wait: waits
                                -- only; work: explains time beyond the allowance
  rank        INTEGER NOT NULL, -- of blockers with one trigger the highest rank counts
  trigger     TEXT NOT NULL,    -- what set it off
  grade       TEXT NOT NULL,    -- A, B, C
  open_event  INTEGER,
  close_event INTEGER,
  third_event INTEGER
) STRICT;

CREATE INDEX blocker_instance ON blocker (instance, from_at);

-- 50_label.sql
CREATE TABLE span (             -- each instance cut wherever anything changes
  instance INTEGER NOT NULL,    -- 0: the tail
  from_at  INTEGER NOT NULL,
  to_at    INTEGER NOT NULL,
  phase    TEXT NOT NULL,       -- early, gate, wait, stop, work, tail
  PRIMARY KEY (instance, from_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE allowance (        -- what each step may use without being late
  step         TEXT PRIMARY KEY,
  allow_us     INTEGER NOT NULL, -- as planned; 0 for an unplanned one
  worked_us    INTEGER NOT NULL, -- productive time of all attempts
  effective_us INTEGER NOT NULL  -- within the pace band: worked_us, else allow_us
) STRICT;

CREATE TABLE label (            -- every moment of every instance
  id       INTEGER PRIMARY KEY,
  instance INTEGER NOT NULL,    -- 0: the tail
  from_at  INTEGER NOT NULL,
  to_at    INTEGER NOT NULL,
  phase    TEXT NOT NULL,       -- early, gate, wait, stop, work, tail
  state    TEXT NOT NULL,       -- planned, lost
  open_event  INTEGER,          -- the instance's lines around this moment
  close_event INTEGER
) STRICT;

CREATE INDEX label_instance ON label (instance, from_at);

CREATE TABLE label_leaf (       -- why a moment is lost; several: concurrent
  label    INTEGER NOT NULL,
  leaf     TEXT NOT NULL,
  cause    TEXT NOT NULL,
  trigger  TEXT NOT NULL,
  absolute INTEGER NOT NULL,
  hold_from_at INTEGER,         -- of an absolute blocker
  hold_to_at   INTEGER,
  grade    TEXT NOT NULL,       -- A, B, C, D
  open_event  INTEGER,
  close_event INTEGER,
  third_event INTEGER,
  PRIMARY KEY (label, leaf, trigger)
) STRICT, WITHOUT ROWID;

-- 55_path.sql
CREATE TABLE path_weight (      -- each controlling path's share of the whole: parts of the sum
  path   INTEGER PRIMARY KEY,
  weight INTEGER NOT NULL
) STRICT;

CREATE TABLE path (             -- each controlling path, a partition of window start … restoration
  path     INTEGER NOT NULL,
  from_at  INTEGER NOT NULL,
  to_at    INTEGER NOT NULL,
  instance INTEGER NOT NULL,    -- 0: the tail
  PRIMARY KEY (path, from_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE path_label (       -- the labels along a path
  path    INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at   INTEGER NOT NULL,
  label   INTEGER NOT NULL,
  PRIMARY KEY (path, from_at)
) STRICT, WITHOUT ROWID;

-- 60_lost.sql
CREATE TABLE step_allowance (   -- what each step of a path was allowed and used
  path         INTEGER NOT NULL,
  step         TEXT NOT NULL,
  effective_us INTEGER NOT NULL, -- allowance after the pace band
  off_path_us  INTEGER NOT NULL, -- planned time of its attempts that is not on this path
  used_us      INTEGER NOT NULL, -- planned time on this path
  unused_us    INTEGER NOT NULL, -- effective - off_path - used
  last_end_at  INTEGER NOT NULL, -- of its last instance on the path
  PRIMARY KEY (path, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (           -- lost - reserve - recovered = overrun, for each path
  path         INTEGER PRIMARY KEY,
  lost_us      INTEGER NOT NULL,
  reserve_us   INTEGER NOT NULL, -- negative: the plan is longer than the window
  recovered_us INTEGER NOT NULL,
  weight       INTEGER NOT NULL
) STRICT;

CREATE TABLE lost (             -- lost spans of each path by leaf
  path      INTEGER NOT NULL,
  from_at   INTEGER NOT NULL,
  to_at     INTEGER NOT NULL,
  instance  INTEGER NOT NULL,
  label     INTEGER NOT NULL,
  leaf      TEXT NOT NULL,
  cause     TEXT NOT NULL,
  trigger   TEXT NOT NULL,
  grade     TEXT NOT NULL,
  causes    INTEGER NOT NULL,   -- how many categories block at once
  leaves    INTEGER NOT NULL,   -- how many leaves of this category
  PRIMARY KEY (path, from_at, leaf, trigger)
) STRICT, WITHOUT ROWID;

-- 65_share.sql
CREATE TABLE cause (            -- the four categories, in the order in which rounding favours them
  position INTEGER PRIMARY KEY, -- 1 … 4
  cause    TEXT NOT NULL UNIQUE,
  letter   TEXT NOT NULL,       -- S P T U
  bit      INTEGER NOT NULL     -- 1 2 4 8, in `butfor.removed`
) STRICT;

CREATE TABLE share (            -- the result by category
  cause            TEXT PRIMARY KEY,
  lost_us          INTEGER NOT NULL, -- on the path, concurrent time split equally
  gross_us         INTEGER NOT NULL, -- all time where it blocks, P.PLAN in procedure
  headline_us      INTEGER NOT NULL,
  chronological_us INTEGER NOT NULL,
  shapley_us       INTEGER,     -- 75_shapley.sql
  least_us         INTEGER,
  greatest_us      INTEGER,
  but_for_end_at   INTEGER,
  grade            TEXT
) STRICT;

-- the program, between 65 and 75
CREATE TABLE butfor (           -- when the window would have ended without some causes
  removed INTEGER PRIMARY KEY,  -- sum of cause.bit
  causes  TEXT NOT NULL,        -- '', 'S', 'SP', …
  end_at  INTEGER NOT NULL
) STRICT;

-- 80_trigger.sql
CREATE TABLE trigger (          -- the same lost time by what set it off
  name    TEXT PRIMARY KEY,
  kind    TEXT NOT NULL,        -- fault, omission, absence, approval, …
  lost_us INTEGER NOT NULL,
  event   INTEGER
) STRICT;

-- 85_deviation.sql
CREATE TABLE deviation (        -- where the work left the plan
  kind  TEXT NOT NULL,          -- skipped, unobserved, inserted, repeated, out of order, integrity
  step  TEXT NOT NULL,
  at    INTEGER,
  text  TEXT NOT NULL,
  event INTEGER
) STRICT;

-- 90_verdict.sql
CREATE TABLE verdict (          -- one row
  main_cause TEXT,
  reason     TEXT               -- none_overrun, undetermined, conventions_disagree, margin, grade, censored
) STRICT;

-- 95_regulation.sql
CREATE TABLE regulation_clock ( -- the night against rules that were in force
  rule         TEXT PRIMARY KEY,
  position     INTEGER NOT NULL,
  state        TEXT NOT NULL,   -- beyond, inside, reached, not reached, due, missing facts, not in
                                -- force, not applicable
  missing      TEXT,            -- names of missing facts
  in_force_at  INTEGER,
  start_at     INTEGER,         -- first instant beyond the announced end, or what it counts from
  due_at       INTEGER,
  measured_us  INTEGER NOT NULL,
  threshold_us INTEGER NOT NULL, -- 0: none
  source       TEXT NOT NULL
) STRICT;

-- the program, after them
CREATE TABLE sensitivity (      -- the method run again with other numbers
  name    TEXT NOT NULL,        -- 'idle_us = 180000000'
  cause   TEXT NOT NULL,
  headline_us INTEGER NOT NULL,
  PRIMARY KEY (name, cause)
) STRICT, WITHOUT ROWID;

-- Filled by `analyze` when it has resolved the cited lines; `report`, `show` and `verify` re-read
-- them and compare.
CREATE TABLE citation (         -- the lines that the report cites, as they stood in their sources
  number INTEGER NOT NULL,      -- 12 is E12 of the report
  event  INTEGER PRIMARY KEY,
  entry  INTEGER NOT NULL,
  line   INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  sha256 TEXT NOT NULL          -- of the raw line without its terminator, hexadecimal, when first cited
) STRICT;

-- ------------------------------------------------------------------------------------------ views

CREATE VIEW happening_view AS   -- happening with its words, by corrected time
SELECT
  h.id, h.entry, h.line, h.offset,
  h.written_at - COALESCE(k.offset_us, 0) AS happened_at,
  h.written_at, h.received_at,
  zo.word AS zone_origin, yo.word AS year_origin, s.word AS signal,
  h.severity, h.duration_us,
  CASE WHEN typeof(h.outcome) = 'integer' THEN (SELECT text FROM word WHERE id = h.outcome) ELSE h.outcome END AS outcome,
  CASE WHEN typeof(h.host) = 'integer' THEN (SELECT text FROM word WHERE id = h.host) ELSE h.host END AS host,
  CASE WHEN typeof(h.program) = 'integer' THEN (SELECT text FROM word WHERE id = h.program) ELSE h.program END AS program,
  CASE WHEN typeof(h.actor) = 'integer' THEN (SELECT text FROM word WHERE id = h.actor) ELSE h.actor END AS actor,
  CASE WHEN typeof(h.object) = 'integer' THEN (SELECT text FROM word WHERE id = h.object) ELSE h.object END AS object,
  CASE WHEN typeof(h.step) = 'integer' THEN (SELECT text FROM word WHERE id = h.step) ELSE h.step END AS step,
  CASE WHEN typeof(h.role) = 'integer' THEN (SELECT text FROM word WHERE id = h.role) ELSE h.role END AS role,
  CASE WHEN typeof(h.reason) = 'integer' THEN (SELECT text FROM word WHERE id = h.reason) ELSE h.reason END AS reason,
  CASE WHEN typeof(h.event_id) = 'integer' THEN (SELECT text FROM word WHERE id = h.event_id) ELSE h.event_id END AS event_id,
  CASE WHEN typeof(h.recipient) = 'integer' THEN (SELECT text FROM word WHERE id = h.recipient) ELSE h.recipient END AS recipient,
  CASE WHEN typeof(h.after) = 'integer' THEN (SELECT text FROM word WHERE id = h.after) ELSE h.after END AS after,
  h.sequence,
  CASE WHEN typeof(h.code) = 'integer' THEN (SELECT text FROM word WHERE id = h.code) ELSE h.code END AS code,
  CASE WHEN typeof(h.message) = 'integer' THEN (SELECT text FROM word WHERE id = h.message) ELSE h.message END AS message,
  h.twin,
  NULL AS client, NULL AS client_port, NULL AS server, NULL AS server_port,
  NULL AS method, NULL AS path, NULL AS status, NULL AS bytes, NULL AS rule
FROM happening AS h
JOIN entry AS e ON e.id = h.entry
JOIN source AS f ON f.id = e.source
JOIN signal_word AS s ON s.code = h.signal
JOIN origin_word AS zo ON zo.code = h.zone_origin
JOIN origin_word AS yo ON yo.code = h.year_origin
LEFT JOIN clock AS k ON k.feed = f.feed AND h.written_at >= k.from_at AND h.written_at < k.to_at;

CREATE VIEW event AS            -- one row per event, requests and flows included
SELECT
  id, entry, line, offset, happened_at, written_at, received_at, zone_origin, year_origin, signal,
  severity, duration_us, outcome, host, program, actor, object, step, role, reason, event_id,
  recipient, after, sequence, code, message, twin, client, client_port, server, server_port,
  method, path, status, bytes, rule
FROM happening_view
UNION ALL
SELECT
  r.id, r.entry, r.line, r.offset,
  r.written_at - COALESCE(k.offset_us, 0), r.written_at, NULL, e.zone_origin, NULL, 'request',
  NULL, r.duration_us, NULL, fd.host, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0,
  CASE
    WHEN typeof(r.client) <> 'integer' THEN r.client
    WHEN r.client > 0 THEN (SELECT text FROM word WHERE id = r.client)
    ELSE printf('%d.%d.%d.%d', ~r.client >> 24, ~r.client >> 16 & 255, ~r.client >> 8 & 255, ~r.client & 255)
  END,
  r.client_port, NULL, NULL,
  CASE WHEN typeof(r.method) = 'integer' THEN (SELECT text FROM word WHERE id = r.method) ELSE r.method END,
  CASE WHEN typeof(r.path) = 'integer' THEN (SELECT text FROM word WHERE id = r.path) ELSE r.path END,
  r.status, r.bytes,
  CASE WHEN typeof(r.backend) = 'integer' THEN (SELECT text FROM word WHERE id = r.backend) ELSE r.backend END
FROM request AS r
JOIN entry AS e ON e.id = r.entry
JOIN source AS f ON f.id = e.source
JOIN feed AS fd ON fd.id = f.feed
LEFT JOIN clock AS k ON k.feed = f.feed AND r.written_at >= k.from_at AND r.written_at < k.to_at
UNION ALL
SELECT
  w.id, w.entry, w.line, w.offset,
  w.written_at - COALESCE(k.offset_us, 0), w.written_at, NULL, e.zone_origin, NULL, 'flow',
  NULL, w.duration_us,
  CASE WHEN typeof(w.outcome) = 'integer' THEN (SELECT text FROM word WHERE id = w.outcome) ELSE w.outcome END,
  CASE WHEN typeof(w.host) = 'integer' THEN (SELECT text FROM word WHERE id = w.host) ELSE w.host END,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  CASE WHEN typeof(w.code) = 'integer' THEN (SELECT text FROM word WHERE id = w.code) ELSE w.code END,
  NULL, 0,
  CASE
    WHEN typeof(w.client) <> 'integer' THEN w.client
    WHEN w.client > 0 THEN (SELECT text FROM word WHERE id = w.client)
    ELSE printf('%d.%d.%d.%d', ~w.client >> 24, ~w.client >> 16 & 255, ~w.client >> 8 & 255, ~w.client & 255)
  END,
  w.client_port,
  CASE
    WHEN typeof(w.server) <> 'integer' THEN w.server
    WHEN w.server > 0 THEN (SELECT text FROM word WHERE id = w.server)
    ELSE printf('%d.%d.%d.%d', ~w.server >> 24, ~w.server >> 16 & 255, ~w.server >> 8 & 255, ~w.server & 255)
  END,
  w.server_port, NULL, NULL, NULL, w.bytes,
  CASE WHEN typeof(w.rule) = 'integer' THEN (SELECT text FROM word WHERE id = w.rule) ELSE w.rule END
FROM flow AS w
JOIN entry AS e ON e.id = w.entry
JOIN source AS f ON f.id = e.source
LEFT JOIN clock AS k ON k.feed = f.feed AND w.written_at >= k.from_at AND w.written_at < k.to_at;
