-- Lines that no format reads
--
-- Each with the reason of the format that read its file; texts are cut at 1 KiB.
SELECT s.path AS source, e.chain, r.line, r.offset, r.reason, r.text
FROM rejected_line AS r
JOIN entry AS e ON e.id = r.entry
JOIN source AS s ON s.id = e.source
ORDER BY s.path, e.chain, r.line;
