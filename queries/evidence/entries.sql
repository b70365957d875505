-- Entries: what was read, line by line accounted for
--
-- lines = events + rejected + blank, always. A known entry's content was read before: its rows are
-- counted at the entry it equals.
SELECT
  s.path AS source,
  e.chain,
  e.format,
  e.margin,
  e.runner_up,
  e.charset,
  e.zone,
  e.zone_origin,
  e.lines,
  e.events,
  e.rejected,
  e.blank,
  e.cut,
  e.mended,
  e.first_at,
  e.last_at,
  e.state,
  e.note
FROM entry AS e
JOIN source AS s ON s.id = e.source
ORDER BY s.path, e.chain, e.id;
