#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random nights as folders of raw logs, through the whole program, against the model.

    check.py PROGRAM MODEL FIRST LAST [FOLDER]       FOLDER keeps what differs; without it all is removed
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime

from folder import Folder
from night import Night

CAUSES = ["staffing", "procedure", "technical", "undetermined"]


def seconds(text):
    return int(datetime.fromisoformat(text).timestamp())


def truth_of(model, told):
    with open(told, "rb") as file:
        run = subprocess.run([model], stdin=file, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def report_of(program, folder):
    report = folder / "report.json"
    run = subprocess.run([program, "analyze", folder / "case.yaml", "--db", folder / "x.db", "-o", report, "-q", "--force"],
                         capture_output=True, text=True, check=False, timeout=120)
    (folder / "messages").write_text(run.stderr)
    return run.returncode, json.loads(report.read_text()) if report.exists() else None


def parts(report, key):
    return [report["causes"].get(c, {}).get(key) or 0 for c in CAUSES]


def identities(report):
    """What must hold of every report (method §11)."""
    broken, over = [], report["overrun_s"]
    for key in ("headline_s", "chronological_s", "shapley_s"):
        if sum(parts(report, key)) != over:
            broken.append(f"I1 {key}")
    back, end = seconds(report["restoration"]["at"]), seconds(report["window"]["end"])
    if abs(report["lost_s"] - report["reserve_s"] - report["recovered_s"] - (back - end)) > 2:
        broken.append("I1 ledger")
    weight = {}
    for span in report["path"]:
        for at, sign in ((span["from"], 1), (span["to"], -1)):
            weight[seconds(at)] = weight.get(seconds(at), 0) + sign * span["weight"]
    total = 0
    for at in sorted(weight)[:-1]:
        total += weight[at]
        if abs(total - 1) > 1e-3:
            broken.append("I2")
            break
    if min(weight) != seconds(report["window"]["start"]) or max(weight) != back:
        broken.append("I2 ends")
    ends = {key: seconds(at) for key, at in report["but_for"].items()}
    if ends[""] != back:
        broken.append("I3")
    if any(set(a) < set(b) and ends[b] > ends[a] + 1 for a in ends for b in ends):
        broken.append("I4")
    for cause in report["causes"].values():
        least, most = cause["range_s"]
        if not least - 1 <= cause["shapley_s"] <= most + 1:
            broken.append("I5")
    return broken


def compare(truth, report):
    """Differences by class, and the attribution error in percent of the overrun."""
    found = identities(report)
    over = truth["overrun_s"]
    back = seconds(report["restoration"]["at"])
    if back != truth["restoration"]:
        found.append(f"restoration {back - truth['restoration']:+d}")
    extended = -1 if report["overrun_extended_s"] is None else report["overrun_extended_s"]
    if abs(extended - truth["overrun_extended_s"]) > 1:
        found.append("extended")
    error = 0.0
    if over > 0:
        for key, name in (("headline_s", "headline"), ("chronological_s", "chronological"), ("shapley_s", "shapley")):
            got, want = parts(report, key), [truth[key][c] for c in CAUSES]
            wrong = sum(abs(a - b) for a, b in zip(got, want)) / 2 / over * 100
            error = wrong if name == "headline" else error
            if wrong > 0.05 and (wrong > 1.7 or wrong * over / 100 > 3):
                found.append(f"{name} {wrong:.2f}%")
        ends = {k: v for k, v in truth["but_for"].items()
                if abs(seconds(report["but_for"][k]) - v) > 3}
        if ends:
            found.append("ends " + ",".join(k or "none" for k in ends))
    mine = {f"{s['step']}/{i['attempt']}": (seconds(i["start"]), seconds(i["end"])) for s in report["steps"]
            for i in s["attempts"]}
    main = report["verdict"]["main_cause"] or ""
    if main != truth["main_cause"] and (main or report["verdict"]["reason"] != "grade"):
        found.append(f"main cause {main or report['verdict']['reason']}, not {truth['main_cause'] or 'none'}")
    beside = {s["step"] for s in report["steps"] if not s["restores"]}
    true = {k: v for k, v in truth["ends"].items() if k.split("/")[0] not in beside}
    mine = {k: v for k, v in mine.items() if k.split("/")[0] not in beside}
    wrong = {k for k in set(mine) | set(true) if k not in mine or k not in true or
             max(abs(a - b) for a, b in zip(mine[k], true[k])) > 3}
    if wrong:
        found.append("instances " + ",".join(sorted(wrong)))
    return found, error


def night(program, model, seed, keep):
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"night-{seed}-"))
    made = Folder(Night(seed), folder)
    truth = truth_of(model, folder / "told.txt")
    (folder / "truth.json").write_text(json.dumps(truth))
    if truth["restoration"] != made.night.back and not truth["censored"] and not made.rendering.blips:
        raise RuntimeError(f"night {seed}: the model says restored {truth['restoration'] - made.night.back:+d} s")
    code, report = report_of(program, folder)
    if report is None:
        found, error = [f"exit {code}: {(folder / 'messages').read_text().strip()[-200:]}"], 100.0
    else:
        found, error = compare(truth, report)
    kept = ""
    if found and keep:
        kept = pathlib.Path(keep) / f"{seed}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(folder, kept)
    shutil.rmtree(folder)
    return found, error, sorted(made.night.features) + sorted(made.done), truth["overrun_s"]


def main():
    program, model, first, last = sys.argv[1:5]
    keep = sys.argv[5] if len(sys.argv) > 5 else None
    errors, bad, over = [], 0, 0
    for seed in range(int(first), int(last) + 1):
        found, error, features, overrun = night(program, model, seed, keep)
        if overrun > 0:
            errors.append(error)
        if found:
            bad += 1
            print(f"seed {seed}: {'; '.join(found)}   [{' '.join(features)}]", flush=True)
    errors.sort()
    def at(share):
        return errors[min(len(errors) - 1, int(share * len(errors)))] if errors else 0.0
    print(f"{int(last) - int(first) + 1} nights, {len(errors)} overran, {bad} differ; attribution error %: median {at(.5):.3f},"
          f" 95 % {at(.95):.3f}, most {at(1):.3f}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
