#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what is missing, builds, analyses the demonstration case, says where the report lies.
#
#     samples/run.sh            results go to samples/out/, the build to build/release/
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
build=${OVERRUN_BUILD_DIR:-$root/build/release}
out=$here/out
case=$here/stories/firewall-replacement/case.yaml

# shellcheck source=samples/install.sh
. "$here/install.sh"
install_missing "$here/packages.txt"

cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release -DOVERRUN_TESTS=OFF >/dev/null
cmake --build "$build" --parallel "$(nproc)" --target overrun >&2

mkdir -p "$out"
"$build/overrun" analyze "$case" --db "$out/firewall-replacement.db" --force \
	-o "$out/report.html" -o "$out/report.md" -o "$out/report.json"
echo
echo "report: $out/report.html"
echo "also:   $out/report.md, $out/report.json, $out/firewall-replacement.db"
