# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
# For check_*.sh that use the tree: where the source is and what was built of it, a folder to work
# in, which goes with the script, and failures, which are counted. OVERRUN_SOURCE_DIR,
# OVERRUN_BINARY_DIR, OVERRUN_PROGRAM and OVERRUN_NIGHT say otherwise where things are.
set -u
here=$(cd "$(dirname "$0")" && pwd)
source_dir=${OVERRUN_SOURCE_DIR:-$(dirname "$here")}
binary_dir=${OVERRUN_BINARY_DIR:-$source_dir/build}
program=${OVERRUN_PROGRAM:-$binary_dir/overrun}
generator=${OVERRUN_NIGHT:-$binary_dir/samples/generator/overrun-night}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
	echo "FAIL $*"
	failures=$((failures + 1))
}

# finish WHAT: the last thing a check does.
finish() {
	echo "$1, failures: $failures"
	exit $((failures > 0))
}
