#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What must not change a result: the whole program, run on a night and on the same night told otherwise.

    metamorphic.py PROGRAM GENERATOR STORIES-FOLDER STORY…

Of each story the logs are taken as they are and

    shift      generated for another day (I6: everything moves together)
    rename     generated with other names of people, hosts and steps (I15)
    shuffle    with the rows of human records and the order of sources shuffled (I7)
    duplicate  with a second, differently packed copy of every file (I11)
    noise      with unrelated lines inside the jump host's and the application's cover (I10)
    bystander  with a fault on an object and an absent role that no step needs (I9)

and the report's figures are compared: overrun, shares by every convention, ranges, ends, path.
"""
import bz2
import gzip
import json
import lzma
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile


PACKERS = {".gz": (gzip.decompress, lambda data: gzip.compress(data, mtime=0)), ".bz2": (bz2.decompress, bz2.compress),
           ".xz": (lzma.decompress, lzma.compress)}


def read(path):
    return PACKERS.get(path.suffix, (bytes, bytes))[0](path.read_bytes())


def write(path, data):
    path.write_bytes(PACKERS.get(path.suffix, (bytes, bytes))[1](data))


def streams(folder, *parts):
    """The files with lines in them, archives left alone."""
    return [p for part in parts for p in sorted((folder / part).glob("*")) if ".tar" not in p.name]


def analyze(program, folder):
    report = folder / "report.json"
    run = subprocess.run([program, "analyze", folder / "case.yaml", "--db", folder / "x.db", "-o", report, "-q"],
                         capture_output=True, text=True, check=False)
    if run.returncode not in (0, 3):
        raise RuntimeError(f"exit {run.returncode}: {run.stderr.strip()[-300:]}")
    return json.loads(report.read_text())


def figures(report):
    """The figures that must be the same, with times as seconds since window start."""
    from datetime import datetime
    start = datetime.fromisoformat(report["window"]["start"])

    def since(text):
        return None if text is None else (datetime.fromisoformat(text) - start).total_seconds()

    return {
        "overrun_s": report["overrun_s"],
        "lost": [report["lost_s"], report["reserve_s"], report["recovered_s"]],
        "causes": {name: {key: value for key, value in cause.items() if key != "but_for_end"}
                   for name, cause in report["causes"].items()},
        "but_for": {name: since(end) for name, end in report["but_for"].items()},
        "main_cause": report["verdict"]["main_cause"],
        "path": [[since(p["from"]), since(p["to"]), p["attempt"], p["state"], p["leaves"], p["grade"], p["weight"]]
                 for p in report["path"]],
    }


def generate(generator, script, folder):
    folder.mkdir()
    (folder.parent / "night.txt").write_text(script)
    subprocess.run([generator, folder.parent / "night.txt", folder], check=True, capture_output=True)


def told_shift(script):
    return re.sub(r"(?m)^day 2023-09-17", "day 2023-11-05", script)


def told_rename(script):
    people = re.findall(r"(?m)^role \S+ ([a-z.]+)", script)
    for number, person in enumerate(people):
        script = re.sub(rf"\b{re.escape(person)}\b", f"zz{number}.other", script)
    script = script.replace("fw-gw-01", "edge-77").replace("bastion01", "jump-9")
    return re.sub(r"\bS(\d)\b", r"Step\1", script)


def shuffle_rows(path, chance):
    """The rows of a human record in another order; a header stays where it is."""
    lines = read(path).splitlines(keepends=True)
    head = lines[:1] if lines and lines[0].startswith(b"time,") else []
    rows = lines[len(head):]
    chance.shuffle(rows)
    write(path, b"".join(head + rows))


def change_shuffle(folder, chance):
    for path in streams(folder, "records"):
        shuffle_rows(path, chance)
    case = folder / "case.yaml"
    lines = case.read_text().splitlines(keepends=True)
    at = [i for i, line in enumerate(lines) if line.startswith("  - {path:")]
    order = at[:]
    chance.shuffle(order)
    shuffled = lines[:]
    for to, source in zip(at, order):
        shuffled[to] = lines[source]
    case.write_text("".join(shuffled))


def change_duplicate(folder, _chance):
    case = folder / "case.yaml"
    lines = case.read_text().splitlines(keepends=True)
    out = []
    for line in lines:
        out.append(line)
        found = re.match(r"  - \{path: '([^'*]+)'", line)
        if found and ".tar" not in found[1]:
            path = folder / found[1]
            copy = path.with_name("copy-of-" + path.name.removesuffix(".gz").removesuffix(".xz"))
            write(copy, read(path))
            out.append(line.replace(found[1], str(copy.relative_to(folder))))
    case.write_text("".join(out))


def noisy(data, head, share, chance):
    """Behind some of the lines that begin with `head` one of a stranger that shouts."""
    out = []
    for line in data.splitlines(keepends=True):
        out.append(line)
        found = re.match(head, line)
        if found and chance.random() < share:
            out.append(found[1] + b" report[77]: ERROR timeout while reading " + str(chance.random()).encode() + b"\n")
    return b"".join(out)


def change_noise(folder, chance):
    for path in streams(folder, "logs"):
        if re.search(r"secure|payment|app", path.name):
            write(path, noisy(read(path), rb"(.{15,35}? \S+) (\w+)\[\d+\]: ", 0.2, chance))


def change_bystander(folder, _chance):
    case = folder / "case.yaml"
    text = case.read_text()
    zone = re.search(r"timezone: (\S+)", text)[1]
    (folder / "records").mkdir(exist_ok=True)
    (folder / "records" / "bystander.csv").write_text(
        "time,signal,object,role,id\n"
        "2023-09-17 01:30:00,fault.open,printer-9,,F77\n"
        "2023-09-17 05:30:00,fault.clear,printer-9,,F77\n"
        "2023-09-17 04:00:00,presence.in,,IDLE,\n")
    text = text.replace("roles:\n", "roles:\n  IDLE:\n    actors: [idle.one]\n"
                        "    due: [{from: 01:00, to: 06:00}]\n    presence: [bystander]\n", 1)
    text = text.replace("sources:\n", "sources:\n  - {path: records/bystander.csv, kind: record, name: bystander, "
                        f"format: events, timezone: {zone}, heartbeat: 12h, clock: 0s}}\n", 1)
    case.write_text(text)


def check(program, generator, stories, story):
    script = (stories / story / "night.txt").read_text()
    failures = []
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        generate(generator, script, work / "base")
        wanted = figures(analyze(program, work / "base"))
        variants = {"shift": told_shift, "rename": told_rename}
        changes = {"shuffle": change_shuffle, "duplicate": change_duplicate, "noise": change_noise,
                   "bystander": change_bystander}
        for name in [*variants, *changes]:
            folder = work / name
            if name in variants:
                generate(generator, variants[name](script), folder)
            else:
                shutil.copytree(work / "base", folder, ignore=shutil.ignore_patterns("x.db*", "report.json"))
                changes[name](folder, random.Random(story + name))
            got = figures(analyze(program, folder))
            failures += [f"{name}: {key}: {got[key]} instead of {wanted[key]}" for key in wanted
                         if got[key] != wanted[key]]
    return failures


def main():
    program, generator, stories, *names = sys.argv[1:]
    bad = 0
    for story in names:
        failures = check(program, generator, pathlib.Path(stories), story)
        for failure in failures:
            print(f"FAIL {story}: {failure[:600]}")
        print(f"{'ok  ' if not failures else 'FAIL'} {story}")
        bad += bool(failures)
    print(f"stories: {len(names)}, failures: {bad}")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
