#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Instructions per line, counted by callgrind, against the committed figures: of each format on its
# own sample, and of `overrun ingest` on generated logs. More than 10 % above fails. Counts do not
# depend on how busy the machine is; they do on compiler and libraries, so others' are skipped.
#
#     OVERRUN_BINARY_DIR=build tests/check_instructions.sh [--update]
export LC_ALL=C TZ=UTC
# shellcheck source=tests/built.sh
. "$(dirname "$0")/built.sh"
figures=$source_dir/tests/bench/runs/instructions.txt
allowed=10  # per cent above the committed figure
short=2000  # lines of the two runs whose difference is what a line costs
long=22000
megabytes=1 # of each format's sample

if ! command -v valgrind >/dev/null || ! command -v callgrind_annotate >/dev/null; then
	echo "skipped: no valgrind here"
	exit 0
fi

# What the counts depend on besides the source.
toolchain() {
	echo "$(uname -m), $("${CC:-gcc}" --version | sed -n 1p)," \
		"libc $(getconf GNU_LIBC_VERSION | cut -d' ' -f2)," \
		"sqlite $(pkg-config --modversion sqlite3), $(valgrind --version)"
}
if [ "${1:-}" != --update ] && [ "$(sed -n 's/^# built by: //p' "$figures")" != "$(toolchain)" ]; then
	echo "skipped: the committed figures are of another compiler or library"
	exit 0
fi

# Sanitizers and debug builds count differently: build what is measured as it is shipped.
build=$binary_dir/instructions
if ! cmake -S "$source_dir" -B "$build" -DCMAKE_C_COMPILER="${CC:-gcc}" \
	-DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS=-g >"$work/cmake.log" 2>&1 ||
	! cmake --build "$build" --parallel "$(nproc)" \
		--target overrun bench-generate bench-parse >>"$work/cmake.log" 2>&1; then
	tail -n 20 "$work/cmake.log"
	exit 1
fi

# formats: "NAME COUNT CHECKSUM", of its sample, for each; callgrind writes one file per call of bench_measure.
formats() {
	valgrind --tool=callgrind --callgrind-out-file="$work/cg" --dump-after=bench_measure \
		--toggle-collect=bench_measure "$build/tests/bench-parse" \
		"$source_dir/samples/formats" $megabytes >"$work/parse" 2>/dev/null || return 1
	local i=0 name lines rest
	while read -r name lines rest; do
		i=$((i + 1))
		echo "parse/$name $(($(sed -n 's/^totals: //p;s/^summary: //p' "$work/cg.$i" |
			tail -n 1) / lines)) $(cksum <"$source_dir/samples/formats/$name.log" |
			cut -d' ' -f1)"
	done <"$work/parse"
}

# Of a whole run but for libcrypto: valgrind's processor has no SHA instructions, real ones have.
without_libcrypto() {
	awk '
		/^c?ob=/ { # an object is named where it is first mentioned
			id = $1
			sub(/^c?ob=/, "", id)
			if (NF > 1) is_crypto[id] = $2 ~ /libcrypto/
			if (/^ob=/) skips = is_crypto[id]
		}
		/^calls=/ { getline; next } # what the callee costs; it is counted there
		/^[0-9+*-]/ && !skips { sum += $2 }
		END { printf "%.0f\n", sum }' "$1"
}

# instructions KIND LINES: of a whole ingest
instructions() {
	"$build/tests/bench-generate" "$1" "$2" >"$work/$1.log" && rm -f "$work/case.db"*
	valgrind --tool=callgrind --callgrind-out-file="$work/cg.ingest" "$build/overrun" ingest \
		"$work/$1.log" --db "$work/case.db" >/dev/null 2>&1 || return 1
	without_libcrypto "$work/cg.ingest"
}

ingests() {
	local kind few many
	for kind in nginx nginx-browsers haproxy fortigate panos json syslog; do
		few=$(instructions $kind $short) && many=$(instructions $kind $long) || return 1
		echo "ingest/$kind $(((many - few) / (long - short)))"
	done
}

if ! { formats && ingests; } >"$work/now"; then
	echo "FAIL: what is measured does not run"
	exit 1
fi
if [ "${1:-}" = --update ]; then
	{
		echo "# Instructions per line; written by tests/check_instructions.sh --update."
		echo "# built by: $(toolchain)"
		cat "$work/now"
	} >"$figures"
	echo "wrote $(wc -l <"$work/now") figures"
	exit 0
fi
awk -v allowed=$allowed '
	NR == FNR { if ($1 != "#") { committed[$1] = $2; sample[$1] = $3 } next }
	!($1 in committed) || sample[$1] != $3 { printf "new  %-28s %7d\n", $1, $2; next }
	$2 > committed[$1] * (1 + allowed / 100) {
		printf "FAIL %-28s %7d, committed %d\n", $1, $2, committed[$1]
		failures++
		next
	}
	{ counted++ }
	END {
		if (failures > 0) print "for a good reason? tests/check_instructions.sh --update, and say so"
		printf "instructions: %d within %d %% of the committed figures, failures: %d\n",
			counted, allowed, failures
		exit failures > 0
	}' "$figures" "$work/now"
