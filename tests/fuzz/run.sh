#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs every fuzz target on seeds made of the samples. Inputs that break one are kept in the folder
# `findings` of the build; exit 1 then.
#
#     cmake -S . -B build/fuzz -DCMAKE_C_COMPILER=clang -DOVERRUN_FUZZ=ON && cmake --build build/fuzz
#     tests/fuzz/run.sh build/fuzz 20000 [TARGET…]     so many runs each
#     tests/fuzz/run.sh build/fuzz 300s  [TARGET…]     so many seconds each
set -eu
export LC_ALL=C TZ=UTC
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${1:?the build folder}" && pwd)
amount=${2:-20000}
shift $(($# < 2 ? $# : 2))
seeds=$build/seeds
findings=$build/findings
mkdir -p "$findings"

# The samples themselves, packed in every way, and with what a target wants before them.
make_seeds() {
	local sample name story
	rm -rf "$seeds"
	mkdir -p "$seeds"/{formats,reader,gunzip,source,case,pattern,redact}
	for sample in "$root"/samples/formats/*.log; do
		name=$(basename "$sample" .log)
		cp "$sample" "$seeds/formats/$name"
		cp "$sample" "$seeds/reader/$name"
		cp "$sample" "$seeds/redact/$name"
		gzip -nc "$sample" >"$seeds/reader/$name.gz"
		{ printf '\377' && gzip -nc "$sample"; } >"$seeds/gunzip/$name"
	done
	(
		cd "$root/samples/formats"
		tar cf "$seeds/source/a.tar" ./*.log
		tar czf "$seeds/source/a.tar.gz" plain.log syslog.log
		tar cJf "$seeds/source/a.tar.xz" plain.log syslog.log
		xz -c plain.log >"$seeds/source/a.xz"
		bzip2 -c plain.log >"$seeds/source/a.bz2"
		if command -v zip >/dev/null; then zip -qX "$seeds/source/a.zip" plain.log syslog.log; fi
		if command -v zstd >/dev/null; then zstd -qc plain.log >"$seeds/source/a.zst"; fi
		if command -v 7z >/dev/null; then 7z a "$seeds/source/a.7z" plain.log >/dev/null; fi
	)
	gzip -nc "$seeds/source/a.tar" >"$seeds/source/twice.gz"
	cp "$root/samples/reference-case.yaml" "$seeds/case/reference"
	for story in "$root"/samples/stories/*/case.yaml; do
		cp "$story" "$seeds/case/$(basename "$(dirname "$story")")"
	done
	printf 'CHG-\\d+ approval requested for (?<step>\\w+)\nCHG-1 approval requested for S1\n' \
		>"$seeds/pattern/rule"
	printf '^(?<time>\\S+) (?<host>\\S+) (?<message>.*)$\n2023-09-17T04:01:00+0900 till7 paper\n' \
		>"$seeds/pattern/format"
	printf '(a+)+b|^/v1/pay/\naaaaaaaaaaaaaaaaaaaaaaaaaaaaac\n/v1/pay/1\n' >"$seeds/pattern/work"
	printf 'sec.kim (Kim Jisoo, jisoo@example.com, 010-1234-5678) 4111 1111 1111 1111\n' \
		>"$seeds/redact/names"
}

limit=-runs=$amount
case $amount in *s) limit=-max_total_time=${amount%s} ;; esac
make_seeds
failed=0
for target in "$build"/tests/fuzz/fuzz_*; do
	[ -f "$target" ] && [ -x "$target" ] || continue
	name=$(basename "$target")
	surface=${name#fuzz_}
	case " $* " in "  " | *" $surface "*) ;; *) continue ;; esac
	mkdir -p "$build/corpus/$surface"
	if "$target" "$limit" -seed=1 -timeout=25 -rss_limit_mb=2048 -max_len=16384 \
		-print_final_stats=1 -artifact_prefix="$findings/$surface-" \
		"$build/corpus/$surface" "$seeds/$surface" >"$build/$name.out" 2>&1; then
		printf '%-8s %s runs\n' "$surface" \
			"$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.out")"
	else
		printf '%-8s FAILED: %s\n' "$surface" "$build/$name.out"
		grep -m 3 -E 'ERROR|runtime error|SUMMARY' "$build/$name.out" || tail -n 3 "$build/$name.out"
		failed=1
	fi
done
exit "$failed"
