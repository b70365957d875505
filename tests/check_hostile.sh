#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Inputs and surroundings that nobody wishes for: no permission, nothing in it, encrypted, another
# case's database, no key, streams closed. Each gets a message that says what is wrong, and the
# right exit code; the rest is read all the same. What needs another user is passed over without
# the right to become one. Needs OVERRUN_PROGRAM.

# shellcheck source=tests/said.sh
. "$(dirname "$0")/said.sh"

line='192.0.2.1 - - [17/Sep/2023:01:00:00 +0900] "GET / HTTP/1.1" 200 12 "-" "-"'
printf '%s\n' "$line" "$line" >access.log
cat >case.yaml <<'YAML'
overrun: 1
case: hostile
title: A night among enemies
timezone: Asia/Seoul
window: {start: 2023-09-17 01:00, end: 2023-09-17 02:00}
roles: {NET: {actors: [net.example]}}
steps: [{id: S1, title: Replace the gateway, role: NET, allow: 50m}]
sources: [{path: access.log, kind: gateway, name: gw, host: gw}]
YAML
sed 's/case: hostile/case: another/' case.yaml >another.yaml
run 0 'a case' analyze case.yaml -q

# ------------------------------------------------------------------------------- nothing to read
: >empty.log
mkdir nothing
ln -s nowhere link
tar cf links.tar link
run 0 'an empty file' ingest --db in.db empty.log
err_has 'an empty file' 'empty.log: empty: no line in it'
run 3 'an empty folder' ingest --db in.db nothing
err_has 'an empty folder' 'nothing: there is no file in this folder'
run 0 'an archive of links' ingest --db in.db links.tar
err_has 'an archive of links' 'links.tar: an archive without a file in it'
if command -v 7z >/dev/null; then
	7z a -bd -psecret -mhe=on secret.7z access.log >/dev/null
	run 3 'an encrypted archive' ingest --db in.db secret.7z
	err_has 'an encrypted archive' 'encrypted: unpack it with its password first'
	7z a -bd -psecret -tzip members.zip access.log >/dev/null
	run 3 'an encrypted member' ingest --db in.db members.zip
	run 3 'an encrypted member, again' ingest --db in.db members.zip
	[ "$(sqlite3 in.db "SELECT state FROM entry WHERE chain = 'members.zip!access.log'")" = unreadable ] ||
		fail 'an encrypted member: not one entry that says unreadable'
	[ "$(sqlite3 in.db "SELECT state FROM source WHERE path = 'members.zip'")" = unreadable ] ||
		fail 'an encrypted member: the file is not unreadable'
fi

# ------------------------------------------------------- all of it told in Korean, in a Korean report
gzip -c access.log | head -c 60 >cut.gz
printf 'x' | cat <(gzip -c access.log) - >tail.gz
tar cf whole.tar access.log
head -c 1100 whole.tar >cut.tar
bzip2 -c access.log | head -c 40 >cut.bz2
ln -s /dev/zero device
printf 'nobody reads this\n\0\0\0\n' >odd.log
sed 's/case: hostile/case: korean/; s/^title:.*/notice: {at: 2023-09-18 01:00, plan_sha256: '"$(printf '%064d' 0)"'}/
	s/net.example\]}/net.example]}, SEC: {actors: [net.example]}/
	s/^sources: \[/sources: [{path: "*.gz", kind: app}, {path: cut.tar, kind: app, name: t}, {path: cut.bz2, kind: app, name: b}, {path: device, kind: app, name: d}, {path: nothing, kind: app, name: n}, {path: gone.log, kind: app, name: g}, {path: links.tar, kind: app, name: l}, {path: odd.log, kind: app, name: o, format: nginx_access}, /' \
	case.yaml >korean.yaml
run 3 'all kinds of damage' analyze korean.yaml -q --lang ko -o korean.md
grep -q '^## 주의' korean.md || fail 'all kinds of damage: no warnings in Korean'
sed -n '/^## 주의/,/^## /s/^| [^|]* | \(.*\) |$/\1/p' korean.md | tail -n +3 >warnings
[ "$(wc -l <warnings)" -ge 9 ] || fail "all kinds of damage: $(wc -l <warnings) warnings"
LC_ALL=C grep -v "$(printf '[\352-\355]')" warnings >err && fail 'warnings that are not in Korean'
grep -q 'no format reads\|stated format does not' korean.md && fail 'a reason of rejection in English'

# -------------------------------------------------------------------------------- the database
run 4 'a questioner without a database' query timeline
: >empty.db
run 4 'an empty database' report empty.db
err_has 'an empty database' 'overrun analyze'
cp case.db other.db
run 0 'the database of another case' analyze another.yaml --db other.db -q
err_has 'the database of another case' 'was of the case hostile: it is of another from now on'

# ------------------------------------------------------------------------------------- streams
run 2 'an option before the command' -q analyze case.yaml
err_has 'an option before the command' 'options stand behind the command'
"$program" report case.db >/dev/full 2>err
[ $? -eq 4 ] || fail 'standard output full: not exit 4'
err_has 'standard output full' 'standard output: '
ln -s /dev/full full.html
run 4 'a full device' report case.db -q --force -o full.html
err_has 'a full device' 'full.html: '
"$program" report case.db -q -o closed.json >&- 2>&- <&- || fail 'streams closed: no report'
[ "$(head -c 1 closed.json)" = '{' ] || fail 'streams closed: the report begins with something else'
"$program" report case.db >&- 2>err
[ $? -eq 4 ] || fail 'standard output closed: not exit 4'

# ------------------------------------------------------------------------- who may not read all
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	mkdir -p shared/logs/closed shared/logs/open
	cp access.log shared/logs/open/
	cp case.yaml access.log case.db shared/
	cp access.log shared/logs/closed/more.log
	chmod -R a+rX shared "$folder"
	chmod 700 shared/logs/closed
	mkdir -m 777 books
	as_other() {
		local code=$1 what=$2
		shift 2
		setpriv --reuid=65534 --regid=65534 --clear-groups "$program" "$@" >out 2>err </dev/null
		local got=$?
		[ "$got" -eq "$code" ] || fail "$what: exit $got, not $code: overrun $*"
	}
	if setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$program"; then
		as_other 3 'a closed folder' ingest --db books/a.db shared/logs
		err_has 'a closed folder' 'shared/logs/closed: cannot be opened: Permission denied'
		grep -q '^2 lines = 2 events' out || fail 'a closed folder: the others are not read'
		as_other 3 'behind a closed folder' ingest --db books/b.db shared/logs/closed/more.log
		err_has 'behind a closed folder' 'Permission denied'
		as_other 0 'a database without its key' report shared/case.db
		err_has 'a database without its key' 'tokens of names are other ones'
		as_other 0 'verify without the key' verify shared/case.db
		as_other 4 'a database that cannot be written' analyze shared/case.yaml
	fi
fi

finish
