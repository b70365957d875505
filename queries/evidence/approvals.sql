-- Approvals and decisions, and how long each was waited for
SELECT kind, step, approver, asked_at, given_at, given_at - asked_at AS waited_us
FROM approval
ORDER BY asked_at, id;
