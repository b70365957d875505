#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What happens when a night's run goes wrong: killed, interrupted, disk full, read-only, locked,
# damaged database. Each must say so, exit as promised, and leave what the next run can go on from.
# Needs OVERRUN_PROGRAM; what needs a file system of its own is passed over without the right to
# mount one.

# shellcheck source=tests/said.sh
. "$(dirname "$0")/said.sh"
mounted=
unmount() {
	[ -z "$mounted" ] || umount "$folder/small"
	rm -rf "$folder"
}
trap unmount EXIT

# 300,000 requests from 01:00, out of service up to 03:13
awk 'BEGIN {
	for (i = 0; i < 300000; i++) {
		s = int(i * 21600 / 300000)
		printf "192.0.2.%d - - [17/Sep/2023:%02d:%02d:%02d +0900] \"GET /v1/pay/%d HTTP/1.1\" %d 12 \"-\" \"-\"\n",
			i % 250, 1 + s / 3600, int(s / 60) % 60, s % 60, i * 7919, s < 8000 ? 503 : 200
	}
}' >access.log
cat >people.csv <<'CSV'
time,signal,step,role,actor
2023-09-17T01:05:00+09:00,step.begin,S1,NET,net.example
2023-09-17T03:05:00+09:00,step.end,S1,NET,net.example
CSV
cat >case.yaml <<'YAML'
overrun: 1
case: failures
title: A night on which everything fails
timezone: Asia/Seoul
window: {start: 2023-09-17 01:00, end: 2023-09-17 02:00}
roles: {NET: {actors: [net.example]}}
steps: [{id: S1, title: Replace the gateway, role: NET, allow: 50m}]
sources:
  - {path: people.csv, kind: record, name: people, format: events}
  - {path: access.log, kind: gateway, name: gw, host: gw}
YAML
run 0 'an undisturbed run' analyze case.yaml -q -o whole.json
grep -q '"overrun_s": 4' whole.json || fail 'an undisturbed run: another overrun'

# goes_on WHAT: the next run ends as an undisturbed one does
goes_on() {
	run 0 "$1: the next run" analyze case.yaml -q -o again.json --force
	cmp -s again.json whole.json || fail "$1: the next run reports something else"
	run 0 "$1: verify" verify case.db
	[ ! -e case.db-wal ] && [ ! -e case.db-journal ] || fail "$1: a journal is left"
}

# -------------------------------------------------------------------------- killed and interrupted

for delay in 0.02 0.1 0.2 0.3 0.5 0.8; do
	rm -f case.db case.db-*
	"$program" analyze case.yaml -q >out 2>err &
	pid=$!
	sleep "$delay"
	kill -KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	goes_on "killed after $delay s"
done
for signal in INT TERM; do
	rm -f case.db case.db-*
	"$program" analyze case.yaml -q >out 2>err &
	pid=$!
	until [ -e case.db ] || ! kill -0 "$pid" 2>/dev/null; do sleep 0.01; done
	sleep 0.1
	if kill -"$signal" "$pid" 2>/dev/null; then
		wait "$pid"
		code=$?
		[ "$code" -eq 130 ] || [ "$code" -eq 0 ] || fail "SIG$signal: exit $code, not 130"
		[ "$code" -eq 0 ] || err_has "SIG$signal" 'run it again to go on'
	fi
	goes_on "SIG$signal"
done
[ "$(ls ./*.json.* 2>/dev/null)" = '' ] || fail 'a temporary file is left'

# ---------------------------------------------------------------------------------- locked, damaged

# BEGIN EXCLUSIVE in another process for longer than a run waits
(
	printf 'BEGIN EXCLUSIVE;\n'
	sleep 13
) | sqlite3 case.db &
sleep 0.5
run 4 'locked' analyze case.yaml -q
err_has 'locked' 'case.db: locked by another run'
wait
goes_on 'locked'
# A killed run may leave a write-ahead log; somebody who reads is waited for all the same.
sqlite3 case.db 'PRAGMA journal_mode = WAL' >/dev/null
(
	printf 'BEGIN; SELECT COUNT(*) FROM entry;\n'
	sleep 3
) | sqlite3 case.db >/dev/null &
sleep 0.5
run 0 'a log that is read' analyze case.yaml -q
wait
goes_on 'a log that is read'
head -c 50000 case.db >cut.db
run 4 'a database cut short' report cut.db
err_has 'a database cut short' 'damaged'
run 4 'a database cut short, analyze' analyze case.yaml -q --db cut.db
run 4 'no folder' analyze case.yaml -q --db nowhere/case.db
err_has 'no folder' 'No such file or directory'
run 4 'a folder as database' analyze case.yaml -q --db .
sqlite3 case.db 'PRAGMA user_version = 99'
run 4 'a newer schema' report case.db
err_has 'a newer schema' 'schema version 99'
sqlite3 case.db 'PRAGMA user_version = 1'
cp case.db build.db
sqlite3 build.db 'ALTER TABLE entry DROP COLUMN note'
run 4 'another build' report build.db
err_has 'another build' 'another build of overrun'
run 4 'another build, analyze' analyze case.yaml -q --db build.db
err_has 'another build, analyze' 'another build of overrun'

# ------------------------------------------------------------------------------------- no more room

ln -s /dev/full full.html
run 4 'report on a full device' report case.db -q -o full.html
err_has 'report on a full device' 'No space left'
"$program" report case.db >/dev/full 2>err && fail 'summary on a full device: success'
err_has 'summary on a full device' 'No space left'
run 4 'report in no folder' report case.db -q -o nowhere/report.html

mkdir small
if mount -t tmpfs -o size=3m tmpfs small 2>/dev/null; then
	mounted=yes
	run 4 'full disk' analyze case.yaml -q --db small/case.db
	err_has 'full disk' 'no space left on the disk'
	run 4 'full disk, again' analyze case.yaml -q --db small/case.db
	mount -o remount,size=100m small
	cp case.db.key small/case.db.key
	run 0 'room again' analyze case.yaml -q --db small/case.db -o room.json
	cmp -s room.json whole.json || fail 'room again: another report'
	mount -o remount,ro small
	run 4 'read-only' analyze case.yaml -q --db small/case.db
	err_has 'read-only' 'read-only'
	run 4 'read-only, new' analyze case.yaml -q --db small/new.db
	err_has 'read-only, new' 'Read-only file system'
	run 0 'read-only, report' report small/case.db -q -o ro.json
	cmp -s ro.json whole.json || fail 'read-only: another report'
	run 0 'read-only, verify' verify small/case.db
	run 0 'read-only, show' show small/case.db E1
	run 4 'read-only, report there' report small/case.db -q -o small/x.json
else
	echo 'no right to mount: full and read-only file systems are not tested'
fi

finish
