#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The method by hand: on a copy of a case whose derived tables are empty, the files of queries/method/,
# given to the `sqlite3` shell in the order of their names, fill the same tables as the program did
# (`butfor`, which the forward passes fill, is kept); and so once more. Each file says in its
# first comment what it is, which tables it fills, one row of them, and which index it needs. And the
# questions of queries/evidence/ give the shell the same rows as `overrun query --reveal`.
export LC_ALL=C.UTF-8 TZ=UTC
# shellcheck source=tests/built.sh
. "$(dirname "$0")/built.sh"
queries=$source_dir/queries

command -v sqlite3 >/dev/null || {
	echo "skipped: no sqlite3 shell here"
	exit 77
}

# Every table that the method derives, but what the program fills itself.
tables=$(sed -n 's/^CREATE TABLE \([a-z_]*\) .*/\1/p' "$source_dir/analyzer/case/derived.sql" |
	grep -vxE 'butfor|sensitivity|citation')

# header FILE: its first comment in one line
header() {
	sed -n '/^--/!q; s/^-- \{0,1\}//p' "$1" | tr '\n' ' '
}

# filled FILE: the lasting tables that it writes rows or columns of
filled() {
	grep -oE '^(INSERT( OR [A-Z]+)? INTO|UPDATE) [a-z_]+' "$1" | grep -oE '[a-z_]+$' | sort -u |
		grep -xFf <(echo "$tables" warning | tr ' ' '\n')
}

for file in "$queries"/method/*.sql; do
	name=$(basename "$file" .sql)
	text=$(header "$file")
	[ "$(sed -n 2p "$file")" = -- ] || fail "$name: no title, or no note under it"
	[ "$(sed -n 3p "$file" | wc -c)" -gt 20 ] || fail "$name: no note"
	[[ $text == *Fills\ * ]] || fail "$name: which tables it fills is not said"
	[[ $text =~ One\ row[^:]*:\ \( ]] || fail "$name: no worked row"
	[[ $text =~ index|primary\ key ]] || fail "$name: which index it needs, if any, is not said"
	said=$(sed 's/.*Fills \([^:]*\)One row.*/\1/' <<<"$text")
	for table in $(filled "$file"); do
		grep -qw "$table" <<<"$said" || fail "$name: fills $table and does not say so"
	done
	for index in $(grep -oE 'index [a-z]+_[a-z_]+' <<<"$text" | cut -d' ' -f2); do
		grep -q "CREATE INDEX $index " "$source_dir"/analyzer/case/*.sql ||
			fail "$name: there is no index $index"
	done
done

# rows DATABASE TABLE: as text, in an order of its own
rows() {
	sqlite3 -bail "$1" '.mode quote' "SELECT * FROM $2 $([ "$2" = warning ] && echo "WHERE origin = 'method'")" |
		sort
}

# by_hand STORY
by_hand() {
	local name file table count=0
	name=$(basename "$1")
	rm -f "$work"/case.db* "$work"/copy.db*
	"$program" analyze "$1/case.yaml" --db "$work/case.db" -q >/dev/null 2>"$work/messages" || {
		fail "$name: analyze: $(head -1 "$work/messages")"
		return
	}
	cp "$work/case.db" "$work/copy.db"
	for table in $tables; do
		echo "DELETE FROM $table;"
	done >"$work/empty.sql"
	echo "DELETE FROM warning WHERE origin = 'method';" >>"$work/empty.sql"
	sqlite3 -bail "$work/copy.db" <"$work/empty.sql" || fail "$name: cannot be emptied"
	for count in 1 2; do # each may be repeated
		for file in "$queries"/method/*.sql; do
			sqlite3 -bail "$work/copy.db" <"$file" >"$work/out" 2>&1 ||
				fail "$name: $(basename "$file"): $(head -1 "$work/out")"
			[ ! -s "$work/out" ] || fail "$name: $(basename "$file") prints"
		done
		for table in $tables warning; do
			rows "$work/case.db" "$table" >"$work/theirs"
			rows "$work/copy.db" "$table" >"$work/ours"
			cmp -s "$work/theirs" "$work/ours" || fail "$name: round $count: other rows in $table:" \
				"$(diff "$work/theirs" "$work/ours" | head -3 | tr '\n' ' ')"
			[ ! -s "$work/theirs" ] || echo "$table" >>"$work/seen"
		done
	done
	for file in "$queries"/evidence/*.sql; do
		asked "$name" "$(basename "$file" .sql)"
	done
	echo "ok   $name"
}

# asked STORY QUESTION: the shell gives the rows that the program gives; texts that it shows otherwise
# (points in time, spans) aside
asked() {
	"$program" query --reveal "$work/case.db" "$2" --to json >"$work/program.json" 2>"$work/messages" ||
		fail "$1: query $2: $(head -1 "$work/messages")"
	sqlite3 -bail -json "$work/case.db" <"$queries/evidence/$2.sql" >"$work/shell.json" ||
		fail "$1: $2: the shell"
	python3 - "$work/program.json" "$work/shell.json" <<'PYTHON' || fail "$1: $2: other rows than in the shell"
import json, sys
def read(path):
    text = open(path, encoding="utf-8").read()
    rows = json.loads(text) if text.strip() else []
    rows = rows["rows"] if isinstance(rows, dict) else rows
    return [{k: v for k, v in row.items() if not k.endswith(("_at", "_us"))} for row in rows]
sys.exit(read(sys.argv[1]) != read(sys.argv[2]))
PYTHON
}

stories=("$@")
[ ${#stories[@]} -gt 0 ] || stories=(firewall-replacement a12-tied-branches a18-told-late a20-vendor
	a25-out-of-order l03-fast-clock l06-services l10-back-dated l19-conflicting-records
	l19b-conflicting-repair)
: >"$work/seen"
for story in "${stories[@]}"; do
	by_hand "$source_dir/samples/stories/$story"
done
for table in $tables; do
	grep -qx "$table" "$work/seen" || echo "note: no row of $table in any of these stories"
done
finish "stories: ${#stories[@]}"
