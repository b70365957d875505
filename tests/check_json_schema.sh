#!/bin/bash
# SPDX-License-Identifier: MIT
# The JSON report against its schema: the expected report of the worked example, and every story
# that the program can analyse. Also that the schema refuses what is not a report.
set -u
source_dir=${OVERRUN_SOURCE_DIR:-$(cd "$(dirname "$0")/.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
problems=0

cat >"$work/validate.py" <<'PYTHON'
import json
import sys
import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key occurs twice")
    return dict(pairs)


failed = False
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        report = json.load(file, object_pairs_hook=unique)
    for problem in list(validator.iter_errors(report))[:5]:
        failed = True
        where = "/".join(str(part) for part in problem.absolute_path)
        print(f"{path}: {where}: {problem.message[:200]}")
    # What the schema must not let pass.
    for key in ("overrun_s", "path", "verdict"):
        without = {name: value for name, value in report.items() if name != key}
        if validator.is_valid(without) or validator.is_valid({**report, "surplus": 1}):
            failed = True
            print(f"{path}: the schema lets pass a report without `{key}`, or with a surplus key")
sys.exit(failed)
PYTHON

if ! python3 -c 'import jsonschema' 2>/dev/null; then
	echo "python3-jsonschema is not installed" >&2
	exit 1
fi

reports=("$source_dir"/tests/expected/stories/*.json)
for case in "$source_dir"/samples/stories/*/case.yaml; do
	[ -f "$case" ] && [ -x "${OVERRUN_PROGRAM:-}" ] || continue
	name=$(basename "$(dirname "$case")")
	if "$OVERRUN_PROGRAM" analyze "$case" --db "$work/$name.db" -o "$work/$name.json" \
		>"$work/out" 2>&1 </dev/null; then
		reports+=("$work/$name.json")
	else
		echo "$name: overrun analyze exits with $?"
		head -5 "$work/out"
		problems=1
	fi
done
python3 "$work/validate.py" "$source_dir/analyzer/renderers/report.schema.json" "${reports[@]}" ||
	problems=1
echo "${#reports[@]} reports validated"
exit $problems
