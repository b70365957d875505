#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Random nights as folders of raw logs (tests/nights), through the whole program, against the model.
# OVERRUN_SEEDS=n tries n nights, OVERRUN_FIRST the first of them, OVERRUN_KEEP keeps what differs.
set -eu
export LC_ALL=C TZ=UTC PYTHONDONTWRITEBYTECODE=1
here=$(cd "$(dirname "$0")" && pwd)
source_dir=${OVERRUN_SOURCE_DIR:-$(dirname "$here")}
binary_dir=${OVERRUN_BINARY_DIR:-$source_dir/build}
first=${OVERRUN_FIRST:-1}
exec python3 "$here/nights/check.py" "${OVERRUN_PROGRAM:-$binary_dir/overrun}" \
	"${OVERRUN_NIGHT_MODEL:-$binary_dir/tests/night-model}" \
	"$first" $((first + ${OVERRUN_SEEDS:-24} - 1)) ${OVERRUN_KEEP:+"$OVERRUN_KEEP"}
