#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The command line as scripts and cron jobs see it: exit codes, what goes to which stream, what is
# refused, what a second or an interrupted run does. Needs OVERRUN_PROGRAM; prints each failure.

# shellcheck source=tests/said.sh
. "$(dirname "$0")/said.sh"

count() { "$program" query --reveal "$1" "$2" --to csv | tail -n 1 | tr -d '\r'; }

# ------------------------------------------------------------------------------------- the inputs

# 300 minutes from 01:00, out of service up to 03:10
for i in $(seq 0 299); do
	printf '192.0.2.%d - - [17/Sep/2023:%02d:%02d:00 +0900] "GET /v1/pay/%d HTTP/1.1" %d 12 "-" "-"\n' \
		$((i % 250)) $((1 + i / 60)) $((i % 60)) "$i" $((i < 130 ? 503 : 200))
done >access.log
{
	echo 'time,signal,step,role,actor'
	echo '2023-09-17T01:05:00+09:00,step.begin,S1,NET,net.example'
	echo '2023-09-17T03:05:00+09:00,step.end,S1,NET,net.example'
} >people.csv
cat >case.yaml <<'YAML'
overrun: 1
case: cli
title: The command line's own case
timezone: Asia/Seoul
window: {start: 2023-09-17 01:00, end: 2023-09-17 02:00}
roles:
  NET:
    actors: [net.example]
steps:
  - {id: S1, title: Replace the gateway, role: NET, allow: 50m}
sources:
  - {path: access.log, kind: gateway, name: gw, host: gw}
  - {path: people.csv, kind: record, name: people, format: events}
YAML
gzip -c access.log >access.log.gz
head -c $(($(stat -c %s access.log.gz) / 2)) access.log.gz >cut.log.gz

# ------------------------------------------------------------------------------- help and mistakes

run 0 'help' --help
out_has 'help' 'analyze'
err_is_empty 'help'
run 0 'version' --version
out_has 'version' 'overrun '
run 2 'no command'
out_is_empty 'no command'
err_has 'no command' '--help'
run 2 'misspelt command' analize case.yaml
err_has 'misspelt command' 'did you mean overrun analyze?'
run 2 'unlike any command' frobnicate
for command in analyze formats ingest init lint query report show verify; do
	run 0 "$command --help" "$command" --help
	out_has "$command --help" "usage: overrun $command"
	out_has "$command --help" '--color'
	run 0 "$command -V" "$command" -V
done
run 2 'misspelt option' analyze --forse case.yaml
err_has 'misspelt option' 'did you mean --force?'
run 2 'option of another command' lint --fold case.yaml
run 0 'option of all commands' lint --tz UTC --force case.yaml
err_has 'option of all commands' '--tz: without effect on overrun lint'
run 2 'missing value' ingest --db
err_has 'missing value' 'needs a value'
run 2 'bad threshold' analyze case.yaml --fail-on overrun=soon
err_has 'bad threshold' 'overrun=10m'
OVERRUN_FAIL_ON=nonsense run 2 'bad variable' analyze case.yaml
err_has 'bad variable' 'OVERRUN_FAIL_ON'
run 2 'unknown zone' ingest --db x.db --tz Asia/Soul access.log
err_has 'unknown zone' 'Asia/Soul'
run 2 'unknown format' ingest --db x.db --format '*=nginx_acces' access.log
err_has 'unknown format' 'nginx_access'
run 2 'not a database name' ingest access.log
[ ! -e x.db ] || fail 'a mistake left a database behind'
if "$program" --version >/dev/full 2>err; then fail 'full disk: success'; fi

# ------------------------------------------------------------------------------------ the case file

run 0 'lint' lint case.yaml
out_has 'lint' 'plan_sha256: '
sed 's/allow/alow/' case.yaml >bad.yaml
run 2 'lint with a mistake' lint bad.yaml
out_has 'lint with a mistake' 'bad.yaml:10:'
out_has 'lint with a mistake' 'did you mean `allow`?'
run 2 'analyze with a mistake' analyze bad.yaml
err_has 'analyze with a mistake' 'bad.yaml:10:'
run 2 'no case file' lint nothere.yaml

run 0 'init' init --tz Asia/Seoul access.log people.csv
cp out made.yaml
out_has 'init' 'nginx_access'
out_has 'init' 'net.example'
out_has 'init' 'window: {start: 2023-09-17 01:00, end: 2023-09-17 06:00}'
run 0 'lint of what init wrote' lint made.yaml
run 2 'init without logs' init
run 3 'init, nothing there' init nothere.log

# ----------------------------------------------------------------------------------------- analyze

run 0 'analyze' analyze case.yaml -o report.json
[ -s report.json ] || fail 'analyze: no report.json'
[ -s case.db ] || fail 'analyze: no case.db'
[ "$(ls report.json.* 2>/dev/null)" = '' ] || fail 'analyze: a temporary file is left'
cp report.json first.json
events=$(count case.db 'SELECT COUNT(*) FROM event')
run 2 'report exists' analyze case.yaml -o report.json
err_has 'report exists' '--force'
cmp -s report.json first.json || fail 'a refused report was changed'
run 2 'unknown ending' analyze case.yaml -o report.docx
run 0 'second run' analyze case.yaml -o report.json --force -q
out_is_empty 'second run, quiet'
cmp -s report.json first.json || fail 'the second run reports something else'
[ "$(count case.db 'SELECT COUNT(*) FROM event')" = "$events" ] || fail 'the second run added events'
run 0 'verbose' analyze case.yaml -q -v
err_has 'verbose' 'access.log: has not changed'
run 1 'threshold' analyze case.yaml -q --fail-on overrun=10m
err_has 'threshold' 'overrun=10m'
OVERRUN_FAIL_ON=overrun=10m run 1 'threshold by variable' analyze case.yaml -q
run 1 'threshold of report' report case.db -q --fail-on overrun=10m
run 1 'several thresholds' report case.db -q --fail-on overrun=10h --fail-on overrun=69m59s
run 0 'threshold met exactly' report case.db -q --fail-on overrun=1h10m
run 0 'no line rejected' report case.db -q --fail-on rejected=0%
sed 's/name: gw,/name: gw, format: haproxy,/' case.yaml >rejected.yaml
run 1 'lines rejected' analyze rejected.yaml -q --fail-on rejected=99%
err_has 'lines rejected' '--fail-on rejected=99%: exceeded'
sed '/name: people/d' case.yaml >dark.yaml
run 1 'undetermined' analyze dark.yaml -q --fail-on undetermined=20%
err_has 'undetermined' '--fail-on undetermined=20%: exceeded'
run 0 'undetermined, but no more' report dark.db -q --fail-on undetermined=100%
run 0 'threshold not reached' analyze case.yaml -q --fail-on overrun=10h
run 0 'report' report case.db -o again.json
cmp -s again.json first.json || fail 'report tells something else than analyze'
run 4 'no database' report nothere.db
cp access.log notdb.db
run 4 'not a database' report notdb.db

# ------------------------------------------------------------------------------ query, show, verify

run 0 'query list' query
OVERRUN_TO=json run 0 'notation by variable' query case.db 'SELECT 1 AS n'
out_has 'notation by variable' '"n": 1'
OVERRUN_TO=json run 0 'the command line wins' query case.db 'SELECT 1 AS n' --to csv
out_has 'the command line wins' 'n'
OVERRUN_QUIET=1 run 0 'quiet by variable' report case.db
out_is_empty 'quiet by variable'
OVERRUN_OUTPUT=by-variable.md run 0 'report by variable' report case.db -q
[ -s by-variable.md ] || fail 'report by variable: no by-variable.md'
OVERRUN_DB=by-variable.db run 0 'database by variable' analyze case.yaml -q
[ -s by-variable.db ] || fail 'database by variable: no by-variable.db'
OVERRUN_TZ=Asia/Soul run 2 'zone by variable' ingest access.log --db zone.db
run 0 'query' query case.db 'SELECT COUNT(*) AS n FROM entry'
out_has 'query' 'n'
run 2 'query that writes' query case.db 'DELETE FROM entry'
run 2 'query that is no SQL' query case.db 'SELECT FROM WHERE'
run 2 'unknown query' query case.db nothere
run 0 'query hides accounts' query case.db "SELECT actor FROM event WHERE actor IS NOT NULL"
if grep -q net.example out; then fail 'query shows an account without --reveal'; fi
run 0 'query reveals' query --reveal case.db "SELECT actor FROM event WHERE actor IS NOT NULL"
out_has 'query reveals' 'net.example'
run 0 'query as JSON' query case.db 'SELECT line, "offset" FROM event LIMIT 2' --to json
out_has 'query as JSON' '"line": 1'
run 0 'no formula in CSV' query --reveal case.db "SELECT '=1+1' AS f" --to csv
out_has 'no formula in CSV' "'=1+1"
run 0 'no escape sequence' query --reveal case.db "SELECT char(27) || '[31m' AS e"
out_has 'no escape sequence' '\x1b[31m'
run 0 'show a line' show case.db access.log:3 -C 1
out_has 'show a line' '>       3  192.0.2.2 '
out_has 'show a line' 'as it was read'
run 0 'show evidence' show case.db E1
out_has 'show evidence' 'as it was cited'
run 2 'show what is not cited' show case.db E999
run 2 'show beyond the end' show case.db access.log:301
before=$(sha256sum <case.db)
run 0 'verify' verify case.db
out_has 'verify' 'the same bytes where they stood'
cp case.db other.db
cp case.db.key other.db.key
sqlite3 other.db "UPDATE policy SET value = value + 600000000 WHERE name = 'hold_us'"
sqlite3 other.db "UPDATE policy SET value = 3600000000 WHERE name = 'band_min_us'"
other=$(sha256sum <other.db)
run 6 'verify another result' verify other.db
out_has 'verify another result' 'ANOTHER result'
[ "$(sha256sum <other.db)" = "$other" ] || fail 'verify changed the database of another result'
[ "$(sha256sum <case.db)" = "$before" ] || fail 'verify changed the database'
sqlite3 other.db "UPDATE citation SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x')"
run 6 'verify a cited line with another hash' verify other.db
out_has 'verify a cited line with another hash' 'FAIL  E1: its line'
run 6 'show a cited line with another hash' show other.db E1
out_has 'show a cited line with another hash' 'NOT as it was cited'
sqlite3 other.db 'DELETE FROM citation'
run 6 'verify without hashes' verify other.db
run 2 'show without citations' show other.db E1
cp people.csv kept.csv
sed -i 's/03:05/03:06/' people.csv
run 6 'verify a changed source' verify case.db
out_has 'verify a changed source' 'FAIL  people.csv'
run 6 'show from a changed source' show case.db people.csv:3
rm people.csv
run 6 'verify a source that is gone' verify case.db
run 3 'show from a source that is gone' show case.db people.csv:3
mv kept.csv people.csv
cp access.log read.log
run 0 'ingest alone' ingest read.log --db read.db -q
run 0 'verify what was only read' verify read.db
out_has 'verify what was only read' 'ok    read.log: the same bytes'
out_has 'verify what was only read' 'method: it has not run'
echo >>read.log
run 6 'verify what was only read and changed' verify read.db
out_has 'verify what was only read and changed' 'FAIL  read.log'
rm read.log

# ------------------------------------------------------------- what is not in the case file any more

cp access.log second.log
sed 's/^192.0.2/198.51.100/; s/" 503 /" 200 /' access.log >third.log
sed -e 's/case: cli/case: three/' case.yaml >three.yaml
{
	echo '  - {path: second.log, kind: gateway, name: gw2, host: gw2}'
	echo '  - {path: third.log, kind: gateway, name: gw3, host: gw3}'
} >>three.yaml
run 0 'three gateways' analyze three.yaml -q
[ "$(count three.db 'SELECT COUNT(*) FROM request')" = 600 ] || fail 'a copy was counted twice'
sed '/name: gw,/d; /name: gw3/d' three.yaml >two.yaml
mv two.yaml three.yaml
run 0 'one of three left' analyze three.yaml -q -o less.json
[ "$(count three.db 'SELECT COUNT(*) FROM request')" = 300 ] || fail 'rows of a source that is gone'
[ "$(count three.db 'SELECT COUNT(*) FROM feed')" = 2 ] || fail 'a feed that is gone is there'
run 0 'verify with less' verify three.db
rm three.db
run 0 'the same, fresh' analyze three.yaml -q -o fresh.json
cmp -s less.json fresh.json || fail 'a source that was taken out still counts'
sed -i 's/path: second.log/path: third.log/' three.yaml
run 0 'another path' analyze three.yaml -q -o other.json
rm three.db
run 0 'another path, fresh' analyze three.yaml -q -o fresh2.json
cmp -s other.json fresh2.json || fail 'a path that was replaced still counts'

# ---------------------------------------------------------------------------------- since and until

run 0 'since' analyze case.yaml --db since.db -q -o since.json --since '2023-09-17T02:00+09:00' \
	--until '2023-09-17T03:30+09:00'
[ "$(count since.db 'SELECT COUNT(*) FROM event')" = "$events" ] || fail 'since: lines are left out'
[ "$(count since.db 'SELECT COUNT(*) FROM service_minute')" = 90 ] || fail 'since: not 90 minutes'
[ "$(count since.db 'SELECT COUNT(*) FROM fact')" = 1 ] || fail 'since: not one fact'
grep -q 'limited to a span of time: --since 2023' since.json || fail 'since: the report does not say so'
run 0 'verify since' verify since.db
OVERRUN_SINCE='2023-09-17T02:00+09:00' run 0 'since by variable' analyze case.yaml --db since.db -q
[ "$(count since.db 'SELECT COUNT(*) FROM service_minute')" = 240 ] || fail 'since by variable'
run 0 'no longer since' analyze case.yaml --db since.db -q
[ "$(count since.db 'SELECT COUNT(*) FROM service_minute')" = 300 ] || fail 'no longer since'
run 2 'no time' analyze case.yaml --since yesterday

# ------------------------------------------------------------------------------------------- ingest

run 0 'ingest' ingest --db in.db access.log
out_has 'ingest' '300 lines = 300 events + 0 rejected + 0 blank'
mkdir -p elsewhere
run 0 'database elsewhere' ingest --db elsewhere/in.db access.log -q
run 0 'show from elsewhere' show elsewhere/in.db access.log:3
cp case.db elsewhere/case.db
run 0 'sources beside the case file' show elsewhere/case.db access.log:3
run 0 'verify beside the case file' verify elsewhere/case.db
run 3 'sources named wrongly' show elsewhere/case.db access.log:3 --sources elsewhere
err_has 'sources named wrongly' '--sources'
mkdir moved away
cp case.yaml access.log people.csv moved/
run 0 'analyze, database elsewhere' analyze moved/case.yaml --db elsewhere/moved.db -q
run 0 'show, database elsewhere' show elsewhere/moved.db E1
mv moved gone
run 3 'the folder has moved' show elsewhere/moved.db E1
run 0 'the folder named' show elsewhere/moved.db E1 --sources gone
run 0 'verify, the folder named' verify elsewhere/moved.db --sources gone
cp elsewhere/moved.db elsewhere/moved.db.key gone/
run 0 'the folder moved with its database' verify gone/moved.db
run 0 'analyze, sources elsewhere' analyze case.yaml --db away/case.db --sources gone -q
mv access.log hidden.log
run 0 'verify, sources elsewhere' verify away/case.db
mv hidden.log access.log
cp access.log grown.log
run 0 'before it grew' ingest --db grown.db grown.log -q
sed 's/17.Sep/18\/Sep/' access.log >>grown.log
run 0 'grown' ingest --db grown.db grown.log
out_has 'grown: each line once' '600 lines = 600 events + 0 rejected + 0 blank'
cp grown.log copy.log
run 0 'a copy' ingest --db grown.db copy.log
out_has 'a copy: each line once' '600 lines = 600 events + 0 rejected + 0 blank'
run 0 'ingest again, packed' ingest --db in.db access.log.gz
[ "$(count in.db 'SELECT COUNT(*) FROM event')" = 300 ] || fail 'known content was added twice'
"$program" ingest --db stdin.db - <access.log >out 2>err || fail 'standard input: no success'
out_has 'standard input' '300 lines = 300 events'
run 0 'stated format' ingest --db stated.db --format '*.log=syslog' access.log
out_has 'stated format' 'syslog'
# What was read with other options is read again; with the same ones it is known.
run 0 'stated zone' ingest --db again.db --tz Asia/Seoul access.log -v
err_has 'stated zone' ': reading'
run 0 'the same zone' ingest --db again.db --tz Asia/Seoul access.log -v
err_has 'the same zone' 'has not changed since it was read'
run 0 'no zone' ingest --db again.db access.log -v
err_has 'no zone' ': reading'
run 0 'another format' ingest --db again.db --format '*.log=plain' access.log -v
err_has 'another format' ': reading'
out_has 'another format' ' plain '
run 0 'the same format' ingest --db again.db --format '*.log=plain' access.log -v
err_has 'the same format' 'has not changed since it was read'

# A record of several lines is shown as a whole, whichever of them is asked for.
printf '%s\n' '2023-09-17 01:05:00,250 ERROR [main] c.e.Pay - boom' 'java.lang.IllegalState: no' \
	'	at c.e.Pay.run(Pay.java:7)' '2023-09-17 01:05:01,000 INFO  [main] c.e.Pay - on' >trace.log
run 0 'a stack trace' ingest --db trace.db trace.log
for line in 1 2 3; do
	run 0 'show a record' show trace.db "trace.log:$line"
	[ "$(grep -c '^[|>]' out)" -eq 3 ] || fail "show a record by line $line: not its three lines"
done
run 0 'show the next record' show trace.db trace.log:4
[ "$(grep -c '^[|>]' out)" -eq 1 ] || fail 'show the next record: more than its line'

run 3 'truncated input' ingest --db cut.db cut.log.gz access.log
err_has 'truncated input' 'cut.log.gz: truncated'
[ "$(count cut.db 'SELECT COUNT(*) FROM source')" = 2 ] || fail 'one bad input kept another out'
run 2 'missing case file' analyze nothere.yaml
err_has 'missing case file' 'nothere.yaml: cannot be opened'
run 2 'missing case file, ingest' ingest nothere.yaml
run 3 'missing input' ingest --db missing.db nothere.log access.log
err_has 'missing input' 'nothere.log'
run 4 'database nowhere' ingest --db /nonexistent/x.db access.log
run 0 'dry run' ingest --dry-run case.yaml
out_has 'dry run' 'nginx_access'
run 0 'formats' formats
out_has 'formats' 'nginx_access'
run 0 'formats test' formats test access.log
out_has 'formats test' 'nginx_access'
run 2 'formats, misused' formats access.log
mkdir -p own broken
cat >own/tills.yaml <<'END'
formats:
  - name: tills
    pattern: '^(?<time>\S+) (?<host>till\d+) (?<message>.*)$'
    time: '%Y-%m-%dT%H:%M:%S%z'
    signals:
      - {signal: resource.high, field: message, match: paper out}
    sample: 2023-09-17T04:01:00+0900 till7 paper out
END
sed 's/till7/kasse7/' own/tills.yaml >broken/tills.yaml
cat >tills.log <<'END'
2023-09-17T04:01:00+0900 till7 paper out
2023-09-17T04:02:00+0900 till8 paper out
2023-09-17T04:03:00+0900 kasse9 paper out
END
run 0 'formats of our own' formats --formats-dir own
out_has 'formats of our own' 'tills  '
run 0 'formats test, our own' formats test tills.log --formats-dir own
out_has 'formats test, our own: who won' 'tills by '
out_has 'formats test, our own: field by field' 'signal       resource.high'
out_has 'formats test, our own: where it stops' 'tills: matched up to here, then wants `till`:'
[ "$(grep -A1 'kasse9' out | grep -A1 '^    2023-' | tail -n 1 | wc -c)" = 31 ] ||
	fail 'formats test, our own: the caret is not below the k'
run 2 'a sample that does not match' formats test tills.log --formats-dir broken
err_has 'a sample that does not match' 'broken/tills.yaml:7:13: '
err_has 'a sample that does not match: the caret' '                             ^'
run 2 'no folder of formats' init tills.log --formats-dir nowhere
run 0 'init, our own format' init tills.log --formats-dir own
OVERRUN_FORMATS_DIR=own run 0 'ingest, our own format' ingest --db own.db tills.log
out_has 'ingest, our own format' 'tills  '
[ "$(count own.db 'SELECT COUNT(*) FROM event WHERE signal = "resource.high"')" = 2 ] ||
	fail 'ingest, our own format: its signals are not kept'
sed 's/^formats:/overrun: 1\nformats:/' own/tills.yaml >own/again.yaml
run 2 'the same name twice' ingest --db own.db tills.log --formats-dir own
err_has 'the same name twice' 'own/tills.yaml:2:5: a second format of the name `tills`'
printf 'hello\x1b[2J\n' >hostile.log
run 0 'hostile text' formats test hostile.log
if grep -q $'\x1b' out err; then fail 'an escape sequence got through'; fi

# ------------------------------------------------------------------------------------- interruption

mkfifo pipe
"$program" ingest --db stop.db - <pipe >out 2>err &
pid=$!
exec 9>pipe
cat access.log >&9
sleep 0.5
kill -INT "$pid"
sleep 0.2
cat access.log >&9 2>/dev/null
exec 9>&-
wait "$pid"
code=$?
[ "$code" -eq 130 ] || fail "interrupted: exit $code, not 130"
err_has 'interrupted' 'interrupted'
[ "$(count stop.db 'SELECT state FROM run')" = interrupted ] || fail 'interrupted: not in the books'
[ "$(count stop.db 'SELECT COUNT(*) FROM event')" = 0 ] || fail 'interrupted: half an entry is in'
"$program" ingest --db stop.db - <access.log >out 2>err || fail 'after an interruption: no success'
[ "$(count stop.db 'SELECT COUNT(*) FROM event')" = 300 ] || fail 'after an interruption: not 300'

finish
