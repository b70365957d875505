#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What needs the material kept beside the repository (../shared, or $OVERRUN_SHARED): nights with
# known answers, and real log files of many vendors. Prints two tables; nothing there: says so.
#
#     tests/run_shared.sh [OVERRUN PROGRAM]
set -u
export LC_ALL=C TZ=UTC
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
shared=${OVERRUN_SHARED:-$root/../shared}
program=${1:-${OVERRUN_PROGRAM:-$root/build/asan/overrun}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

if [ ! -d "$shared" ]; then
	echo "no ../shared here: the nights and fixtures kept there are not run"
	exit 0
fi

# night NAME, overrun: |got − true|, attribution: Σ |headline − true| / (2 × overrun), both of truth.json
cat >"$work/night.jq" <<'END'
def abs: if . < 0 then -. else . end;
$truth[0] as $t | ["staffing", "procedure", "technical", "undetermined"] as $names | . as $r
| [$names[] | ($r.causes[.].headline_s // 0) - $t.headline_s[.] | abs] | add
| (if $t.overrun_s == 0 then 0 else 100 * . / (2 * $t.overrun_s) end) as $error
| [$names[] | $r.causes[.].headline_s // 0 | . / 60 | round | tostring] as $got
| [$names[] | $t.headline_s[.] / 60 | round | tostring] as $want
| [($r.overrun_s - $t.overrun_s | tostring), ($error * 100 | round / 100 | tostring),
   ($got | join("/")), ($want | join("/")), ($r.verdict.main_cause // "-"), ($t.main_cause // "-")]
| @tsv
END

if [ -d "$shared/nights" ]; then
	printf '%-8s %10s %12s  %-22s %-22s %-14s %s\n' night 'overrun ±s' 'attribution %' \
		'S/P/T/U min' 'true' 'main cause' 'true'
	for truth in "$shared"/nights/*/truth.json; do
		night=$(dirname "$truth")
		name=$(basename "$night")
		rm -f "$work"/x.*
		"$program" analyze "$night/case.yaml" --db "$work/x.db" -o "$work/x.json" \
			>"$work/out" 2>"$work/messages"
		code=$?
		if [ "$code" -gt 3 ] || [ ! -s "$work/x.json" ]; then
			echo "$name: exit $code: $(head -1 "$work/messages")"
			status=1
			continue
		fi
		jq -r --slurpfile truth "$truth" -f "$work/night.jq" "$work/x.json" |
			awk -F '\t' -v name="$name" '{printf "%-8s %10s %12s  %-22s %-22s %-14s %s\n",
				name, $1, $2, $3, $4, $5, $6}'
	done
fi

if [ -d "$shared/fixtures" ]; then
	echo
	printf '%10s %10s %10s %8s  %s\n' lines specific fallback rejected source
	# Notes, programs and expectations that lie beside the logs are left out of the sums.
	find "$shared/fixtures" -mindepth 1 -maxdepth 1 | sort | while read -r part; do
		rm -f "$work"/f.db*
		timeout 600 "$program" ingest --db "$work/f.db" --no-progress \
			"$part" >"$work/out" 2>"$work/messages"
		code=$?
		if [ "$code" -gt 3 ]; then
			echo "$(basename "$part"): exit $code: $(head -1 "$work/messages")"
			continue
		fi
		sqlite3 -separator ' ' "$work/f.db" "
			SELECT printf('%10d %10d %10d %8d  %s', sum(lines),
				sum(CASE WHEN format IN ('syslog', 'plain', '') THEN 0 ELSE events END),
				sum(CASE WHEN format IN ('syslog', 'plain', '') THEN events ELSE 0 END),
				sum(rejected), '$(basename "$part")')
			FROM entry
			WHERE NOT (chain LIKE '%.md' OR chain LIKE '%.y_ml' OR chain LIKE '%.yml'
				OR chain LIKE '%.py' OR chain LIKE '%.go' OR chain LIKE '%.rb'
				OR chain LIKE '%.ts' OR chain LIKE '%expected%' OR chain LIKE '%-config.%'
				OR chain LIKE '%LICENSE%')" 2>"$work/messages" || head -1 "$work/messages"
	done
fi

echo
OVERRUN_CONFORMANCE=${OVERRUN_CONFORMANCE:-$(dirname "$program")/tests/conformance} \
	"$here/run_conformance.sh" || status=1
exit "$status"
