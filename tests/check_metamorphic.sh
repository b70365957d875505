#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Nights told otherwise give the same figures: see metamorphic.py for the stories, metamorphic_nights.py
# for random nights. OVERRUN_NIGHTS=n tries n of those (a second each on two idle cores), from OVERRUN_FIRST
# on; OVERRUN_KEEP keeps what differs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source_dir=${OVERRUN_SOURCE_DIR:-$(dirname "$here")}
binary_dir=${OVERRUN_BINARY_DIR:-$source_dir/build}
program=${OVERRUN_PROGRAM:-$binary_dir/overrun}
first=${OVERRUN_FIRST:-1}
python3 "$here/metamorphic.py" "$program" \
	"${OVERRUN_NIGHT:-$binary_dir/samples/generator/overrun-night}" "$source_dir/samples/stories" \
	a02-late-owner a04-late-response a05-approval a07-redone-after-fault a10-loud-branch a12-tied-branches \
	a17-unplanned a20-vendor a21-fault-and-absence a25-out-of-order a26-wrong-team
PYTHONDONTWRITEBYTECODE=1 LC_ALL=C TZ=UTC python3 "$here/metamorphic_nights.py" "$program" \
	"$first" $((first + ${OVERRUN_NIGHTS:-24} - 1)) ${OVERRUN_KEEP:+"$OVERRUN_KEEP"}
