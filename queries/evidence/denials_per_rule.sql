-- Denials per rule: before, during and after the window
--
-- "During" lasts until restoration.
SELECT
  CASE
    WHEN m.minute * 60000000 - k.offset_us < o.start_at THEN 'before'
    WHEN m.minute * 60000000 - k.offset_us < o.restored_at THEN 'during'
    ELSE 'after'
  END AS part,
  d.name AS feed,
  m.rule,
  SUM(m.flows) AS denials
FROM flow_minute AS m
JOIN entry AS e ON e.id = m.entry
JOIN source AS s ON s.id = e.source
JOIN feed AS d ON d.id = s.feed
JOIN clock AS k ON k.feed = d.id AND m.minute * 60000000 >= k.from_at AND m.minute * 60000000 < k.to_at
JOIN overrun AS o
WHERE lower(m.outcome) IN ('deny', 'denied', 'drop', 'dropped', 'block', 'blocked', 'reject', 'discard', 'reset-both')
GROUP BY part, d.name, m.rule
ORDER BY CASE part WHEN 'before' THEN 0 WHEN 'during' THEN 1 ELSE 2 END, denials DESC, m.rule;
