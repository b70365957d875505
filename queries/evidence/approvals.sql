-- Approvals and decisions, and how long each was waited for
--
-- From the request to the first grant after it. A second grant by another record that says another
-- time is not here but among the deviations.
SELECT kind, step, approver, asked_at, given_at, given_at - asked_at AS waited_us
FROM approval
ORDER BY asked_at, id;
