#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How fast `overrun ingest` is beside what else reads logs: generated inputs, all programs in turn
# in the same run, medians. Writes a table to tests/bench/runs/DATE.md and shows it.
#
#     OVERRUN_BINARY_DIR=build tests/bench/run.sh [LINES [RUNS]]     default 1000000 5
#
# Peers that are not installed are left out: lnav, goaccess, lognormalizer (liblognorm-utils), rg
# (ripgrep), zcat, node with the package @duckdb/node-api (NODE_PATH). KINDS="nginx syslog" measures only these.
set -eu
export LC_ALL=C TZ=UTC
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${OVERRUN_BINARY_DIR:-$root/build}
lines=${1:-1000000}
runs=${2:-5}
kinds=${KINDS:-nginx haproxy fortigate panos json syslog}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/overrun-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
overrun=$build/overrun
results=$work/results

have() { command -v "$1" >/dev/null; }

cat >"$work/access.rulebase" <<'RULES'
version=2
rule=:%client:word% %ident:word% %user:word% [%at:char-to:]%] "%request:char-to:"%" %status:number% %bytes:number% "%referer:char-to:"%" "%agent:char-to:"%"
RULES

# run NAME COMMAND…: seconds, user + system seconds and peak kilobytes of one run to $results
run() {
	local name=$1
	shift
	/usr/bin/time -f "%e %U %S %M" -o "$work/time" "$@" >"$work/out" 2>"$work/err" </dev/null ||
		{ echo "  $name failed: $(tail -n 1 "$work/err")" >&2; return 0; }
	awk -v kind="$kind" -v name="$name" 'NF == 4 { print kind, name, $1, $2 + $3, $4 }' \
		"$work/time" >>"$results"
}

ingest() { # NAME FILE [OPTION…]
	local name=$1 file=$2
	shift 2
	rm -f "$work/case.db"*
	run "$name" "$overrun" ingest "$file" --db "$work/case.db" --quiet "$@"
}

overrun_and_baseline() {
	ingest "overrun, gz" "$work/log.gz"
	run "decompress and split, gz" "$build/tests/bench-split" "$work/log.gz"
	ingest "overrun --fold, gz" "$work/log.gz" --fold
	if have zstd; then
		ingest "overrun, zst" "$work/log.zst"
		run "decompress and split, zst" "$build/tests/bench-split" "$work/log.zst"
	fi
	ingest "overrun, plain" "$work/log"
	have zcat && run "zcat and wc -l" sh -c "zcat '$work/log.gz' | wc -l"
	have rg && run "ripgrep -zc" rg -zc ' ' "$work/log.gz"
	return 0
}

peers() {
	case $kind in
	nginx)
		have lnav && run "lnav" lnav -n -c ";SELECT sc_status, COUNT(*) FROM access_log \
			GROUP BY sc_status" "$work/log.gz"
		have lognormalizer && run "liblognorm, plain" sh -c \
			"/usr/bin/lognormalizer -r '$work/access.rulebase' <'$work/log'"
		have goaccess && [ "$lines" -le 1000000 ] && [ "$round" -le 2 ] &&
			run "goaccess, plain" goaccess "$work/log" --log-format=COMBINED \
				--no-progress -o "$work/goaccess.json"
		have node && node -e 'require("@duckdb/node-api")' 2>/dev/null &&
			run "duckdb" node "$here/duckdb.js" "$work/log.gz"
		;;
	haproxy | syslog | json | fortigate | panos)
		have lnav && [ "$kind" != panos ] && [ "$kind" != fortigate ] &&
			run "lnav" lnav -n -c ";SELECT log_level, COUNT(*) FROM all_logs \
				GROUP BY log_level" "$work/log.gz"
		;;
	esac
	return 0
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
