#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Lines of a large entry are read again from the place before them, not from the front of the file;
# and what has changed since is seen: in that part, and in the size.
export LC_ALL=C TZ=UTC
# shellcheck source=tests/built.sh
. "$(dirname "$0")/built.sh"
cd "$work" || exit 1
lines=900000 # of 170 bytes: two places behind the front

# shows NAME EXIT LINE [TEXT…]: the exit of `show` of that line, and what its output holds
shows() {
	local name=$1 wanted=$2 line=$3 got text
	shift 3
	"$program" show case.db "$source:$line" -C 1 >out 2>err
	got=$?
	[ $got = "$wanted" ] || fail "$name: exit $got, not $wanted: $(head -n 1 err)"
	for text in "$@"; do
		grep -qF -- "$text" out || fail "$name: no '$text' in: $(tail -n 2 out)"
	done
}

# flip FILE OFFSET: another byte there
flip() {
	local byte
	byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
	printf "\\x$(printf %02x $((255 - byte)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

awk -v lines=$lines 'BEGIN {
	for (i = 1; i <= lines; i++) {
		seed = (seed * 16807 + 7) % 2147483647
		printf "192.0.2.%d - - [07/Aug/2024:%02d:%02d:%02d +0000] \"GET /v1/item/%d HTTP/1.1\"" \
			" 200 %d \"https://shop.example.com/\" \"Mozilla/5.0 (X11; Linux x86_64)" \
			" AppleWebKit/537.36 (KHTML, like Gecko) n%d\"\n", i % 250 + 1, i / 36000 % 24,
			i / 600 % 60, i / 10 % 60, seed, seed % 5000, i
	}
}' >access.log
{
	head -n 500000 access.log | gzip -1
	tail -n +500001 access.log | gzip -1
} >access.log.gz

for source in access.log.gz access.log; do
	rm -f case.db*
	"$program" ingest "$source" --db case.db -q >/dev/null || fail "$source: is not read"
	for line in 1 450000 500000 500001 $((lines - 1)); do
		shows "$source line $line" 0 $line "n$line\"" "n$((line + 1))\"" ': as they were read'
	done
	"$program" show case.db $source:$((lines + 1)) >out 2>err && fail "$source: beyond its end"

	cp "$source" kept
	flip "$source" 1000
	shows "$source, changed before" 0 890000 'n890000"' ': as they were read'
	cp kept "$source"
	truncate -s -1000 "$source"
	shows "$source, cut" 6 100 'NOT as it was read'
	cp kept "$source"
	echo behind >>"$source"
	shows "$source, longer" 6 100 'NOT as it was read'
	cp kept "$source"
done

source=access.log.gz
rm -f case.db*
"$program" ingest $source --db case.db -q >/dev/null || fail "$source: is not read"
flip $source $(($(stat -c %s $source) - 4000))
"$program" show case.db $source:$((lines - 1)) >out 2>err
[ $? != 0 ] || fail "a changed byte in the part that is read is not seen"
cp kept $source

# A run that is killed amid a large file: whoever reads next sees what was committed, and the next
# run goes on.
rm -f case.db*
head -n 1000 access.log >small.log
"$program" ingest small.log --db case.db -q >/dev/null || fail "small.log: is not read"
"$program" ingest access.log --db case.db -q >/dev/null 2>&1 &
reading=$!
until [ -s case.db-journal ] || ! kill -0 $reading 2>/dev/null; do sleep 0.02; done
sleep 0.1
kill -9 $reading 2>/dev/null && wait $reading 2>/dev/null
count='SELECT COUNT(*) AS n FROM request'
got=$("$program" query case.db "$count" --to csv 2>err | tail -n 1 | tr -d '\r')
[ "$got" = 1000 ] || [ "$got" = $((lines + 1000)) ] || fail "after a kill: '$got' rows: $(cat err)"
"$program" ingest access.log --db case.db -q >/dev/null || fail "after a kill: does not go on"
got=$("$program" query case.db "$count" --to csv | tail -n 1 | tr -d '\r')
[ "$got" = $((lines + 1000)) ] || fail "after a kill and another run: $got rows"

finish "restart"
