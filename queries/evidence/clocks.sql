-- Clocks: how far each feed's clock is off, and how that is known
--
-- A positive offset is a clock that is ahead of the reference; it is known to plus or minus the width.
-- Pairs are connections or commands that both logged, agreement the part of them that holds with it.
SELECT d.name AS feed, d.kind, k.offset_us, k.width_us, k.pairs, k.agreement AS agreement_permille, k.origin
FROM clock AS k
JOIN feed AS d ON d.id = k.feed
ORDER BY d.name, k.from_at;
