-- Coverage: when each feed was alive, and its holes inside the window
--
-- Silence inside a span says that nothing was logged, silence in a hole says nothing.
SELECT
  d.name AS feed,
  d.kind,
  c.from_at,
  c.to_at,
  LEAD(c.from_at) OVER (PARTITION BY c.feed ORDER BY c.from_at) - c.to_at AS hole_after_us
FROM coverage AS c
JOIN feed AS d ON d.id = c.feed
ORDER BY d.name, c.from_at;
