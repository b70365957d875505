#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Nights told otherwise give the same figures: see metamorphic.py.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source_dir=${OVERRUN_SOURCE_DIR:-$(dirname "$here")}
binary_dir=${OVERRUN_BINARY_DIR:-$source_dir/build}
exec python3 "$here/metamorphic.py" "${OVERRUN_PROGRAM:-$binary_dir/overrun}" \
	"${OVERRUN_NIGHT:-$binary_dir/samples/generator/overrun-night}" "$source_dir/samples/stories" \
	a02-late-owner a04-late-response a05-approval a07-redone-after-fault a10-loud-branch a12-tied-branches \
	a17-unplanned a20-vendor a21-fault-and-absence a25-out-of-order a26-wrong-team
