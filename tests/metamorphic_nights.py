#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What must not change a result, over random nights (tests/nights) as they would be found on a disk.

    metamorphic_nights.py PROGRAM FIRST LAST [FOLDER]       FOLDER keeps the nights that differ

Of each night the report's figures are compared with those of the same folder with all of these changes at once, and,
where they differ, with each of them alone:

    shuffle    the rows of human records, the sources, steps and faults of the case file in another order (I7)
    duplicate  a second, differently packed copy of every file (I11)
    rename     other names of people, also in packed files (I15)
    noise      unrelated lines in the jump host's log, each at the time of a line that was there (I10)
    bystander  a fault on an object and an absent role that no step needs (I9)

What is packed in a way that Python does not know by itself is left as it is; then nobody is renamed.
"""
import multiprocessing
import pathlib
import random
import re
import shutil
import sys
import tempfile
from datetime import datetime, timedelta

sys.path.insert(0, str(pathlib.Path(__file__).parent / "nights"))
# pylint: disable=wrong-import-position
from folder import Folder
from metamorphic import PACKERS, analyze, figures, noisy, read, shuffle_rows, write
from night import Night

CLOSED = {".zip", ".zst", ".7z"}


def is_closed(path):
    return path.suffix in CLOSED or ".tar" in path.name


def files(folder, part):
    return [path for path in sorted((folder / part).rglob("*")) if path.is_file() and not is_closed(path)]


def blocks(lines, begins, belongs):
    """The lines of a list of the case file as its items, and where it stands: [from, to)."""
    starts = [i for i, line in enumerate(lines) if line.startswith(begins)]
    end = starts[-1] + 1 if starts else 0
    while starts and end < len(lines) and lines[end].startswith(belongs):
        end += 1
    return [lines[a:b] for a, b in zip(starts, starts[1:] + [end])], starts[0] if starts else 0, end


def shuffle(folder, chance):
    for path in files(folder, "records"):
        shuffle_rows(path, chance)
    lines = (folder / "case.yaml").read_text().splitlines(keepends=True)
    for begins, belongs in (("  - id:", "    "), ("  - {path:", "\0"), ("  - {open:", "\0")):
        items, start, end = blocks(lines, begins, belongs)
        chance.shuffle(items)
        lines[start:end] = [line for item in items for line in item]
    (folder / "case.yaml").write_text("".join(lines))


def duplicate(folder, chance):
    for path in files(folder, "logs"):
        stem = path.name.removesuffix(path.suffix) if path.suffix in PACKERS else path.name
        write(path.with_name("copy-of-" + stem + chance.choice(["", ".gz", ".xz"])), read(path))
    case = folder / "case.yaml"
    lines = []
    for line in case.read_text().splitlines(keepends=True):
        lines.append(line)
        found = re.match(r"  - \{path: '(records/[^'*]+)'.*name:", line)
        if found and not is_closed(folder / found[1]):
            copy = (folder / found[1]).with_name("copy-of-" + pathlib.Path(found[1]).name.split(".")[0] + ".again.gz")
            write(copy, read(folder / found[1]))
            lines.append(line.replace(found[1], f"records/{copy.name}"))
    case.write_text("".join(lines))


def rename(folder, _chance):
    everything = [path for part in ("logs", "records") for path in (folder / part).rglob("*") if path.is_file()]
    if any(is_closed(path) for path in everything):
        return
    case = folder / "case.yaml"
    people = sorted({name for names in re.findall(r"(?m)^    actors: \[(.*)\]", case.read_text())
                     for name in names.split(", ")}, key=len, reverse=True)
    for path in [case, *everything]:
        data = read(path)
        for number, name in enumerate(people):
            data = re.sub(rb"(?<![\w.])" + re.escape(name).encode() + rb"(?![\w.])", f"zz{number}.else".encode(), data)
        write(path, data)


def noise(folder, chance):
    for path in files(folder, "logs"):
        if "secure" in path.name:
            write(path, noisy(read(path), rb"(.{15,35}? bastion01) \w+\[\d+\]: ", 0.03, chance))


def bystander(folder, _chance):
    case = folder / "case.yaml"
    text = case.read_text()
    start = datetime.fromisoformat(re.search(r"window: \{start: ([\d-]+ [\d:]+|[^,]+),", text)[1])
    def at(minutes):
        return (start + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S")
    (folder / "records").mkdir(exist_ok=True)
    (folder / "records" / "bystander.txt").write_text(
        f"time,signal,object,role,id\n{at(10)},fault.open,printer-9,,F77\n{at(90)},fault.clear,printer-9,,F77\n"
        f"{at(60)},presence.in,,IDLE,\n")
    text = text.replace("roles:\n", f"roles:\n  IDLE:\n    actors: [idle.one]\n    due: [{{from: {at(0)[:16]}, to: "
                        f"{at(99)[:16]}}}]\n    presence: [bystander]\n", 1)
    text = text.replace("sources:\n", "sources:\n  - {path: 'records/bystander.txt', kind: record, name: bystander, "
                        "format: events, clock: 0s, heartbeat: 60s}\n", 1)
    case.write_text(text)


CHANGES = {"rename": rename, "noise": noise, "shuffle": shuffle, "bystander": bystander, "duplicate": duplicate}


def told(report):
    """The figures; neighbours on the path that say the same are one, gaps and silence are alike (I10)."""
    wanted = figures(report)
    path = []
    for begin, end, *rest in wanted["path"]:
        rest[2] = sorted("U.SILENCE" if leaf == "U.GAP" else leaf for leaf in rest[2])
        if path and path[-1][1] == begin and path[-1][2] == rest:
            path[-1][1] = end
        else:
            path.append([begin, end, rest])
    return {**wanted, "path": path}


def differences(program, work, names, seed, wanted):
    """What differs when these changes are made to the night."""
    folder = work / "-".join(names)
    shutil.copytree(work / "base", folder, ignore=shutil.ignore_patterns("x.db*", "report.json"))
    for name in names:
        CHANGES[name](folder, random.Random(f"{seed} {name}"))
    try:
        got = told(analyze(program, folder))
    except RuntimeError as error:
        return [str(error)]
    return [f"{key}: {got[key]} instead of {wanted[key]}"[:400] for key in wanted if got[key] != wanted[key]]


def check(task):
    """All changes at once; only where that differs, one by one."""
    program, seed, keep = task
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        Folder(Night(seed), work / "base")
        wanted = told(analyze(program, work / "base"))
        failures = [f"all: {text}" for text in differences(program, work, list(CHANGES), seed, wanted)]
        for name in CHANGES if failures else []:
            failures += [f"{name}: {text}" for text in differences(program, work, [name], seed, wanted)]
        if failures and keep:
            shutil.rmtree(pathlib.Path(keep) / str(seed), ignore_errors=True)
            shutil.copytree(work, pathlib.Path(keep) / str(seed))
    return seed, failures


def main():
    program, first, last, *keep = sys.argv[1:]
    tasks = [(program, seed, keep[0] if keep else None) for seed in range(int(first), int(last) + 1)]
    bad = 0
    with multiprocessing.Pool(2) as pool:
        for seed, failures in pool.imap(check, tasks):
            for failure in failures:
                print(f"FAIL night {seed}: {failure}", flush=True)
            bad += bool(failures)
    print(f"nights: {len(tasks)}, failures: {bad}")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
