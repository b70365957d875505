#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every story of samples/stories: the committed logs are what the generator writes for the script
# beside them, and the report says what expected.json (worked out by hand) expects, to the minute.
#
#     OVERRUN_PROGRAM=build/overrun OVERRUN_BINARY_DIR=build tests/check_stories.sh [STORY…]
export LC_ALL=C TZ=UTC
# shellcheck source=tests/built.sh
. "$(dirname "$0")/built.sh"

# unpacked FILE: its lines, whatever packed them (of a tar: names and lines of its members)
unpacked() {
	case $1 in
	*.tar.gz) tar tzf "$1" && tar xzOf "$1" | zcat ;;
	*.gz) zcat "$1" ;;
	*.xz) xzcat "$1" ;;
	*) cat "$1" ;;
	esac
}

# generated STORY: the script gives the committed files, line by line
generated() {
	local story=$1 fresh=$work/fresh committed file
	rm -rf "$fresh"
	"$generator" "$story/night.txt" "$fresh" 2>"$work/messages" || {
		fail "$(basename "$story"): generator: $(head -1 "$work/messages")"
		return
	}
	committed=$(cd "$story" && find . -path './logs/*' -o -path './records/*' \
		-o -name 'case*.yaml' -o -name notice.txt | while read -r file; do
		[ -f "$file" ] && echo "$file"
	done | sort)
	if [ "$committed" != "$(cd "$fresh" && find . -type f | sort)" ]; then
		fail "$(basename "$story"): the generator writes other files"
		return
	fi
	for file in $committed; do
		unpacked "$story/$file" >"$work/committed"
		unpacked "$fresh/$file" >"$work/generated"
		cmp -s "$work/committed" "$work/generated" ||
			fail "$(basename "$story"): $file is not what the generator writes"
	done
}

# What is compared, in the words of expected.json. `minutes` rounds like the report: by largest
# remainder, ties in the order staffing, procedure, technical, undetermined.
cat >"$work/compare.jq" <<'END'
def minutes:
  . as $s | (add / 60 | round) as $total | map(. / 60 | floor) as $low
  | [range(0; length)] | sort_by(-(($s[.] % 60)), .) | .[0:($total - ($low | add))] as $up
  | [range(0; $low | length) | . as $i | $low[$i] + (if ($up | index($i)) != null then 1 else 0 end)];
def four(field): [.causes.staffing, .causes.procedure, .causes.technical, .causes.undetermined]
  | map(field // 0);
def clock: if . == null then null else .[11:16] end;
def lost: [.path[] | select(.state == "lost" and .from != .to)];
def merged: reduce .[] as $p ([];
  if length > 0 and .[-1][1] == $p[0] and .[-1][2] == $p[2] then .[-1][1] = $p[1] else . + [$p] end);
. as $report | $expected[0] | del(.variants) | to_entries[] | .key as $key | .value as $want
| ($report |
   if $key == "overrun_min" then .overrun_s / 60
   elif $key == "split_min" then four(.headline_s) | minutes
   elif $key == "chronological_min" then four(.chronological_s) | minutes
   elif $key == "shapley_min" then four(.shapley_s) | minutes
   elif $key == "lost_by_cause_min" then four(.lost_s) | map(. / 60)
   elif $key == "gross_min" then four(.gross_s) | map(. / 60)
   elif $key == "range_min" then four(.range_s) | map(map(. / 60))
   elif $key == "lost_min" then .lost_s / 60
   elif $key == "reserve_min" then .reserve_s / 60
   elif $key == "trigger_min" then [.triggers[].lost_s] | max / 60
   elif $key == "main_cause" then .verdict.main_cause
   elif $key == "grade" then [lost[].grade] | max
   elif $key == "leaves" then [lost[].leaves[]] | unique
   elif $key == "path" then [lost[] | [(.from | clock), (.to | clock), (.leaves | join(","))]] | merged
   elif $key == "restored" then .restoration.at | clock
   elif $key == "announced" then .restoration.announced | clock
   elif $key == "censored" then .restoration.censored
   elif $key == "services" then [.restoration.services[] | {key: .name, value: (.at | clock)}] | from_entries
   elif $key == "overrun_extended_min" then .overrun_extended_s | if . == null then null else . / 60 end
   elif $key == "absent" then tojson as $all | $want | map(. as $text | select($all | contains($text) | not))
   elif $key == "flagged" then
     if [.warnings, .deviations | tojson] | any(contains($want)) then $want else null end
   elif $key == "but_for" then .but_for as $ends | $want | with_entries(.value = ($ends[.key] | clock))
   else "expected.json has an unknown key" end) as $got
| select($got != $want) | "\($key): expected \($want | tojson), got \($got | tojson)"
END

# analysed STORY CASE EXPECTED: runs the program and compares
analysed() {
	local story=$1 case=$2 expected=$3 name differences
	name=$(basename "$story")/$case
	rm -f "$work"/report.* "$work"/case.db*
	if ! "$program" analyze "$story/$case" --db "$work/case.db" -o "$work/report.json" \
		>"$work/out" 2>"$work/messages"; then
		fail "$name: analyze: $(head -3 "$work/messages" | tr '\n' ' ')"
		return
	fi
	if ! differences=$(jq -r --slurpfile expected "$expected" -f "$work/compare.jq" \
		"$work/report.json" 2>&1); then
		fail "$name: $differences"
	elif [ -n "$differences" ]; then
		fail "$name: $(echo "$differences" | tr '\n' ';')"
	else
		echo "ok   $name"
	fi
}

stories=("$@")
[ ${#stories[@]} -gt 0 ] || stories=("$source_dir"/samples/stories/*/)
for story in "${stories[@]}"; do
	story=${story%/}
	generated "$story"
	# A copy, so that nothing is written beside the committed case.
	rm -rf "$work/story" && mkdir -p "$work/story" && cp -r "$story" "$work/story/"
	copy=$work/story/$(basename "$story")
	analysed "$copy" case.yaml "$story/expected.json"
	for variant in $(jq -r '.variants // {} | keys[]' "$story/expected.json"); do
		jq --arg v "$variant" '.variants[$v]' "$story/expected.json" >"$work/variant.json"
		analysed "$copy" "$variant" "$work/variant.json"
	done
done
finish "stories: ${#stories[@]}"
