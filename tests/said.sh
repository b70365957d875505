# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# For check_*.sh that run the program and look at what it said: a folder of their own to work in,
# which goes with them, and the words they check with. Needs OVERRUN_PROGRAM.
set -u
program=${OVERRUN_PROGRAM:?the program to test}
folder=$(mktemp -d) || exit 1
trap 'chmod -R u+rwX "$folder"; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
failures=0

fail() {
	failures=$((failures + 1))
	printf 'FAIL: %s\n' "$1"
	sed 's/^/  out: /' out | head -n 5
	sed 's/^/  err: /' err | head -n 5
}

# run CODE WHAT ARGUMENT…: runs the program, checks its exit code
run() {
	local code=$1 what=$2
	shift 2
	"$program" "$@" >out 2>err </dev/null
	local got=$?
	[ "$got" -eq "$code" ] || fail "$what: exit $got, not $code: overrun $*"
}

# WHAT TEXT; WHAT
out_has() { grep -qF -- "$2" out || fail "$1: standard output lacks \"$2\""; }
err_has() { grep -qF -- "$2" err || fail "$1: standard error lacks \"$2\""; }
out_is_empty() { [ ! -s out ] || fail "$1: something on standard output"; }
err_is_empty() { [ ! -s err ] || fail "$1: something on standard error"; }

# The last thing a check does.
finish() {
	if [ "$failures" -gt 0 ]; then
		printf '%d failures\n' "$failures"
		exit 1
	fi
	echo 'all checks passed'
}
