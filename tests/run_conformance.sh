#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Compares our events with what other parsers expect of the logs kept beside the repository
# (../shared, or $OVERRUN_SHARED), field by field; see tests/conformance/README.md.
#
#     tests/run_conformance.sh [OPTION…]      options of the tool, e.g. --bars, --format panos
set -eu
export LC_ALL=C TZ=UTC
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
fixtures=${OVERRUN_SHARED:-$root/../shared}/fixtures
tool=${OVERRUN_CONFORMANCE:-$root/build/asan/tests/conformance}

if [ ! -d "$fixtures" ]; then
	echo "no ../shared/fixtures here: nothing to compare with"
	exit 0
fi
if [ ! -x "$tool" ]; then
	echo "$tool is not built: run tests/run.sh first (it needs libjansson-dev)" >&2
	exit 2
fi
exec "$tool" "$@" "$here/conformance" "$fixtures"
