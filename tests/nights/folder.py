# SPDX-License-Identifier: MIT
"""The folder of a night: case file, files packed and damaged as found in the field, and what the model is told."""
import bz2
import gzip
import io
import lzma
import pathlib
import shutil
import subprocess
import tarfile
import zipfile

import render
from vendors import Clock

NOISE = ["ERROR timeout while reading from 10.66.1.181", "report[99]: WARN retry 8", "kernel: link is not ready",
         "java.net.SocketTimeoutException: Read timed out", "report[99]: ERROR: job 5997 failed: connection refused"]


class Folder:
    def __init__(self, night, path):
        self.night, self.path = night, pathlib.Path(path)
        self.rendering = render.Rendering(night)
        self.done = set()
        self.sources = dict(self.rendering.sources)
        n = night
        if n.chance(20):
            self.did("truncline")
        self.noise()
        self.lines_of_strangers()
        pack, rotate, copies = n.chance(40), n.chance(30), n.chance(35)
        again = n.chance(20)
        for name, lines in sorted(self.rendering.files.items()):
            self.write(name, lines, pack, rotate, copies, again)
        self.case()
        self.told()

    def did(self, what):
        self.done.add(what)

    # what is added to lines, or spoils them
    def noise(self):
        n, r = self.night, self.rendering
        if not n.chance(25):
            return
        self.did("noise")
        clock, lines = Clock(n.zone), []
        at = r.from_
        while at < r.to:
            lines.append((at, f"{clock.bsd(at)} batch07 {n.pick(NOISE)}"))
            at += n.span(1, 40)
        r.files["logs/misc/app.log"] = lines
        self.sources["logs/misc/*"] = "{path: 'logs/misc/*', kind: app, name: misc, host: batch07}"

    def lines_of_strangers(self):
        n, r = self.night, self.rendering
        clock = r.clock("bastion")
        bastion = r.files["logs/bastion/secure.log"]
        if n.chance(25):
            self.did("euckr")
            text = "방화벽 교체 작업 확인 중"
            for _ in range(4):
                at = n.span(n.start, n.back)
                if r.heard(at):
                    bastion.append((at, f"{r.stamp(clock, at)} bastion01 note[2]: {text}".encode("euc-kr")))
        if n.chance(25):
            self.did("longline")
            at = n.span(n.start, n.back)
            if r.heard(at):
                bastion.append((at, f"{r.stamp(clock, at)} bastion01 dump[1]: " + "A" * n.span(9000, 70000)))
        bastion.sort(key=lambda line: line[0])
        if n.chance(25):
            self.did("badutf8")
            for lines in r.files.values():
                for i in range(2, len(lines), 97):
                    at, line = lines[i]
                    if isinstance(line, str) and ("queue depth" in line or "svc-backup" in line):
                        lines[i] = (at, line.encode() + b" \xff\xfe\xc3")

    # files
    def write(self, name, lines, pack, rotate, copies, again):
        n = self.night
        record = name.startswith("records/")
        if again and n.chance(70) and "/gw/" not in name:
            self.did("duplines")
            lines = [line for line in lines for _ in range(2 if n.chance(4) else 1)]
        parts = {name: lines}
        if rotate and len(lines) > 60 and n.chance(60):
            self.did("rotate")
            parts = self.rotated(name, lines)
        if name.endswith("secure.log") and n.chance(25):
            self.tar(parts)
            return
        for part, content in parts.items():
            data = self.bytes(part, content, last=part == name)
            packed = self.packed(part, data, pack or (len(parts) > 1 and part != name))
            if copies and n.chance(50):
                self.copy(name, part, data, packed)
        self.mention(name, parts, copies)

    def bytes(self, name, lines, last):
        data = b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for _, line in lines)
        if last and name.startswith("logs/") and "truncline" in self.done:
            data += b"<1incompl"
        return data

    def rotated(self, name, lines):
        head = lines[:1] if name.endswith(".csv") else []
        body = lines[len(head):]
        cuts = sorted(self.night.span(1, len(body) - 1) for _ in range(self.night.span(1, 3)))
        pieces, start = [], 0
        for cut in cuts + [len(body)]:
            if cut > start:
                pieces.append(head + body[start:cut])
            start = cut
        pieces.reverse()
        return {name + (f".{i}" if i else ""): piece for i, piece in enumerate(pieces)}

    def put(self, name, data):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return name

    def packed(self, name, data, pack):
        if not pack:
            return self.put(name, data)
        kind = self.night.pick(["gz", "gz", "gz", "bz2", "xz", "zip", "zst", "7z"])
        if kind in ("zst", "7z") and shutil.which("zstd" if kind == "zst" else "7z") is None:
            kind = "gz"
        self.did("pack")
        if kind == "zip":
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
                file.writestr(pathlib.Path(name).name, data)
            return self.put(name + ".zip", buffer.getvalue())
        if kind in ("zst", "7z"):
            self.put(name, data)
            plain = self.path / name
            command = ["zstd", "-q", "--rm", plain] if kind == "zst" else ["7z", "a", "-bso0", "-sdel", f"{plain}.7z", plain]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            return f"{name}.{kind}"
        packer = {"gz": lambda d: gzip.compress(d, mtime=0), "bz2": bz2.compress, "xz": lzma.compress}[kind]
        return self.put(f"{name}.{kind}", packer(data))

    def copy(self, name, part, data, packed):
        """The same content once more, by another name."""
        self.did("dup")
        if name.startswith("records/"):
            part = part.replace("records/", "records/copy-of-")
            packed = packed.replace("records/", "records/copy-of-")
        else:
            part += ".copy"
        zipped = self.night.chance(50)
        self.put(part + (".gz" if zipped else ""), gzip.compress(data, mtime=0) if zipped else data)

    def mention(self, name, parts, copies):
        """A record's path in the case file, as its files are called now."""
        if not name.startswith("records/"):
            return
        stem = name.split("/")[1]
        plain = len(parts) == 1 and (self.path / name).exists()
        glob = name if plain and not copies else f"records/{'*' if copies else ''}{stem}*"
        self.sources[name] = self.sources[name].replace(f"'{name}'", f"'{glob}'")

    def tar(self, parts):
        self.did("tar")
        path = self.path / "logs/bastion.tar.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(path, "w:gz") as tar:
            for part, content in parts.items():
                data = self.bytes(part, content, last=False)
                member = "var/log/" + part.rsplit("/", maxsplit=1)[-1]
                if part != "logs/bastion/secure.log":
                    member, data = member + ".gz", gzip.compress(data, mtime=0)
                info = tarfile.TarInfo(member)
                info.size, info.mtime = len(data), self.night.start
                tar.addfile(info, io.BytesIO(data))
        self.sources["logs/bastion/*"] = self.sources["logs/bastion/*"].replace("'logs/bastion/*'", "'logs/bastion.tar.gz'")

    # the case file
    def case(self):
        n = self.night
        clock = Clock(n.zone)
        def minute(at):
            return clock.iso(at) if n.twice else clock.at(at).strftime("%Y-%m-%d %H:%M")
        lines = ["overrun: 1", f"case: night-{n.seed}", "title: Gateway maintenance", f"timezone: {n.zone}",
                 f"window: {{start: {minute(n.start)}, end: {minute(n.end)}}}"]
        lines.append(f"notice: {{at: {minute(n.start - 5 * 86400)}, file: notice.txt}}")
        self.put("notice.txt", f"Planned maintenance {clock.at(n.start)} to {clock.at(n.end)}.\n".encode())
        if n.chance(30) and n.end - n.start > 3600:
            self.did("extension")
            n.extension = (n.end - 60 * n.span(-10, 30), n.end + n.pick([3600, 7200]))
            lines += ["extensions:", f"  - {{at: {minute(n.extension[0])}, end: {minute(n.extension[1])}}}"]
        if self.rendering.services:
            self.did("services")
            lines += ["restoration:", "  services:", "    payments: '^/v1/pay/'"]
            if self.rendering.transfers:
                self.did("transfers")
                lines.append("    transfers: '^/v1/transfer/'")
        lines.append("roles:")
        for role in n.roles:
            actors = n.actors[role] + (f", {n.actors[role]}.b" if role in n.second else "")
            lines += [f"  {role}:", f"    actors: [{actors}]"]
            if role in n.due:
                lines.append(f"    due: [{{from: {minute(n.due[role])}, to: {minute(n.end)}}}]")
            if n.presence.get(role):
                lines.append("    presence: [site]")
        lines.append("steps:")
        for step in n.steps:
            lines += self.step(step, minute)
        lines += ["sources:"] + [f"  - {text}" for text in self.shuffled(self.sources.values())]
        if n.external:
            lines.append("faults:")
            lines += [f"  - {{open: {{match: 'carrier of {host} lost'}}, clear: {{match: 'carrier of {host} back'}}, "
                      f"object: {host}, external: true}}" for host in n.external]
        rules = render.RULES[self.rendering.bastion_style] + (render.RULES["x"] if n.unplanned else [])
        lines += ["rules:"] + [f"  - {{match: '{match}', signal: {signal}}}" for match, signal in rules]
        self.put("case.yaml", "\n".join(lines).encode() + b"\n")

    def shuffled(self, things):
        things = list(things)
        self.night.random.shuffle(things)
        return things

    def step(self, step, minute):
        lines = [f"  - id: {step.name}", f"    title: {step.title}", f"    role: {step.role}",
                 f"    allow: {step.allow // 60}m"]
        if step.after:
            lines.append(f"    after: [{', '.join(step.after)}]")
        if step.not_before:
            lines.append(f"    not_before: {minute(step.not_before)}")
        if step.crew:
            lines.append(f"    crew: {step.crew}")
        for key in ("quiet", "check"):
            if getattr(step, key):
                lines.append(f"    {key}: {getattr(step, key) // 60}m")
        if step.approval:
            lines.append(f"    approval: {step.approval}")
        lines.append(f"    resources: [{step.host}]")
        if step.expects:
            lines.append(f"    expects: [{', '.join(step.expects)}]")
        if not step.restores:
            lines.append("    restores: false")
        if step.style == "native":
            lines += self.matchers(step)
        return lines

    def matchers(self, step):
        host, actor = step.host, self.night.actors[step.role]
        signals = {"a": ["config.change", "operator.command"], "j": ["operator.command", "config.change"],
                   "f": ["config.change"], "p": ["config.change"]}[step.vendor[0]]
        if step.done == "commit":
            signals = signals + ["config.commit.begin"]
        begin = f"{{signal: operator.login, host: {host}, actor: {actor}}}"
        done = f"{{signal: config.commit.ok, host: {host}}}" if step.done == "commit" else \
            f"{{signal: operator.logout, host: {host}, actor: {actor}}}"
        activity = ", ".join(f"{{signal: {signal}, host: {host}}}" for signal in signals)
        return [f"    begin:    [{begin}]", f"    activity: [{activity}]", f"    done:     [{done}]"]

    # what the model is told
    def named(self, fact):
        """Role and actor, as far as the line names them: the change tool does not of unplanned work."""
        unsaid = fact["feed"] == "bastion" and fact.get("step", "").startswith("X") and \
            (fact.get("unplanned") or self.rendering.bastion_style == "chg" or fact["signal"] == "step.fail")
        if unsaid:
            return "", ""
        return "" if fact["feed"] == "bastion" else fact.get("role", ""), fact.get("actor", "")

    def told(self):
        n, r = self.night, self.rendering
        def time(value):
            return "-" if value is None else str(int(value))
        rows = [("tick", 1), ("window", n.start, n.end), ("policy", 300, 300, 120, 300), ("last", int(r.last_request))]
        extension = getattr(n, "extension", None)
        if extension:
            rows.append(("extension", *extension))
        kinds = {"gw": "gateway", "lb01": "gateway", "bastion": "operator", "was01": "app"}
        kinds.update({name: kind for name, (kind, _) in render.RECORDS.items()})
        feeds = sorted(set(r.clocks) | {f["feed"] for f in n.facts})
        rows += [("feed", feed, kinds.get(feed, "firewall")) for feed in feeds]
        rows += [("cover", feed, int(a), int(b)) for feed, spans in r.cover.items() for a, b in spans]
        for role in n.roles:
            actors = n.actors[role] + (f",{n.actors[role]}.b" if role in n.second else "")
            rows.append(("role", role, actors, "site" if n.presence.get(role) else "", time(n.due.get(role))))
        for s in n.steps:
            rows.append(("step", s.name, s.role, s.allow, time(s.not_before), time(s.quiet), time(s.check), s.crew or 0,
                         int(s.restores), s.approval, ",".join(s.after), s.host, ",".join(s.expects)))
        for f in sorted(n.facts, key=lambda f: f["at"]):
            if f["signal"] != "log" and r.heard(f["at"]):
                part = ":p" if f.get("part") else ""
                who = self.named(f)
                values = [f.get("step", ""), *who] + [f.get("object", "") + part] + \
                    [f.get(k, "") for k in ("reason", "id", "recipient", "after")]
                rows.append(("fact", f["at"], f["feed"], f["signal"], *values))
        rows.append(("external", "tunnel.down"))
        rows += [("minute", service, at, good, bad) for service, minutes in enumerate(r.minutes)
                 for at, (good, bad) in sorted(minutes.items())]
        self.put("told.txt", "\n".join("\t".join(str(v) for v in row) for row in rows).encode() + b"\n")
