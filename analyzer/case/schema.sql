-- The case database: the public contract (PRAGMA user_version = 1).
--
-- Times are integer microseconds since 1970-01-01T00:00:00Z and end in _at, spans end in _us.
-- Words that repeat are interned: a column declared ANY holds either the number of a row of `word`
-- or, where a text does not repeat, the text itself; a client or server that is an IPv4 address is
-- -1 less its 32 bits, as ~client >> 24 … ~client & 255 give it back. View `event` shows words and
-- addresses. What many requests or flows share is a row of its own that theirs refer to; the views
-- `request` and `flow` put both together. Enumerations in `happening` hold codes of `signal_word`
-- and `origin_word`; everywhere else they are words. Where rows are many their id stands last:
-- SQLite gives the next one by itself and cheaply to rows that leave the last column out.

-- ---------------------------------------------------------------------------------- what was run

CREATE TABLE run (              -- one row per run of the program on this database
  id          INTEGER PRIMARY KEY,
  version     TEXT NOT NULL,    -- of overrun
  arguments   TEXT NOT NULL,    -- the command line
  started_at  INTEGER NOT NULL,
  ended_at    INTEGER,          -- NULL: running, or died
  state       TEXT NOT NULL     -- running, done, interrupted, failed
) STRICT;

-- --------------------------------------------------------------------------------- what was read

CREATE TABLE word (             -- interned texts
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE signal_word (      -- the vocabulary of signals
  code INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE origin_word (      -- where a zone or a year came from
  code INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE feed (             -- one system's records: one item of `sources:` in the case file;
                                -- when an item is gone from there, or has another `path`, all that
                                -- was read of it is deleted before the next `analyze` or `ingest`
  id           INTEGER PRIMARY KEY,
  name         TEXT NOT NULL UNIQUE,
  kind         TEXT NOT NULL,   -- firewall, gateway, app, operator, ticket, pager, chat, record
  host         TEXT,            -- stated host of all its lines
  timezone     TEXT,            -- stated zone of lines without one
  clock_us     INTEGER,         -- stated: how far its clock is fast; NULL: not stated
  heartbeat_us INTEGER,         -- stated: no longer silence than this while it is alive
  format       TEXT,            -- stated format, or NULL: auction
  path         TEXT NOT NULL,   -- the glob
  custody      TEXT             -- who copied it, when and how
) STRICT;

CREATE TABLE source (           -- one file
  id     INTEGER PRIMARY KEY,
  feed   INTEGER NOT NULL REFERENCES feed,
  path   TEXT NOT NULL UNIQUE,  -- relative to the case file
  bytes  INTEGER NOT NULL,      -- as it lies on disk
  sha256 TEXT NOT NULL,         -- of the file as it lies on disk, hexadecimal
  state  TEXT NOT NULL,         -- whole, truncated, corrupt, unreadable
  note   TEXT                   -- what is wrong with it
) STRICT;

CREATE TABLE entry (            -- one stream of lines: a file, or a member of an archive
  id          INTEGER PRIMARY KEY,
  source      INTEGER NOT NULL REFERENCES source,
  chain       TEXT NOT NULL,    -- 'night.tar.gz!logs/fw.log.gz'
  sha256      TEXT NOT NULL,    -- of the decompressed stream, hexadecimal
  bytes       INTEGER NOT NULL, -- of the decompressed stream
  lines       INTEGER NOT NULL,
  events      INTEGER NOT NULL,
  rejected    INTEGER NOT NULL,
  blank       INTEGER NOT NULL,
  cut         INTEGER NOT NULL, -- lines longer than the limit, their rest dropped
  mended      INTEGER NOT NULL, -- lines with invalid UTF-8 or NUL bytes replaced
  format      TEXT NOT NULL,    -- the winner of the auction; '' for an empty entry
  margin      INTEGER NOT NULL, -- its bids less the runner-up's
  runner_up   TEXT NOT NULL,
  charset     TEXT NOT NULL,
  zone        TEXT NOT NULL,    -- used for lines without one
  zone_origin TEXT NOT NULL,
  first_at    INTEGER,          -- as written, uncorrected
  last_at     INTEGER,
  state       TEXT NOT NULL,    -- whole, truncated, corrupt, unreadable (encrypted, refused: nothing
                                -- of it was read), known (its content was read before)
  note        TEXT,
  same_as     INTEGER REFERENCES entry, -- of a known entry, or of one whose beginning was known
  new_from    INTEGER NOT NULL DEFAULT 0, -- lines up to this one were known already and are in same_as
  reading     TEXT NOT NULL,    -- hash of the rules, matchers and source settings it was read with
  first_event INTEGER,          -- its events have these ids and those between; NULL: none
  last_event  INTEGER,
  CHECK (lines = events + rejected + blank)
) STRICT;

CREATE INDEX entry_sha256 ON entry (sha256);
CREATE INDEX entry_source ON entry (source, chain);
CREATE INDEX entry_same_as ON entry (same_as) WHERE same_as IS NOT NULL;

CREATE VIEW entry_counted AS    -- the entries whose tallies make up the whole: each line once
SELECT e.id, e.lines, e.events, e.rejected, e.blank
FROM entry AS e
WHERE e.state <> 'known'        -- and none that is the beginning of another
  AND NOT EXISTS (SELECT 1 FROM entry AS g WHERE g.same_as = e.id AND g.state <> 'known');

CREATE TABLE rejected_line (    -- lines that no format reads
  entry  INTEGER NOT NULL REFERENCES entry,
  line   INTEGER NOT NULL,      -- counts from 1
  offset INTEGER NOT NULL,      -- bytes into the decompressed stream
  reason TEXT NOT NULL,
  text   TEXT NOT NULL,         -- cut at 1 KiB
  PRIMARY KEY (entry, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE restart (          -- places from which a large entry that is its file can be read again
  entry       INTEGER NOT NULL REFERENCES entry,
  line        INTEGER NOT NULL, -- the first that begins at or behind the place
  offset      INTEGER NOT NULL, -- of that line, in the decompressed stream
  unpacked_at INTEGER NOT NULL, -- of the place, in the same
  packed_at   INTEGER NOT NULL, -- of the place in the file: its first whole byte
  packed_bits INTEGER NOT NULL, -- of the byte before, which belong to the place, too
  packed_end  INTEGER NOT NULL, -- of gzip: where the next place begins; else 0
  sha256      TEXT NOT NULL,    -- of the file from packed_at to packed_end, hexadecimal; else ''
  window      BLOB NOT NULL,    -- of gzip: up to 32 KiB that were unpacked before the place
  PRIMARY KEY (entry, line)
) STRICT;

CREATE TABLE happening (        -- every event but plain requests and flows
  entry       INTEGER NOT NULL,
  line        INTEGER NOT NULL,
  offset      INTEGER NOT NULL,
  written_at  INTEGER,          -- by the source's own clock, uncorrected; NULL: no time
  received_at INTEGER,          -- by the relay's clock
  zone_origin INTEGER NOT NULL, -- origin_word
  year_origin INTEGER NOT NULL, -- origin_word
  signal      INTEGER NOT NULL, -- signal_word
  severity    INTEGER,          -- 0 emergency … 7 debug
  duration_us INTEGER,
  outcome     ANY,
  host        ANY,
  program     ANY,
  actor       ANY,
  object      ANY,
  step        ANY,
  role        ANY,
  reason      ANY,
  event_id    ANY,              -- `id` of a human record or rule: fault, change, alert number
  recipient   ANY,
  after       ANY,
  sequence    INTEGER,          -- `seq` of a human record
  code        ANY,              -- the vendor's message id
  message     ANY,
  twin        INTEGER NOT NULL DEFAULT 0, -- 1: byte-identical to an earlier line of its feed, and saying the same
  line_hash   INTEGER,          -- of feed, raw line and what it says, `written_at` included, to find
                                -- twins; NULL: a plain log line that nothing claims, of which twins
                                -- are not looked for
  template    INTEGER,          -- of the message, by what does not differ from line to line; NULL:
                                -- it has a `code`, or no message
  id          INTEGER PRIMARY KEY -- unique over happening, request and flow; in reading order
) STRICT;

-- Twins have the same time. Led by it, the index grows where the log does; led by the hash, each row
-- would go to another page: of lines that all differ four million took six times as long as one.
CREATE INDEX happening_line_hash ON happening (written_at, line_hash, twin) WHERE line_hash IS NOT NULL;

-- What the method may read, so that millions of plain log lines between are passed over; with what it
-- looks at first, so that of millions of logins only the rows of people who are listed are read.
CREATE INDEX happening_told ON happening (id, signal, actor, role)
WHERE line_hash IS NOT NULL OR actor IS NOT NULL OR sequence IS NOT NULL;

-- The rows of records that number theirs: few, and asked for in every sensitivity run.
CREATE INDEX happening_sequence ON happening (id) WHERE sequence IS NOT NULL;

CREATE TABLE request_common (   -- what many requests of an entry share; equal rows may repeat
  entry      INTEGER NOT NULL,
  stamps_end INTEGER NOT NULL,  -- 1: written_at is the end of the request
  status     INTEGER NOT NULL,
  service    INTEGER,           -- position in `service`; NULL: none
  method     ANY,
  agent      ANY,
  backend    ANY,
  lead       INTEGER NOT NULL DEFAULT 0, -- of a row whose `line` is NULL: its id less its line
  id         INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE request_row (      -- one row per request that a gateway logged; see view `request`
  common      INTEGER NOT NULL, -- request_common
  line        INTEGER,          -- NULL: id less the common's `lead`
  offset      INTEGER NOT NULL,
  written_at  INTEGER,
  duration_us INTEGER,
  bytes       INTEGER,
  client      ANY,              -- below 0: an address
  client_port INTEGER,
  path        ANY,
  id          INTEGER PRIMARY KEY
) STRICT;

CREATE VIEW request AS          -- each request with all that is stored of it
SELECT r.id, c.entry, COALESCE(r.line, r.id - c.lead) AS line, r.offset, r.written_at, r.duration_us, c.stamps_end, c.status, r.bytes,
  c.service, r.client, r.client_port, c.method, r.path, c.agent, c.backend, r.common
FROM request_row AS r
LEFT JOIN request_common AS c ON c.id = r.common;

CREATE TABLE flow_common (      -- what many flows of an entry share; equal rows may repeat
  entry      INTEGER NOT NULL,
  stamps_end INTEGER NOT NULL,  -- 1: written_at is the end of the flow
  outcome    ANY,
  host       ANY,
  protocol   ANY,
  rule       ANY,
  code       ANY,
  lead       INTEGER NOT NULL DEFAULT 0, -- as in request_common
  id         INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE flow_row (         -- one row per connection or packet that a firewall logged; see view `flow`
  common      INTEGER NOT NULL, -- flow_common
  line        INTEGER,          -- as in request_row
  offset      INTEGER NOT NULL,
  written_at  INTEGER,
  duration_us INTEGER,
  client      ANY,              -- as in request_row
  client_port INTEGER,
  server      ANY,              -- the same
  server_port INTEGER,
  bytes       INTEGER,
  id          INTEGER PRIMARY KEY
) STRICT;

CREATE VIEW flow AS             -- each flow with all that is stored of it
SELECT r.id, c.entry, COALESCE(r.line, r.id - c.lead) AS line, r.offset, r.written_at, r.duration_us, c.stamps_end, c.outcome, c.host,
  r.client, r.client_port, r.server, r.server_port, c.protocol, c.rule, r.bytes, c.code, r.common
FROM flow_row AS r
LEFT JOIN flow_common AS c ON c.id = r.common;

-- Requests and flows of every 64th client port (04_clock_pair.sql), so that very large nights need not
-- be read whole. No partial index: SQLite would work out its condition for every row.
CREATE TABLE port_sample (
  id INTEGER PRIMARY KEY        -- request_row or flow_row
) STRICT;

CREATE TABLE step_match (       -- which events a step's own matchers claim
  event INTEGER NOT NULL,       -- id of an event
  step  TEXT NOT NULL,
  list  TEXT NOT NULL,          -- begin, activity, done, fail: the first that matches
  PRIMARY KEY (event, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE fault_match (      -- which events the case file's own `faults:` claim
  event INTEGER NOT NULL,
  pair  INTEGER NOT NULL,       -- fault_pair
  side  TEXT NOT NULL,          -- open, clear
  PRIMARY KEY (event, pair)
) STRICT, WITHOUT ROWID;

CREATE TABLE request_minute (   -- requests per minute and service, exact, kept at reading
  entry      INTEGER NOT NULL,
  minute     INTEGER NOT NULL,  -- minutes since 1970, by the source's clock less its stated clock
  service    INTEGER NOT NULL,  -- position in `service`; 0: requests that match none
  success    INTEGER NOT NULL,  -- status below 500
  failure    INTEGER NOT NULL,  -- status 500 and above
  neither    INTEGER NOT NULL,  -- 499 and 408, or no status
  first_line INTEGER NOT NULL,
  last_line  INTEGER NOT NULL,
  first_success_at INTEGER,     -- written_at less the stated clock
  last_at    INTEGER,           -- of the latest request, written_at less the stated clock
  PRIMARY KEY (entry, service, minute)
) STRICT, WITHOUT ROWID;

CREATE TABLE backend_minute (   -- minutes in which a backend answered requests (status 200 to 399)
  entry       INTEGER NOT NULL,
  minute      INTEGER NOT NULL, -- minutes since 1970 of written_at
  backend     TEXT NOT NULL,
  first_at    INTEGER NOT NULL, -- written_at of the earliest of them
  first_event INTEGER NOT NULL, -- that one; its row is there with --fold, too
  last_at     INTEGER NOT NULL, -- written_at of the latest
  from_event  INTEGER NOT NULL, -- they are among the events from this id
  to_event    INTEGER NOT NULL, -- to that one
  PRIMARY KEY (entry, backend, minute)
) STRICT, WITHOUT ROWID;

CREATE TABLE flow_minute (      -- flows per minute (as in request_minute) and outcome
  entry      INTEGER NOT NULL,
  minute     INTEGER NOT NULL,
  outcome    TEXT NOT NULL,
  rule       TEXT NOT NULL,     -- '' when the line names none
  flows      INTEGER NOT NULL,
  first_line INTEGER NOT NULL,
  last_line  INTEGER NOT NULL,
  PRIMARY KEY (entry, minute, outcome, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE pulse (            -- signs of life: every line with a time counts
  entry      INTEGER NOT NULL,
  minute     INTEGER NOT NULL,  -- minutes since 1970 of written_at
  lines      INTEGER NOT NULL,
  first_at   INTEGER NOT NULL,  -- written_at of the earliest line in that minute
  last_at    INTEGER NOT NULL,  -- and of the latest
  first_line INTEGER NOT NULL,
  last_line  INTEGER NOT NULL,
  PRIMARY KEY (entry, minute)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------- the case file

CREATE TABLE case_file (
  id       TEXT NOT NULL,       -- `case`
  title    TEXT NOT NULL,
  path     TEXT NOT NULL,       -- as named on the command line, file name only
  directory TEXT NOT NULL DEFAULT '', -- absolute: what paths of sources are relative to
  sha256   TEXT NOT NULL,
  timezone TEXT NOT NULL
) STRICT;

CREATE TABLE window (           -- the announced window
  start_at    INTEGER NOT NULL,
  end_at      INTEGER NOT NULL,
  notice_at   INTEGER,
  notice_file TEXT,
  plan_sha256_stated TEXT,      -- in the notice
  plan_sha256 TEXT NOT NULL     -- of window and steps as they stand in the case file now
) STRICT;

CREATE TABLE scope (            -- --since and --until: what takes part in the method, by corrected
  since_at INTEGER,             -- time; every line is read and counted all the same; no row: all
  until_at INTEGER              -- the first instant that does not
) STRICT;

CREATE TABLE extension (
  announced_at INTEGER NOT NULL,
  end_at       INTEGER NOT NULL
) STRICT;

CREATE TABLE service (          -- what "service is back" is about
  position INTEGER PRIMARY KEY, -- from 1
  name     TEXT NOT NULL UNIQUE,
  pattern  TEXT NOT NULL        -- PCRE2 over the request path; '' matches all
) STRICT;

CREATE TABLE role (
  role TEXT PRIMARY KEY
) STRICT;

CREATE TABLE role_actor (
  role  TEXT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (role, actor)
) STRICT, WITHOUT ROWID;

CREATE TABLE role_presence (    -- the feeds that would show the role present
  role TEXT NOT NULL,
  feed TEXT NOT NULL,
  PRIMARY KEY (role, feed)
) STRICT, WITHOUT ROWID;

CREATE TABLE roster (           -- when a role is due
  role    TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at   INTEGER
) STRICT;

CREATE TABLE step (
  step          TEXT PRIMARY KEY,
  position      INTEGER NOT NULL, -- order in the plan, from 1
  title         TEXT NOT NULL,
  role          TEXT,
  allow_us      INTEGER NOT NULL,
  not_before_at INTEGER,
  crew          INTEGER,
  quiet_us      INTEGER,          -- NULL: policy.idle
  approval      TEXT,
  restores      INTEGER NOT NULL, -- 1: must be done before service is back
  check_us      INTEGER
) STRICT;

CREATE TABLE step_after (
  step        TEXT NOT NULL,
  predecessor TEXT NOT NULL,
  PRIMARY KEY (step, predecessor)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_resource (
  step   TEXT NOT NULL,
  object TEXT NOT NULL,
  PRIMARY KEY (step, object)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_expects (
  step   TEXT NOT NULL,
  signal TEXT NOT NULL,
  PRIMARY KEY (step, signal)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_matcher (     -- begin, activity, done, fail as the case file states them
  step     TEXT NOT NULL,
  list     TEXT NOT NULL,
  position INTEGER NOT NULL,
  signal   TEXT, source TEXT, kind TEXT, host TEXT, actor TEXT, object TEXT, outcome TEXT, match TEXT,
  PRIMARY KEY (step, list, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule (             -- local knowledge: what a line means
  position INTEGER PRIMARY KEY,
  signal   TEXT NOT NULL,       -- what it means
  source TEXT, kind TEXT, host TEXT, actor TEXT, object TEXT, outcome TEXT, match TEXT
) STRICT;

CREATE TABLE fault_pair (       -- which opening and closing signals belong together
  id       INTEGER PRIMARY KEY, -- built-in ones first
  family   TEXT NOT NULL,       -- 'link', 'health', …
  open     TEXT,                -- opening signal; NULL: the case file's matcher (fault_match)
  clear    TEXT,
  object   TEXT,                -- stated object, or NULL: the event's
  external INTEGER NOT NULL,    -- 1: absolute, not held back by the work (a provider's outage)
  origin   TEXT NOT NULL        -- 'built in' or 'case file'
) STRICT;

CREATE TABLE policy (           -- every number of the method
  name     TEXT PRIMARY KEY,    -- 'ack_grace_us'
  value    INTEGER NOT NULL,
  standard INTEGER NOT NULL,    -- the default
  unit     TEXT NOT NULL,       -- 'us', 'per mille', 'count'
  note     TEXT NOT NULL
) STRICT;

CREATE TABLE person (           -- names to replace in reports
  name TEXT PRIMARY KEY
) STRICT;

CREATE TABLE regulation (       -- facts for the regulatory clock
  name  TEXT PRIMARY KEY,       -- service, subscribers, aware_at, classified_at
  value TEXT NOT NULL
) STRICT;

CREATE TABLE regulation_rule (  -- queries/regulation/rules.sql
  rule              TEXT NOT NULL,
  variant           INTEGER NOT NULL,
  position          INTEGER NOT NULL, -- order in the report
  kind              TEXT NOT NULL, -- outage: a threshold; report: a deadline
  valid_from_at     INTEGER,
  valid_to_at       INTEGER,
  service           TEXT,       -- only for this kind of service
  subscribers_from  INTEGER,    -- only from so many
  subscribers_below INTEGER,    -- only below so many
  limit_us          INTEGER NOT NULL,
  months            INTEGER NOT NULL, -- of a deadline, on top of limit_us
  counts_from       TEXT,       -- aware_at, classified_at, or the rule whose deadline comes before
  source            TEXT NOT NULL, -- where the rule stands
  PRIMARY KEY (rule, variant)
) STRICT, WITHOUT ROWID;

CREATE TABLE warning (          -- what a reader of the report must know
  origin TEXT NOT NULL,         -- 'case file'; 'reading', as the last run found it; 'rules': a
                                -- pattern gave up on lines; 'method'
  text   TEXT NOT NULL
) STRICT;

CREATE TABLE method_query (     -- the text of each query that the method ran
  name   TEXT PRIMARY KEY,
  title  TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  text   TEXT NOT NULL
) STRICT;
