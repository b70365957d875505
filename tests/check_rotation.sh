#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A nightly case whose logs are rotated between two runs: the old name stands for another content,
# and every cited line is found under the new one. Lines are all of one length, so that a wrong one
# would pass by its place alone. Needs OVERRUN_PROGRAM.

# shellcheck source=tests/said.sh
. "$(dirname "$0")/said.sh"

# night DAY: a gateway's log of that day, of equal lines
night() {
	awk -v day="$1" 'BEGIN {
		for (i = 0; i < 360; i++) {
			printf "192.0.2.1 - - [%d/Sep/2023:%02d:%02d:00 +0900] \"GET / HTTP/1.1\" %d 12 \"-\" \"-\"\n",
				day, 1 + i / 60, i % 60, day == 17 && i < 120 ? 503 : 200
		}
	}'
}

# operator DAY: what was done at the firewall on that day
operator() {
	printf '2023-09-%dT01:%s:00+09:00 fw runbook: %s of S1 by fw.op\n' "$1" 05 begin "$1" 50 close
}

mkdir logs
night 17 | gzip >logs/access.log.gz
operator 17 >logs/operator.log
cat >case.yaml <<'YAML'
overrun: 1
case: rotation
title: A night whose logs are rotated
timezone: Asia/Seoul
window: {start: 2023-09-17 01:00, end: 2023-09-17 02:00}
roles: {SEC: {actors: [fw.op]}}
steps:
  - id: S1
    title: Import the rules
    role: SEC
    allow: 20m
    begin: [{match: begin of S1}]
    done: [{match: close of S1}]
sources:
  - {path: 'logs/access.log*', kind: gateway, name: gw, host: gw}
  - {path: 'logs/operator.log*', kind: operator, name: fw, host: fw}
YAML

run 0 'first night' analyze case.yaml -q -o first.json
run 0 'a cited line' show case.db E1
grep -q 'begin of S1 by fw.op' out || fail 'a cited line: not shown'

# The next night: a new file under the old name, its lines as long and as many.
for name in access.log.gz operator.log; do mv "logs/$name" "logs/$name.1"; done
night 18 | gzip >logs/access.log.gz
operator 18 | sed 's/fw.op/xx.op/' >logs/operator.log
run 0 'second night' analyze case.yaml -q -o second.json
grep -q 'logs/operator.log.1' second.json || fail 'second night: cites the old name only'
grep -q 'cannot be re-read' second.json && fail 'second night: a cited line is lost'
run 0 'a cited line, rotated' show case.db E1
grep -q '09-17T01:05:00.*begin of S1 by fw.op' out || fail 'rotated: another line is shown'
grep -q '^logs/operator.log.1 line 1' out || fail 'rotated: shown under the old name'
run 0 'the new file' show case.db logs/operator.log:1
grep -q 'by xx.op' out || fail 'the new file: its line is not shown'
run 0 'verify' verify case.db

# Its new name packed: the content is the same.
gzip logs/operator.log.1
run 0 'third night' analyze case.yaml -q -o third.json
run 0 'a cited line, packed' show case.db E1
grep -q '^logs/operator.log.1.gz line 1' out || fail 'packed: not found'
run 6 'a name that is gone' verify case.db
grep -q '^1 of ' out || fail 'a name that is gone: its lines are not found either'

# A new database over the same folder cites the same lines under the same names.
run 0 'a new database' analyze case.yaml -q --db new.db -o new.json
for report in third new; do
	grep -A 3 '"id": "E[0-9]*"' "$report.json" | sed 's/^ *//' | sort -u >"$report.cited"
done
[ -s new.cited ] || fail 'a new database: cites nothing'
cmp -s third.cited new.cited || fail 'a new database: cites other lines'

# Gone altogether: said, not made up.
rm logs/operator.log.1.gz
run 6 'gone altogether' show case.db E1
run 6 'gone altogether' verify case.db

# In one run: logs that are as long as each other but not equal, what they grew to, and a copy.
mkdir grown
lines() { night "$1" | head -n "$2"; }
for day in 11 12 13; do
	lines "$day" 200 >"grown/a-$day.log"
	lines "$day" 300 | gzip >"grown/b-$day.log.gz"
done
lines 12 200 | gzip >grown/c-12.log.gz
run 0 'grown within a run' ingest 'grown/*' --db grown.db -q
run 0 'what grew within a run' query grown.db --to csv "SELECT
	COUNT(*) || ' ' || COUNT(DISTINCT written_at) || ' ' ||
	(SELECT COUNT(*) FROM entry WHERE new_from = 200 AND state = 'whole') || ' ' ||
	(SELECT SUM(lines) FROM entry WHERE state = 'known') FROM request"
out_has 'what grew within a run' '900 900 3 200'

finish
