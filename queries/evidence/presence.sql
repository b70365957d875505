-- Presence: when each role was due and when it is first shown present
--
-- Of roles with a roster, in the sources that their `presence` names; empty where nothing ever shows one.
SELECT
  r.role,
  r.from_at AS due_at,
  p.present_at,
  MAX(p.present_at - r.from_at, 0) AS late_us,
  d.name AS shown_by
FROM roster AS r
LEFT JOIN presence AS p ON p.role = r.role AND p.due_at = r.from_at
LEFT JOIN feed AS d ON d.id = p.feed
ORDER BY r.from_at, r.role;
