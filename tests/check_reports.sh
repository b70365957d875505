#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Reports that have little to say, say so plainly, in every notation and in both languages; a
# database that cannot be read is told by its own words; text keeps its width; files are replaced
# only when asked, and whole.
#
#     OVERRUN_PROGRAM=build/overrun tests/check_reports.sh
export LC_ALL=C.UTF-8 TZ=UTC
# shellcheck source=tests/built.sh
. "$(dirname "$0")/built.sh"
cd "$work" || exit 1

# says FILE TEXT: the file holds that sentence, tags and line breaks aside
says() {
	python3 - "$1" "$2" <<'PYTHON' || fail "$1 does not say: $2"
import html, re, sys
text = open(sys.argv[1], encoding="utf-8").read()
if sys.argv[1].endswith(".html"):
    text = html.unescape(re.sub(r"<[^>]*>", "", text.split("<body>")[1]))
sys.exit(re.sub(r"\s+", " ", sys.argv[2]) not in re.sub(r"\s+", " ", text))
PYTHON
}

# reports NAME ENGLISH KOREAN: of NAME.db, every notation
reports() {
	local ending
	"$program" report "$1.db" -o "$1.html" -o "$1.md" -o "$1.csv" -o "$1.json" --force >"$1.txt" 2>err ||
		fail "$1: report exits with $?: $(head -1 err)"
	for ending in txt html md; do
		says "$1.$ending" "$2"
	done
	"$program" report "$1.db" --lang ko -o "$1.ko.html" -o "$1.ko.md" --force >"$1.ko.txt" 2>err ||
		fail "$1: report --lang ko exits with $?"
	for ending in ko.txt ko.html ko.md; do
		says "$1.$ending" "$3"
	done
	python3 -m json.tool "$1.json" >/dev/null || fail "$1.json: no JSON"
}

# story NAME: its database
story() {
	"$program" analyze "$source_dir/samples/stories/$1/case.yaml" --db "$1.db" -q >/dev/null 2>err ||
		fail "$1: analyze exits with $?: $(head -1 err)"
}

# night NAME PATH: a case with one step and one gateway
night() {
	printf 'overrun: 1\ncase: %s\ntitle: A night with little in it\ntimezone: Asia/Seoul\n' "$1"
	printf 'window: {start: 2023-09-17 01:00, end: 2023-09-17 07:00}\nroles: {NET: {actors: [net.han]}}\n'
	printf 'steps:\n  - {id: S1, title: One, role: NET, allow: 60m}\n'
	printf "sources:\n  - {path: '%s', kind: gateway, host: gw01, timezone: Asia/Seoul, clock: 0s}\n" "$2"
}

story a01-on-time
reports a01-on-time 'inside the announced window' '공지된 시간대(종료 06:00) 안인'
says a01-on-time.md 'The window did not overrun; there is nothing to divide.'

story l12-log-ends
reports l12-log-ends 'The logs end at 07:39:44 before service was back, at least 100 min' '적어도 100분 늦음'
says l12-log-ends.html 'not in the logs; all times are lower bounds'
says l12-log-ends.md '≥ 100 min'

cp "$source_dir"/samples/stories/firewall-replacement/logs/haproxy* .
night records-only 'haproxy*' >records-only.yaml
"$program" analyze records-only.yaml -q >/dev/null 2>err || fail "records-only: $(head -1 err)"
reports records-only 'The supplied records do not allow a split.' '제공된 기록으로는 나눌 수 없음.'
says records-only.html 'undetermined 300 min'

: >empty.log
night empty empty.log >empty.yaml
"$program" analyze empty.yaml -q >/dev/null 2>err || fail "empty: $(head -1 err)"
reports empty 'The logs hold no request: when service was back cannot be said' '서비스 복구 시각을 말할 수 없음'
says empty.html 'there is nothing to divide'
! grep -q 'lost − reserve' empty.html || fail 'empty: a sum is printed of an overrun that cannot be said'
! grep -q 'did not overrun' empty.html || fail 'empty: it says that the window did not overrun'

# A plan longer than its window: a negative reserve, set apart in the sum.
story a15-plan-too-long
reports a15-plan-too-long 'P.PLAN' 'P.PLAN'
says a15-plan-too-long.html 'The plan is longer than the window.'
says a15-plan-too-long.md '40 min: the plan is longer than the window.'
says a15-plan-too-long.ko.md '40분: 계획이 작업 시간대보다 김.'
says a15-plan-too-long.html 'overrun: 0 − (−40) − 0 = 40 min'
! grep -q -- '-40' a15-plan-too-long.html || fail 'a15: a hyphen for a minus'

# Policy in the units of people, and no phrase of the method in English in a Korean report.
story a07-redone-after-fault
"$program" report a07-redone-after-fault.db -o a07.md -o a07.html -o a07.json >out 2>err || fail "a07: $(head -1 err)"
"$program" report a07-redone-after-fault.db --lang ko -o a07.ko.md >out 2>err || fail "a07, ko: $(head -1 err)"
says a07.md '| ack_grace | 5 min | 5 min |'
says a07.md '| success | 95 % | 95 % |'
# A rule that lacks a fact says so, and which.
says a07.md 'in the case file does not state service.'
says a07.ko.md 'service'
says a07.ko.md '| ack_grace | 5분 | 5분 |'
! grep -qE '[0-9]{6} \| us|_us \|' a07.md || fail 'a07: microseconds are printed'
python3 - a07.ko.md <<'PYTHON' || fail 'a07, ko: a phrase of the method is in English'
import re, sys
heads = {"발단별 시간": 0, "계획과의 차이": 3, "정책 값": 4, "민감도": 0, "방법": 1, "규제 보고 시한": 1}
text = open(sys.argv[1], encoding="utf-8").read()
notes = ("정책 값", "방법")  # one that came later is told, not refused
bad = []
for section in re.split(r"^## ", text, flags=re.M)[1:]:
    title, _, body = section.partition("\n")
    rows = [line for line in body.splitlines() if line.startswith("| ")][1:]
    for row in rows if title in heads else []:
        cell = row.strip("| ").split(" | ")[heads[title]]
        if not re.search("[가-힣]", cell):
            print("not in Korean yet:" if title in notes else "in English:", row)
            bad += [row] if title not in notes else []
    heads.pop(title, None)
sys.exit(bool(bad) or set(heads) - {"계획과의 차이"} != set())
PYTHON

# A clock that is put back shows an hour twice: the offset tells which.
story l18-daylight-saving
"$program" report l18-daylight-saving.db >l18.txt 2>err
says l18.txt '02:20+01:00–02:21+01:00'
says l18.txt '02:22+01:00–03:50'

# Two tied paths count half each, and say so as the JSON does.
story a12-tied-branches
"$program" report a12-tied-branches.db -o a12.csv -o a12.html >out 2>err
grep -q ',S.ABSENT,A,0.5,' a12.csv || fail "a12: no weight of 0.5 in the CSV: $(sed -n 2p a12.csv)"
says a12.html 'S.ABSENT × 0.5'

# The same warning from wherever the case is analysed.
"$program" analyze "$source_dir/samples/stories/l17-shared-account/case.yaml" --db here.db -q -o here.json >out 2>err
(cd "$source_dir/samples/stories/l17-shared-account" && "$program" analyze case.yaml --db "$work/there.db" -q -o "$work/there.json") >out 2>err
grep -q '"case.yaml:' here.json || fail 'l17: the warning does not begin with the case file'
! grep -q "$source_dir" here.json || fail 'l17: a report names the folder it was called from'

# refuses NAME TEXT: exit 4 and a reason on standard error, nothing on standard output, no report
refuses() {
	"$program" report "$1.db" -o "$1.html" >out 2>err
	[ $? -eq 4 ] || fail "$1: not exit 4"
	grep -q "$2" err || fail "$1: $(head -1 err)"
	[ ! -s out ] && [ ! -e "$1.html" ] || fail "$1: something was written"
}
cp a01-on-time.db newer.db
sqlite3 newer.db 'PRAGMA user_version = 2'
refuses newer 'schema version 2, this program knows 1'
cp a01-on-time.db other.db
sqlite3 other.db 'DROP TABLE approval'
refuses other 'other.db: its tables are those of another build of overrun'
: >nothing.db
refuses nothing 'empty database'
head -c 5000 /dev/zero | tr '\0' x >garbage.db
refuses garbage 'no database'
refuses absent 'No such file'

# The terminal: no line is wider than asked; the columns of Korean line up.
for language in en ko; do
	"$program" report l12-log-ends.db --lang $language >wide.txt 2>err
	python3 - wide.txt <<'PYTHON' || fail "text, $language: it does not keep its width"
import sys, unicodedata
wide = lambda text: sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
leaves = ("T.LATENT", "T.REPAIR", "S.NORESPONSE", "U.SILENCE")
starts = {wide(line[:line.index(leaf)]) for line in lines for leaf in leaves if leaf in line}
sys.exit(max(map(wide, lines)) > 100 or len(starts) != 1)
PYTHON
done
"$program" report l12-log-ends.db --color always >color.txt 2>err
grep -q $'\033\\[33m' color.txt || fail 'text: no colour when asked'
NO_COLOR=1 "$program" report l12-log-ends.db >plain.txt 2>err
! grep -q $'\033' plain.txt || fail 'text: colour where none was asked for'

# Replaced only when asked, whole or not at all.
echo mine >kept.html
"$program" report a01-on-time.db -o kept.html >out 2>err
[ $? -eq 2 ] && [ "$(cat kept.html)" = mine ] || fail 'an existing file was replaced without --force'
"$program" report a01-on-time.db -o kept.html --force >out 2>err || fail "--force: $(head -1 err)"
grep -q '</html>' kept.html || fail '--force: the report is not whole'
mkdir -p sealed && echo mine >sealed/r.html
(trap "" XFSZ && ulimit -f 8 && "$program" report a01-on-time.db -o sealed/r.html --force >out 2>err) && fail 'no room: success'
[ "$(cat sealed/r.html)" = mine ] || fail 'no room: the old report is lost'
[ "$(ls -A sealed)" = r.html ] || fail "no room: left behind: $(ls -A sealed)"

finish "reports"
