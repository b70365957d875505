-- Rules of the regulatory clock: thresholds and deadlines, their validity and their sources
--
-- Not legal advice. One row per variant of a rule; a night is held against the variants that were
-- valid at its window's start. `outage`: what lies beyond the announced end against a threshold.
-- `report`: a deadline counted from a fact of the case file or from the deadline before it. To add a
-- rule, add rows; queries/method/95_regulation.sql reads nothing else.
--
-- kr_efsr     Electronic Financial Supervision Regulation (KR), in force 2025-02-05: report from
--             10 minutes with 10,000 subscribers or more, else from 30
-- kr_telecom  Telecommunications Business Act decree art. 37-13 (KR): value-added services, notice
--             from 4 hours, from 2 since 2025-03-28; what was notified in advance is exempt
-- dora_*      Regulation (EU) 2022/2554 and RTS (EU) 2025/301, in force 2025-01-17: initial within
--             4 hours of classification and 24 of awareness, intermediate 72 hours after the
--             initial, final one month after the latest intermediate report

DELETE FROM regulation_rule;

INSERT INTO regulation_rule (rule, variant, position, kind, valid_from_at, valid_to_at, service,
                             subscribers_from, subscribers_below, limit_us, months, counts_from, source)
VALUES
  ('kr_efsr', 1, 1, 'outage', unixepoch('2025-02-05T00:00:00+09:00') * 1000000, NULL, NULL,
    10000, NULL, 10 * 60000000, 0, NULL, 'Electronic Financial Supervision Regulation (KR), from 2025-02-05'),
  ('kr_efsr', 2, 1, 'outage', unixepoch('2025-02-05T00:00:00+09:00') * 1000000, NULL, NULL,
    NULL, 10000, 30 * 60000000, 0, NULL, 'Electronic Financial Supervision Regulation (KR), from 2025-02-05'),
  ('kr_telecom', 1, 2, 'outage', NULL, unixepoch('2025-03-28T00:00:00+09:00') * 1000000, 'value_added',
    NULL, NULL, 4 * 3600000000, 0, NULL, 'Telecommunications Business Act decree art. 37-13 (KR)'),
  ('kr_telecom', 2, 2, 'outage', unixepoch('2025-03-28T00:00:00+09:00') * 1000000, NULL, 'value_added',
    NULL, NULL, 2 * 3600000000, 0, NULL, 'Telecommunications Business Act decree art. 37-13 (KR), from 2025-03-28'),
  ('dora_initial', 1, 3, 'report', unixepoch('2025-01-17T00:00:00Z') * 1000000, NULL, NULL,
    NULL, NULL, 4 * 3600000000, 0, 'classified_at', 'Regulation (EU) 2022/2554 (DORA), from 2025-01-17'),
  ('dora_initial', 2, 3, 'report', unixepoch('2025-01-17T00:00:00Z') * 1000000, NULL, NULL,
    NULL, NULL, 24 * 3600000000, 0, 'aware_at', 'Regulation (EU) 2022/2554 (DORA), from 2025-01-17'),
  ('dora_intermediate', 1, 4, 'report', unixepoch('2025-01-17T00:00:00Z') * 1000000, NULL, NULL,
    NULL, NULL, 72 * 3600000000, 0, 'dora_initial', 'Regulation (EU) 2022/2554 (DORA), from 2025-01-17'),
  ('dora_final', 1, 5, 'report', unixepoch('2025-01-17T00:00:00Z') * 1000000, NULL, NULL,
    NULL, NULL, 0, 1, 'dora_intermediate', 'Regulation (EU) 2022/2554 (DORA), from 2025-01-17');
