#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The report in a real browser (Chromium, headless): the demonstration with and without its script,
# at 1280 and 390 pixels, light, dark and printed; a night of forty steps, thirty faults and a dozen
# services, hostile texts, and reports that have little to say. Numbers on screen, order, console, network, overflow, contrast, links.
#
#     OVERRUN_PROGRAM=build/overrun OVERRUN_BINARY_DIR=build tests/check_browser.sh
set -e
export LC_ALL=C TZ=UTC
# shellcheck source=tests/built.sh
. "$(dirname "$0")/built.sh"

chromium=$(command -v chromium || command -v chromium-browser || true)
if [ -z "$chromium" ]; then
	echo "skipped: no chromium (apt-get install chromium)"
	exit 77
fi

# analyze STORY NAME [OPTION…]: the story's reports as $work/NAME.*
analyze() {
	local case=$source_dir/samples/stories/$1/case.yaml name=$2
	shift 2
	"$program" analyze "$case" --db "$work/$name.db" -o "$work/$name.html" -o "$work/$name.json" \
		"$@" >"$work/out" 2>&1 || [ $? -eq 3 ] || { cat "$work/out"; exit 1; }
}

# Forty steps in a row, three minutes each, and thirty faults beside them; the script of the
# generator's night.
forty_steps() {
	local i at=60
	echo 'night steps "Forty steps"'
	printf 'day 2023-09-16 Asia/Seoul 32400\nseed 5\nwindow 01:00 03:06 "2023-09-11 10:00"\n'
	printf 'record 00:40 04:30\nchange CHG-1\nservice payments ^/v1/pay/\nrole NET net.x\nrole SEC sec.x\n'
	for i in $(seq 40); do
		echo "step S$i NET 3m \"Move rack $i, check cabling and power\" quiet=20m$([ "$i" = 1 ] || echo " after=S$((i - 1))")$([ "$i" != 20 ] || echo " resources=fw-gw-01")"
	done
	for i in $(seq 40); do
		local end=$((at + 3))
		if [ "$i" = 20 ]; then
			end=$((at + 43))
			printf 'work S20 %s %s gap=%s-%s\n' "$(clock $at)" "$(clock $end)" "$(clock $((at + 1)))" "$(clock $((at + 41)))"
			printf 'fault F1 fw-gw-01 %s %s "not ready"\n' "$(clock $((at + 1)))" "$(clock $((at + 40)))"
			printf 'note pager %s alert.sent object=fw-gw-01 id=F1 recipient=SEC detail="A1"\n' "$(clock $((at + 3)))"
			printf 'note pager %s response.ack role=SEC actor=sec.x object=fw-gw-01 id=F1 detail="ack"\n' "$(clock $((at + 25)))"
		else
			printf 'work S%s %s %s\n' "$i" "$(clock $at)" "$(clock $end)"
		fi
		at=$end
	done
	for i in $(seq 30); do
		printf 'fault P%s sw-%02d %s %s "port errors"\n' "$i" "$i" "$(clock $((60 + 5 * i)))" "$(clock $((64 + 6 * i)))"
	done
	printf 'traffic 00:40 01:02 rate=30\ntraffic 01:02 %s rate=9 good=3\ntraffic %s 04:30 rate=30\n' "$(clock $at)" "$(clock $at)"
	printf 'source gw01 haproxy gateway pack=gz\nsource bastion01 bastion operator\nsource mon-01 monitor app\nsource pager record pager heartbeat=60m\n'
}

clock() {
	printf '%02d:%02d' $(($1 / 60)) $(($1 % 60))
}

analyze firewall-replacement demo
"$program" report "$work/demo.db" --lang ko -o "$work/demo.ko.html" >"$work/out" 2>&1
for story in a01-on-time a08-silence l12-log-ends a12-tied-branches l18-daylight-saving; do
	analyze "$story" "other-$story"
done
forty_steps >"$work/night.txt"
"$generator" "$work/night.txt" "$work/steps" >"$work/out" 2>&1
"$program" analyze "$work/steps/case.yaml" --db "$work/steps.db" -o "$work/steps.html" \
	>"$work/out" 2>&1

# A dozen services; the report of this database is too high for one page.
sqlite3 "$work/steps.db" <<'SQL'
WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 11)
INSERT INTO service_minute (service, at, success, failure)
SELECT printf('service-%02d', n), at, success, failure FROM service_minute, more WHERE service = 'payments';
SQL
"$program" report "$work/steps.db" -o "$work/steps.html" -o "$work/steps.json" --force >"$work/out" 2>&1

# The same texts as in test_renderers.c, where bytes are checked.
cp "$work/demo.db" "$work/hostile.db"
[ ! -e "$work/demo.db.key" ] || cp "$work/demo.db.key" "$work/hostile.db.key"
sqlite3 "$work/hostile.db" <<'SQL'
UPDATE case_file SET title = '</title><script>alert(1)</script> [a](javascript:b)' || char(27) || '[31m' || char(0x202e);
UPDATE step SET title = '"><img src=x onerror=alert(2)>';
UPDATE fault SET object = '</svg><iframe src=javascript:alert(3)>';
UPDATE service_minute SET service = '</script><b onmouseover=alert(4)>' WHERE service = 'payments';
UPDATE warning SET text = '<a href="javascript:alert(5)">x</a>';
SQL
"$program" report "$work/hostile.db" -o "$work/hostile.html" >"$work/out" 2>&1

python3 "$here/check_browser.py" "$chromium" "$work"
