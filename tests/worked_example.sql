-- The worked example of the method (section 12) as derived tables, by hand: the figures that the
-- report of this case must print. Minutes count from the announced start, 01:00 in Seoul.

INSERT INTO run (version, arguments, started_at, ended_at, state) VALUES ('0.1.0', 'overrun analyze case.yaml', 1, 2, 'done');
CREATE TEMP TABLE origin AS SELECT 1694880000000000 AS at, 60000000 AS minute;

INSERT INTO case_file (id, title, path, sha256, timezone)
VALUES ('gateway-firewall-2023-09-17', 'Gateway firewall replacement', 'case.yaml',
  '1111111111111111111111111111111111111111111111111111111111111111', 'Asia/Seoul');
INSERT INTO window (start_at, end_at, notice_at, notice_file, plan_sha256_stated, plan_sha256)
SELECT at, at + 360 * minute, at - 8100 * minute, 'notice.txt', '22', '22' FROM origin;
INSERT INTO extension (announced_at, end_at) SELECT at + 350 * minute, at + 480 * minute FROM origin;
INSERT INTO service (position, name, pattern) VALUES (1, 'payments', '^/v1/pay/');
INSERT INTO role (role) VALUES ('APP'), ('DC'), ('IM'), ('NET'), ('QA'), ('SEC');
INSERT INTO role_actor (role, actor) VALUES ('SEC', 'sec.kim'), ('SEC', 'sec.lee'), ('DC', 'dc.park');
INSERT INTO person (name) VALUES ('Kim Jisoo');
INSERT INTO roster (role, from_at, to_at) SELECT 'DC', at + 60 * minute, at + 300 * minute FROM origin;
INSERT INTO policy (name, value, standard, unit, note) VALUES
  ('ack_grace_us', 300000000, 300000000, 'us', 'time an alert may wait before its wait is a matter of staffing'),
  ('idle_us', 240000000, 300000000, 'us', 'gap between activity lines that still counts as work');
INSERT INTO regulation (name, value) VALUES ('service', 'value_added'), ('subscribers', '32000000');
INSERT INTO regulation_clock (rule, position, state, in_force_at, start_at, measured_us, threshold_us, source)
SELECT 'window', 0, 'beyond', NULL, at + 360 * minute, 300 * minute, 0, 'case file' FROM origin
UNION ALL SELECT 'kr_efsr', 1, 'not in force', 1738681200000000, NULL, 0, 0,
  'Electronic Financial Supervision Regulation (KR), from 2025-02-05' FROM origin
UNION ALL SELECT 'kr_telecom', 2, 'reached', NULL, at + 360 * minute, 300 * minute, 240 * minute,
  'Telecommunications Business Act decree art. 37-13 (KR)' FROM origin
UNION ALL SELECT 'dora_initial', 3, 'not in force', 1737072000000000, NULL, 0, 0,
  'Regulation (EU) 2022/2554 (DORA), from 2025-01-17' FROM origin
UNION ALL SELECT 'dora_intermediate', 4, 'not in force', 1737072000000000, NULL, 0, 0,
  'Regulation (EU) 2022/2554 (DORA), from 2025-01-17' FROM origin
UNION ALL SELECT 'dora_final', 5, 'not in force', 1737072000000000, NULL, 0, 0,
  'Regulation (EU) 2022/2554 (DORA), from 2025-01-17' FROM origin;
INSERT INTO warning (origin, text) VALUES ('reading', 'fw.log: 1 line cannot be read');
INSERT INTO method_query (name, title, sha256, text) VALUES
  ('60_lost', 'Lost time: the ledger of each path', '3333333333333333333333333333333333333333333333333333333333333333', '-- …');

INSERT INTO feed (id, name, kind, clock_us, path, custody) VALUES
  (1, 'site', 'record', NULL, 'site.csv', 'copied by DC 2023-09-17 14:10'),
  (2, 'fw-gw-01', 'firewall', 37000000, 'night.tar.gz', NULL),
  (3, 'pager', 'pager', NULL, 'pager.csv', NULL);
INSERT INTO source (id, feed, path, bytes, sha256, state) VALUES
  (1, 1, 'site.csv', 900, '4444444444444444444444444444444444444444444444444444444444444444', 'whole'),
  (2, 2, 'night.tar.gz', 5000, '5555555555555555555555555555555555555555555555555555555555555555', 'whole'),
  (3, 3, 'pager.csv', 300, '6666666666666666666666666666666666666666666666666666666666666666', 'whole');
INSERT INTO entry (id, source, chain, sha256, bytes, lines, events, rejected, blank, cut, mended, format, margin, runner_up,
  charset, zone, zone_origin, first_at, last_at, state, reading)
SELECT e.column1, e.column1, e.column2, e.column3, e.column4, e.column5, e.column6, e.column7, 1, 0, 0, e.column8, 90, '', 'UTF-8',
  'Asia/Seoul', 'case file', at, at + 661 * minute, 'whole', ''
FROM origin, (VALUES
  (1, 'site.csv', '7777777777777777777777777777777777777777777777777777777777777777', 900, 17, 16, 0, 'events'),
  (2, 'night.tar.gz!logs/fw.log.gz', '8888888888888888888888888888888888888888888888888888888888888888', 9000, 5, 3, 1, 'fortigate'),
  (3, 'pager.csv', '9999999999999999999999999999999999999999999999999999999999999999', 300, 5, 4, 0, 'events')) AS e;
INSERT INTO rejected_line (entry, line, offset, reason, text) VALUES (2, 4, 300, 'no format reads it', '???');

INSERT INTO happening (id, entry, line, offset, written_at, zone_origin, year_origin, signal, actor, message)
SELECT h.column1, h.column2, h.column3, h.column3 * 50, at + h.column4 * minute + CASE h.column2 WHEN 2 THEN 37000000 ELSE 0 END,
  (SELECT code FROM origin_word WHERE word = 'in the line'), (SELECT code FROM origin_word WHERE word = 'in the line'),
  (SELECT code FROM signal_word WHERE word = h.column5), h.column6, h.column7
FROM origin, (VALUES
  (1, 1, 2, 0, 'step.begin', NULL, 'S1 begins'),
  (2, 1, 3, 32, 'step.end', NULL, 'S1 done'),
  (3, 1, 4, 62, 'step.end', NULL, 'S2 done'),
  (4, 1, 5, 107, 'presence.in', 'dc.park', 'dc.park (Kim Jisoo) signed in'),
  (5, 1, 6, 185, 'step.end', NULL, 'S3 done'),
  (6, 2, 1, 215, 'fault.open', 'sec.kim', 'F1 import rejected, ran by sec.kim'),
  (7, 3, 2, 217, 'alert.sent', NULL, 'F1 to SEC'),
  (8, 3, 3, 260, 'response.ack', 'sec.lee', 'F1 acknowledged by sec.lee'),
  (9, 3, 4, 310, 'callout.sent', NULL, 'vendor called'),
  (10, 3, 5, 360, 'callout.arrived', NULL, 'vendor joins'),
  (11, 2, 2, 420, 'fault.clear', NULL, 'F1 cleared'),
  (12, 2, 3, 434, 'operator.command', NULL, 'import resumed'),
  (13, 1, 7, 464, 'step.end', NULL, 'S4 done'),
  (14, 1, 8, 494, 'step.fail', NULL, 'S6 fails: two partner lines have no NAT rule'),
  (15, 1, 9, 494, 'approval.asked', NULL, 'X1 approval asked'),
  (16, 1, 10, 527, 'approval.given', NULL, 'X1 approval given'),
  (17, 1, 11, 527, 'step.begin', NULL, 'X1 begins'),
  (18, 1, 12, 557, 'step.end', NULL, 'X1 done'),
  (19, 1, 13, 587, 'step.end', NULL, 'S6 done'),
  (20, 1, 14, 632, 'step.end', NULL, 'S7 done'),
  (21, 1, 15, 660, 'step.end', NULL, 'S8 done'),
  (22, 1, 16, 509, 'step.end', NULL, 'S5 done'),
  (23, 1, 17, 661, 'work.completed', NULL, 'work completed')) AS h;

INSERT INTO clock (feed, from_at, to_at, offset_us, width_us, pairs, agreement, origin) VALUES
  (1, -9223372036854775807, 9223372036854775807, 0, 60000000, 0, 1000, 'uncalibrated'),
  (2, -9223372036854775807, 9223372036854775807, 37000000, 1000000, 0, 1000, 'stated'),
  (3, -9223372036854775807, 9223372036854775807, 0, 0, 0, 1000, 'reference');
INSERT INTO coverage (feed, from_at, to_at) SELECT 1, at, at + 661 * minute FROM origin;
INSERT INTO coverage (feed, from_at, to_at) SELECT 2, at, at + 430 * minute FROM origin;
INSERT INTO coverage (feed, from_at, to_at) SELECT 2, at + 434 * minute, at + 661 * minute FROM origin;
INSERT INTO service_minute (service, at, success, failure)
WITH RECURSIVE m(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM m WHERE n < 680)
SELECT 'payments', at + n * minute, CASE WHEN n < 30 OR n >= 660 THEN 40 + n % 7 ELSE 0 END,
  CASE WHEN n BETWEEN 30 AND 659 THEN 3 + n % 5 ELSE 0 END FROM origin, m;
INSERT INTO restoration (service, at, first_success_at, censored) SELECT 'payments', at + 660 * minute, at + 655 * minute, 0 FROM origin;
INSERT INTO overrun (start_at, end_at, extended_end_at, restored_at, first_success_at, announced_at, announced_event, censored,
  overrun_us, overrun_extended_us)
SELECT at, at + 360 * minute, at + 480 * minute, at + 660 * minute, at + 655 * minute, at + 661 * minute, 23, 0,
  300 * minute, 180 * minute FROM origin;
INSERT INTO fault (id, name, object, family, signal, start_at, detect_at, response_at, clear_at, external, recipient_role,
  response_feed, response_role, open_event, alert_event, response_event, clear_event)
SELECT 1, 'F1', 'fw-gw-01', 'fault', 'fault.open', at + 215 * minute, at + 217 * minute, at + 260 * minute, at + 420 * minute, 0,
  'SEC', 3, 'SEC', 6, 7, 8, 11 FROM origin;
INSERT INTO presence (role, due_at, present_at, feed, event) SELECT 'DC', at + 60 * minute, at + 107 * minute, 1, 4 FROM origin;

INSERT INTO step (step, position, title, role, allow_us, restores)
SELECT s.column1, s.column2, s.column3, s.column4, s.column5 * minute, 1 FROM origin, (VALUES
  ('S1', 1, 'drain traffic, stop service', 'NET', 30),
  ('S2', 2, 'export old rules', 'SEC', 30),
  ('S3', 3, 'swap hardware, cabling', 'DC', 75),
  ('S4', 4, 'import rules, NAT', 'SEC', 60),
  ('S5', 5, 'HA and bandwidth test', 'NET', 45),
  ('S6', 6, 'partner lines through the gateway', 'APP', 60),
  ('S7', 7, 'payment tests', 'QA', 45),
  ('S8', 8, 'go / no-go, reopen', 'IM', 30)) AS s;
INSERT INTO step_after (step, predecessor) VALUES
  ('S2', 'S1'), ('S3', 'S2'), ('S4', 'S3'), ('S5', 'S4'), ('S6', 'S4'), ('S7', 'S5'), ('S7', 'S6'), ('S8', 'S7');

INSERT INTO instance (id, step, attempt, planned, observed, role, restores, enable_at, start_at, end_at, start_origin, end_origin,
  outcome, reason, width_us, start_event, end_event, allow_us, quiet_us, trigger_name)
SELECT i.column1, i.column2, i.column3, i.column4, 1, i.column5, 1, at + i.column6 * minute, at + i.column7 * minute,
  at + i.column8 * minute, 'explicit', 'explicit', i.column9, i.column10, 0, i.column11, i.column12, 0, 300000000, i.column13
FROM origin, (VALUES
  (1, 'S1', 1, 1, 'NET', 0, 0, 32, 'done', NULL, 1, 2, NULL),
  (2, 'S2', 1, 1, 'SEC', 32, 32, 62, 'done', NULL, 2, 3, NULL),
  (3, 'S3', 1, 1, 'DC', 62, 107, 185, 'done', NULL, 4, 5, NULL),
  (4, 'S4', 1, 1, 'SEC', 185, 185, 464, 'done', NULL, 5, 13, NULL),
  (5, 'S5', 1, 1, 'NET', 464, 464, 509, 'done', NULL, 13, 22, NULL),
  (6, 'S6', 1, 1, 'APP', 464, 464, 494, 'failed', 'omission', 13, 14, NULL),
  (7, 'X1', 1, 0, 'SEC', 494, 527, 557, 'done', 'omission', 17, 18, 'omission S6'),
  (8, 'S6', 2, 1, 'APP', 557, 557, 587, 'done', NULL, 18, 19, 'omission S6'),
  (9, 'S7', 1, 1, 'QA', 587, 587, 632, 'done', NULL, 19, 20, NULL),
  (10, 'S8', 1, 1, 'IM', 632, 632, 660, 'done', NULL, 20, 21, NULL)) AS i;

INSERT INTO label (id, instance, from_at, to_at, phase, state, open_event, close_event)
SELECT l.column1, l.column2, at + l.column3 * minute, at + l.column4 * minute, l.column5, l.column6, l.column7, l.column8
FROM origin, (VALUES
  (1, 1, 0, 32, 'work', 'planned', 1, 2),
  (2, 2, 32, 62, 'work', 'planned', 2, 3),
  (3, 3, 62, 107, 'wait', 'lost', 3, 4),
  (4, 3, 107, 185, 'work', 'planned', 4, 5),
  (5, 4, 185, 215, 'work', 'planned', 5, 6),
  (6, 4, 215, 217, 'stop', 'lost', 6, 7),
  (7, 4, 217, 222, 'stop', 'lost', 7, 8),
  (8, 4, 222, 260, 'stop', 'lost', 7, 8),
  (9, 4, 260, 310, 'stop', 'lost', 8, 9),
  (10, 4, 310, 360, 'stop', 'lost', 9, 10),
  (11, 4, 360, 420, 'stop', 'lost', 10, 11),
  (12, 4, 420, 434, 'stop', 'lost', 11, 12),
  (13, 4, 434, 464, 'work', 'planned', 12, 13),
  (14, 6, 464, 494, 'work', 'planned', 13, 14),
  (15, 7, 494, 527, 'wait', 'lost', 15, 16),
  (16, 7, 527, 557, 'work', 'lost', 17, 18),
  (17, 8, 557, 587, 'work', 'planned', 18, 19),
  (18, 9, 587, 632, 'work', 'planned', 19, 20),
  (19, 10, 632, 660, 'work', 'planned', 20, 21),
  (20, 5, 464, 509, 'work', 'planned', 13, 22)) AS l;
INSERT INTO label_leaf (label, leaf, cause, trigger, absolute, grade, open_event, close_event, third_event) VALUES
  (3, 'S.ABSENT', 'staffing', 'cover DC', 1, 'A', NULL, 4, NULL),
  (6, 'T.LATENT', 'technical', 'F1', 0, 'A', 6, 7, NULL),
  (7, 'T.REACT', 'technical', 'F1', 0, 'A', 7, NULL, NULL),
  (8, 'S.NORESPONSE', 'staffing', 'F1', 0, 'A', 7, 8, NULL),
  (9, 'T.REPAIR', 'technical', 'F1', 0, 'A', 6, 11, NULL),
  (10, 'S.SPECIALIST', 'staffing', 'F1', 0, 'B', 9, 10, NULL),
  (11, 'T.REPAIR', 'technical', 'F1', 0, 'A', 6, 11, NULL),
  (12, 'U.SILENCE', 'undetermined', 'none', 0, 'D', NULL, NULL, NULL),
  (15, 'P.APPROVAL', 'procedure', 'approval X1', 0, 'B', 15, 16, NULL),
  (16, 'P.REWORK', 'procedure', 'omission S6', 0, 'C', NULL, NULL, 14);
INSERT INTO path_weight (path, weight) VALUES (1, 60480);
INSERT INTO path (path, from_at, to_at, instance)
SELECT 1, at + p.column1 * minute, at + p.column2 * minute, p.column3 FROM origin, (VALUES
  (0, 32, 1), (32, 62, 2), (62, 185, 3), (185, 464, 4), (464, 494, 6), (494, 557, 7), (557, 587, 8), (587, 632, 9), (632, 660, 10)) AS p;
INSERT INTO path_label (path, from_at, to_at, label) SELECT 1, from_at, to_at, id FROM label WHERE id <> 20;
INSERT INTO ledger (path, lost_us, reserve_us, recovered_us, weight) SELECT 1, 327 * minute, 27 * minute, 0, 60480 FROM origin;

INSERT INTO cause (position, cause, letter, bit) VALUES (1, 'staffing', 'S', 1), (2, 'procedure', 'P', 2), (3, 'technical', 'T', 4), (4, 'undetermined', 'U', 8);
INSERT INTO share (cause, lost_us, gross_us, headline_us, chronological_us, shapley_us, least_us, greatest_us, but_for_end_at, grade)
SELECT s.column1, s.column2 * minute, s.column2 * minute, s.column3, s.column4 * minute, s.column5, s.column6 * minute, s.column7 * minute,
  at + s.column8 * minute, s.column9 FROM origin, (VALUES
  ('staffing', 133, 7321100917, 106, 7510000000, 106, 133, 527, 'B'),
  ('procedure', 63, 3467889908, 63, 3310000000, 36, 63, 597, 'B'),
  ('technical', 117, 6440366973, 117, 6550000000, 90, 117, 543, 'A'),
  ('undetermined', 14, 770642202, 14, 630000000, 0, 14, 646, 'D')) AS s;
INSERT INTO butfor (removed, causes, end_at) SELECT b.column1, b.column2, at + b.column3 * minute FROM origin, (VALUES
  (0, '', 660), (1, 'S', 527), (2, 'P', 597), (4, 'T', 543), (8, 'U', 646), (3, 'SP', 464), (5, 'ST', 410), (9, 'SU', 513), (6, 'PT', 480), (10, 'PU', 583), (12, 'TU', 529), (7, 'SPT', 347), (11, 'SPU', 450), (13, 'STU', 396), (14, 'PTU', 466), (15, 'SPTU', 333)) AS b;
INSERT INTO trigger (name, kind, lost_us, event) SELECT t.column1, t.column2, t.column3 * minute, t.column4 FROM origin, (VALUES
  ('F1', 'fault', 205, 6), ('cover DC', 'absence', 45, 4), ('approval X1', 'approval', 33, 15), ('omission S6', 'omission', 30, 14), ('none', 'undetermined', 14, NULL)) AS t;
INSERT INTO deviation (kind, step, at, text, event) SELECT d.column1, d.column2, at + d.column3 * minute, d.column4, d.column5 FROM origin, (VALUES
  ('inserted', 'X1', 527, 'X1 is not in the plan; it follows attempt 1 of S6', 17), ('repeated', 'S6', 557, 'attempt 2 of S6', 18)) AS d;
INSERT INTO verdict (main_cause, reason) VALUES (NULL, 'conventions_disagree');
INSERT INTO sensitivity (name, cause, headline_us) SELECT s.column1, s.column2, s.column3 * minute FROM origin, (VALUES
  ('ack_grace_us = 0', 'staffing', 126), ('ack_grace_us = 0', 'procedure', 58), ('ack_grace_us = 0', 'technical', 103), ('ack_grace_us = 0', 'undetermined', 13),
  ('ack_grace_us = 600000000', 'staffing', 117), ('ack_grace_us = 600000000', 'procedure', 58), ('ack_grace_us = 600000000', 'technical', 112), ('ack_grace_us = 600000000', 'undetermined', 13)) AS s;
DROP TABLE origin;
