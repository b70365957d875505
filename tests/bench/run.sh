#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How fast `overrun ingest` is beside what else reads logs: generated inputs, all programs in turn
# in the same run, medians. Writes a table to tests/bench/runs/DATE.md and shows it.
#
#     OVERRUN_BINARY_DIR=build tests/bench/run.sh [LINES [RUNS]]     default 1000000 5
#
# Peers that are not installed are left out: lnav, goaccess, lognormalizer (liblognorm-utils), rg
# (ripgrep), zcat, node with the package @duckdb/node-api (NODE_PATH). So is, and the exit status is
# then 1, whoever has not read every line. KINDS="nginx syslog" measures only these.
set -eu
export LC_ALL=C TZ=UTC
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${OVERRUN_BINARY_DIR:-$root/build}
lines=${1:-1000000}
runs=${2:-5}
kinds=${KINDS:-nginx nginx-clients nginx-browsers haproxy fortigate panos json syslog}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/overrun-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
overrun=$build/overrun
results=$work/results

have() { command -v "$1" >/dev/null; }

# run NAME COUNTER COMMAND…: seconds, user + system seconds and peak kilobytes of one run to
# $results, if COUNTER, asked afterwards, says that it has read every line: a program that has
# understood half of them was not measured.
run() {
	local name=$1 counter=$2 counted
	shift 2
	/usr/bin/time -f "%e %U %S %M" -o "$work/time" "$@" >"$work/out" 2>"$work/err" </dev/null || {
		echo "  $name failed: $(tail -n 1 "$work/err")" >&2
		touch "$work/failed"
		return 0
	}
	counted=$("$counter" || true)
	if [ "$counted" != "$lines" ]; then
		echo "  $name left out: it counted ${counted:-none} of $lines lines" >&2
		touch "$work/failed"
		return 0
	fi
	awk -v kind="$kind" -v name="$name" 'NF == 4 { print kind, name, $1, $2 + $3, $4 }' \
		"$work/time" >>"$results"
}

# How many lines what has just run has read.
first_word() { awk 'NR == 1 { print $1 }' "$work/out"; }
lnav_groups() { awk 'NR > 1 { sum += $NF } END { print sum + 0 }' "$work/out"; }
normalized() { awk '!/"unparsed-data"/ { count++ } END { print count + 0 }' "$work/out"; }
goaccess_valid() { grep -o '"valid_requests": *[0-9]*' "$work/goaccess.json" | grep -o '[0-9]*$'; }
ingested() { # by the tally
	"$overrun" query "$work/case.db" 'SELECT SUM(events) FROM entry' --to csv | tr -d '\r' | tail -n 1
}
stored() { # by the tally and as rows
	"$overrun" query "$work/case.db" 'SELECT MIN((SELECT SUM(events) FROM entry),
		(SELECT COUNT(*) FROM happening) + (SELECT COUNT(*) FROM request_row) +
		(SELECT COUNT(*) FROM flow_row))' --to csv | tr -d '\r' | tail -n 1
}

ingest() { # NAME COUNTER FILE [OPTION…]
	local name=$1 counter=$2 file=$3
	shift 3
	rm -f "$work/case.db"*
	run "$name" "$counter" "$overrun" ingest "$file" --db "$work/case.db" --quiet "$@"
}

overrun_and_baseline() {
	ingest "overrun, gz" stored "$work/log.gz"
	run "decompress and split, gz" first_word "$build/tests/bench-split" "$work/log.gz"
	ingest "overrun --fold, gz" ingested "$work/log.gz" --fold
	if have zstd; then
		ingest "overrun, zst" stored "$work/log.zst"
		run "decompress and split, zst" first_word "$build/tests/bench-split" "$work/log.zst"
	fi
	ingest "overrun, plain" stored "$work/log"
	have zcat && run "zcat and wc -l" first_word sh -c "zcat '$work/log.gz' | wc -l"
	have rg && run "ripgrep -zc" first_word rg -zc : "$work/log.gz"
	return 0
}

# A home of its own, so that neither the formats of whoever runs this nor ours are left in another.
lnav_groups_by() { # COLUMN TABLE
	have lnav || return 0
	local folder=$work/lnav/formats/bench
	mkdir -p "$folder" "$work/home"
	rm -f "$folder"/*
	[ ! -e "$here/peers/lnav_$kind.json" ] || cp "$here/peers/lnav_$kind.json" "$folder"
	run lnav lnav_groups env HOME="$work/home" XDG_CONFIG_HOME="$work/home/.config" \
		lnav -I "$work/lnav" -n -c ";SELECT $1, COUNT(*) FROM $2 GROUP BY $1" "$work/log.gz"
}

normalize() {
	have lognormalizer || return 0
	run "liblognorm, plain" normalized sh -c \
		"lognormalizer -r '$here/peers/${kind%%-*}.rulebase' <'$work/log'"
}

goaccess_reads() { # OPTION…
	have goaccess && [ "$lines" -le 1000000 ] && [ "$round" -le 2 ] || return 0
	rm -f "$work/goaccess.json"
	run "goaccess, plain" goaccess_valid goaccess "$work/log" --no-progress \
		-o "$work/goaccess.json" "$@"
}

duckdb_loads() { # NAME KIND
	have node && node -e 'require("@duckdb/node-api")' 2>/dev/null || return 0
	run "$1" first_word node "$here/duckdb.js" "$2" "$work/log.gz"
}

peers() {
	case $kind in
	nginx*)
		lnav_groups_by sc_status access_log
		normalize
		goaccess_reads --log-format=COMBINED
		duckdb_loads duckdb nginx
		;;
	json)
		lnav_groups_by status bench_json
		normalize
		goaccess_reads --date-format=%Y-%m-%d --time-format=%H:%M:%S --log-format="$(
			tr -d '\n' <"$here/peers/goaccess_json.txt"
		)"
		duckdb_loads duckdb json
		;;
	fortigate)
		lnav_groups_by action bench_fortigate
		normalize
		duckdb_loads duckdb fortigate
		duckdb_loads "duckdb, split at blanks" fortigate-split
		;;
	haproxy | syslog)
		lnav_groups_by log_level all_logs
		;;
	esac
}

for kind in $kinds; do
	"$build/tests/bench-generate" "$kind" "$lines" >"$work/log"
	gzip -6 -k -f "$work/log"
	! have zstd || zstd -q -f "$work/log" -o "$work/log.zst"
	for round in $(seq "$runs"); do
		echo "$kind, $round of $runs" >&2
		overrun_and_baseline
		peers
	done
done

# The median over the runs of each column, and its ratio to ours on the same input.
table() {
	awk '
	function median(text,   list, n, i, j, t) {
		n = split(text, list, " ")
		for (i = 2; i <= n; i++) for (j = i; j > 1 && list[j - 1] + 0 > list[j] + 0; j--) {
			t = list[j]; list[j] = list[j - 1]; list[j - 1] = t
		}
		return list[int((n + 1) / 2)]
	}
	{
		name = $2
		for (i = 3; i <= NF - 3; i++) name = name " " $i
		key = $1 SUBSEP name
		if (!(key in wall)) { order[++count] = key; kind[key] = $1; label[key] = name }
		wall[key] = wall[key] " " $(NF - 2)
		cpu[key] = cpu[key] " " $(NF - 1)
		peak[key] = peak[key] " " $NF
	}
	END {
		print "| input | program | wall s | ratio | processor s | ratio | peak MB |"
		print "|---|---|--:|--:|--:|--:|--:|"
		for (i = 1; i <= count; i++) {
			key = order[i]
			ours = kind[key] SUBSEP "overrun, gz"
			w = median(wall[key]); c = median(cpu[key])
			printf "| %s | %s | %.2f | %.2f | %.2f | %.2f | %.0f |\n", kind[key],
				label[key], w, w / (median(wall[ours]) + 1e-9), c,
				c / (median(cpu[ours]) + 1e-9), median(peak[key]) / 1024
		}
	}' "$results"
}

report=$here/runs/$(date -u +%Y-%m-%d)-$lines.md
{
	echo "# $lines lines of each input, medians of $runs runs, $(date -u +%Y-%m-%d)"
	echo
	echo "$(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sed -n 1p)," \
		"load $(cut -d' ' -f1-3 /proc/loadavg) at the end, $("$overrun" --version)"
	echo
	table
} >"$report"
cat "$report"
[ ! -e "$work/failed" ]
