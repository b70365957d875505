#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What is written about the command line is what the program does: every command, option and exit
# code is in the man page and in the completions, and the completions complete.
set -u
export LC_ALL=C
program=${OVERRUN_PROGRAM:?the program to test}
here=$(cd "$(dirname "$0")" && pwd)
doc=${OVERRUN_SOURCE_DIR:-$(dirname "$here")}/analyzer/doc
failures=0

fail() {
	failures=$((failures + 1))
	printf 'FAIL: %s\n' "$1"
}

# The man page as it is written, without the backslashes of roff.
page=$(sed -e 's/\\-/-/g' -e 's/\\f[BIRP]//g' "$doc/overrun.1")
zsh=$(cat "$doc/_overrun")
commands=$("$program" --help | sed -n 's/^  \([a-z]*\)  *[a-z].*/\1/p' | grep -v '^overrun$')
[ "$(wc -w <<<"$commands")" -ge 9 ] || fail "the help lists too few commands: $commands"
for command in $commands; do
	grep -q "^overrun $command\b" <<<"$page" || fail "$command: no synopsis in the man page"
	grep -q "^\.B $command\$" <<<"$page" || fail "$command: not in the man page"
	grep -q "'$command:" <<<"$zsh" || fail "$command: not in the zsh completions"
	for option in $("$program" "$command" --help | grep -oE '^  (-[a-zA-Z],|   ) --[a-z-]+' |
		grep -oE -- '-(-[a-z-]+|[a-zA-Z])'); do
		grep -qE -- "^\.(B|BR) .*$option( |\$|\")" <<<"$page" ||
			fail "$command $option: not in the man page"
		grep -qE -- "[{',*]$option[]['},]" <<<"$zsh" ||
			fail "$command $option: not in the zsh completions"
	done
done
for code in 0 1 2 3 4 6 130; do
	grep -q "^\.B $code\$" <<<"$page" || fail "exit $code: not in the man page"
done

# Nothing is written about what is not there.
for option in $(grep -oE '^\.(B|BR) .*' <<<"$page" | grep -oE -- '--[a-z-]+' | sort -u); do
	for command in $commands; do
		"$program" "$command" --help
	done | grep -qE -- "$option( |\$)" || fail "$option: in the man page, not in the program"
done

# completed WORD…: what bash offers for the last word
completed() {
	bash --norc -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _overrun
		printf "%s\n" "${COMPREPLY[@]}"' bash "$doc/overrun.bash" "$@" 2>/dev/null
}
completed "$program" an | grep -qx analyze || fail 'bash: an is not completed'
completed "$program" analyze --fai | grep -qx -- --fail-on || fail 'bash: --fai is not completed'
completed "$program" report --lang k | grep -qx ko || fail 'bash: --lang k is not completed'
completed "$program" query case.db timel | grep -qx timeline || fail 'bash: a query is not completed'
if command -v man >/dev/null && command -v groff >/dev/null; then
	warnings=$(man --warnings -l "$doc/overrun.1" 2>&1 >/dev/null)
	[ -z "$warnings" ] || fail "the man page: $warnings"
fi
if command -v zsh >/dev/null; then
	zsh -n "$doc/_overrun" || fail 'zsh: the completions have a mistake'
fi

if [ "$failures" -gt 0 ]; then
	printf '%d failures\n' "$failures"
	exit 1
fi
echo 'all checks passed'
