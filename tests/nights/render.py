# SPDX-License-Identifier: MIT
"""Writes a night down: a folder of logs with its case file, and `told.txt` for the model."""
import csv
import io
import json

import vendors
from vendors import Clock

COLUMNS = "time,signal,step,role,actor,object,outcome,reason,id,recipient,after,detail".split(",")
RECORDS = {"site": ("record", 20 * 60), "pager": ("pager", 15 * 60), "ticket": ("ticket", None),
           "noc": ("record", None), "noc2": ("record", None), "runbook": ("record", None)}
RULES = {
    "chg": [(r"chg\[CHG-\d+\] step=(?<step>\w+) state=started user=(?<actor>[\w.]+)", "step.begin"),
            (r"chg\[CHG-\d+\] step=(?<step>\w+) cmd=", "step.activity"),
            (r"chg\[CHG-\d+\] step=(?<step>\w+) state=completed", "step.end"),
            (r"chg\[CHG-\d+\] step=(?<step>\w+) state=failed reason=(?<reason>operator_error|omission|fault|wrong_crew)",
             "step.fail"),
            (r"chg\[CHG-\d+\] step=(?<step>\w+) state=failed no reason recorded", "step.fail")],
    "oplog": [(r"OPLOG (?<actor>[\w.]+) ==> (?<step>\w+) START", "step.begin"),
              (r"OPLOG (?<actor>[\w.]+) ==> (?<step>\w+) RUN", "step.activity"),
              (r"OPLOG (?<actor>[\w.]+) ==> (?<step>\w+) DONE", "step.end"),
              (r"OPLOG ==> (?<step>\w+) NG reason=(?<reason>operator_error|omission|fault|wrong_crew)", "step.fail"),
              (r"OPLOG ==> (?<step>\w+) NG no reason recorded", "step.fail")],
    "task": [(r"runbook task begin (?<step>\w+) by (?<actor>[\w.]+)", "step.begin"),
             (r"runbook task note (?<step>\w+) by (?<actor>[\w.]+)", "step.activity"),
             (r"runbook task end (?<step>\w+) by (?<actor>[\w.]+)", "step.end"),
             (r"runbook task fail (?<step>\w+) reason=(?<reason>operator_error|omission|fault|wrong_crew)", "step.fail"),
             (r"runbook task fail (?<step>\w+) no reason recorded", "step.fail")],
    "x": [(r"unplanned (?<step>\w+) after (?<after>\w+) because (?<reason>operator_error|omission|fault|wrong_crew)",
           "step.begin"),
          (r"unplanned (?<step>\w+) after (?<after>\w+)$", "step.begin")],
}


def said(style, fact):
    """What a jump host's change tool prints of a step."""
    step, user, signal = fact["step"], fact["actor"], fact["signal"]
    reason = f"reason={fact['reason']}" if fact.get("reason") else "no reason recorded"
    if fact.get("unplanned"):
        because = f" because {fact['reason']}" if fact.get("reason") else ""
        return f"rbk[2111]: unplanned {step} after {fact['after']}{because}"
    words = {"chg": {"step.begin": f"chg[CHG-1042] step={step} state=started user={user}",
                     "step.activity": f"chg[CHG-1042] step={step} cmd=\"{fact['detail']}\" user={user}",
                     "step.end": f"chg[CHG-1042] step={step} state=completed user={user}",
                     "step.fail": f"chg[CHG-1042] step={step} state=failed {reason}"},
             "oplog": {"step.begin": f"OPLOG {user} ==> {step} START",
                       "step.activity": f"OPLOG {user} ==> {step} RUN {fact['detail']}",
                       "step.end": f"OPLOG {user} ==> {step} DONE", "step.fail": f"OPLOG ==> {step} NG {reason}"},
             "task": {"step.begin": f"runbook task begin {step} by {user}",
                      "step.activity": f"runbook task note {step} by {user}: {fact['detail']}",
                      "step.end": f"runbook task end {step} by {user}", "step.fail": f"runbook task fail {step} {reason}"}}
    return "rbk[2014]: " + words[style][signal]


class Rendering:
    """Feeds by name, each a list of (time, line), and what the case file says of them."""
    def __init__(self, night):
        self.night, self.random = night, night.random
        self.files, self.sources, self.clocks, self.cover = {}, [], {}, {}
        self.number = night.span(100000, 900000)
        self.from_, self.to = night.start - night.span(30, 55) * 60, night.back + night.span(20, 44) * 60
        self.choose()
        self.hole = self.good_hole()
        self.humans()
        self.bastion()
        self.devices()
        self.requests()
        self.applications()

    def choose(self):
        n = self.night
        self.bastion_style = n.pick(["chg", "oplog", "task"])
        self.bastion_stamp = n.pick(["bsd", "bsd", "iso"])
        self.gateway = n.pick(["nginx", "haproxy", "json"])
        self.flow_style = n.pick(["asa", "junos", "junos5"])
        self.services = n.chance(35)
        self.transfers = n.back - 60 * n.span(5, 60) if self.services and n.chance(25) and not n.cut_at else None
        self.blips = n.chance(25)
        self.zones = n.chance(35)
        self.skew = {}
        first = n.steps[0]
        if first.host == "fw-gw-01":
            self.flow_style = first.vendor
        self.private = n.chance(20)
        self.pairs = self.gateway != "nginx" and n.chance(80)
        if n.chance(35) and (self.pairs or first.host != "fw-gw-01"):
            self.skew["fw-gw-01"] = (n.span(-320, 320), "pairs" if self.pairs else "unused")
        elif n.chance(30):
            self.skew["fw-gw-01"] = (n.span(-320, 320), "stated")
        if self.pairs and n.chance(5):
            n.features.add("wrong_zone")
            self.skew["fw-gw-01"] = (n.pick([-9, -1, 1, 2, 9]) * 3600 + n.span(-50, 50), "pairs")
        others = ["bastion", "gw", "lb01", "pager", "site", "runbook"] + [s.host for s in n.steps if s.style == "native"]
        for name in others:
            if n.chance(7) and name not in self.skew:
                self.skew[name] = (n.span(-600, 600), "stated")

    def good_hole(self):
        """The hole, if nothing but activity falls into it."""
        hole = self.night.hole
        if hole is None:
            return None
        for fact in self.night.facts:
            if hole[0] < fact["at"] < hole[1] and fact["signal"] != "step.activity":
                return None
        self.night.features.add("hole_cut")
        return hole

    def heard(self, at):
        if self.night.cut_at and at > self.night.cut_at:
            return False
        return self.hole is None or not self.hole[0] < at < self.hole[1]

    def clock(self, name, zone_allowed=True):
        if name not in self.clocks:
            device = name.startswith(("fw-", "acc", "core", "vpn", "was-", "db-", "lb", "was0")) and name != "fw-gw-01"
            zone = "UTC" if (self.zones and zone_allowed and self.night.chance(35)) or (self.night.twice and device) else \
                self.night.zone
            fast = self.skew.get(name, (0, ""))[0]
            self.clocks[name] = (Clock(zone, fast), zone)
        return self.clocks[name][0]

    def source(self, name, path, kind, **more):
        """One line of the case file's sources."""
        clock, zone = self.clocks[name]
        parts = [f"path: '{path}'", f"kind: {kind}", f"name: {name}"]
        parts += [f"{key}: {value}" for key, value in more.items()]
        if zone == "UTC":
            parts.append("timezone: UTC")
        if self.skew.get(name, (0, ""))[1] == "stated":
            parts.append(f"clock: {self.skew[name][0]:+d}s")
        self.sources.append((path, "{" + ", ".join(parts) + "}"))

    def covered(self, name, spans):
        """Spans, less the hole."""
        cut = []
        for a, b in spans:
            if self.hole and a < self.hole[1] and self.hole[0] < b:
                cut += [(a, self.hole[0]), (self.hole[1], b)]
            else:
                cut.append((a, b))
        self.cover[name] = [(a, b) for a, b in cut if b > a]

    @staticmethod
    def alive(times, heartbeat):
        """From the first line to the last; with a stated heartbeat, where lines are no further apart."""
        spans = [[times[0], times[0]]]
        for at in times[1:]:
            if heartbeat and at - spans[-1][1] > heartbeat:
                spans.append([at, at])
            spans[-1][1] = at
        return spans

    # people
    def humans(self):
        n = self.night
        beats = {"site": ("door controller poll ok", 245, 890), "pager": ("pager gateway self test ok", 200, 700)}
        for name, (kind, heartbeat) in RECORDS.items():
            rows = [f for f in n.facts if f["feed"] == name]
            clock = self.clock(name)
            if name in beats:
                text, least, most = beats[name]
                at = n.start - n.span(20, 60) * 60
                stop = n.back + n.span(25, 60) * 60
                while at < stop:
                    rows.append({"at": at, "signal": "log", "detail": text})
                    at += n.span(least, most)
            if self.private and rows:
                self.gossip(name, rows)
            rows = sorted((r for r in rows if self.heard(r["at"])), key=lambda r: r["at"])
            if not rows:
                continue
            self.covered(name, self.alive([r["at"] for r in rows], heartbeat))
            style = n.pick(["csv", "csv", "jsonl"])
            stamp = n.pick(["naive", "space", "offset"]) if self.clocks[name][1] != "UTC" else "zulu"
            if n.twice and stamp != "zulu":
                stamp = "offset"
            nobody = n.chance(20) and not n.second
            self.files[f"records/{name}.{style}"] = self.record(rows, style, stamp, clock, nobody)
            more = {"format": "events"}
            if heartbeat:
                more["heartbeat"] = f"{heartbeat // 60}m"
            self.source(name, f"records/{name}.{style}", kind, **more)

    def gossip(self, name, rows):
        """Names and numbers of people where they do not belong."""
        n = self.night
        words = ["test card 4111 1111 1111 1111 declined", "called 010-3237-3367, mail minsu.shin@pay-bank.example",
                 "minsu.shin@pay-bank.example", "010-3237-3367"]
        for row in n.random.sample(rows, min(3, len(rows))):
            if row["signal"] != "step.activity":
                row["detail"] = f"{row.get('detail', '')} {n.pick(words)}".strip()
        if name == "runbook":
            rows += [{"at": n.span(n.start, n.back), "signal": "log", "detail": n.pick(words)} for _ in range(3)]

    def record(self, rows, style, stamp, clock, nobody):
        lines = []
        for row in rows:
            at = row["at"]
            time = {"naive": clock.at(at).strftime("%Y-%m-%dT%H:%M:%S"), "space": clock.at(at).strftime("%Y-%m-%d %H:%M:%S"),
                    "offset": clock.iso(at), "zulu": clock.zulu(at)}[stamp]
            if "told" in row: # as text, which the case file gives its meaning
                row = {"signal": row["told"][0], "detail": row["told"][1]}
            values = {"time": time, **{k: row[k] for k in COLUMNS[1:] if row.get(k)}}
            if row["signal"].startswith("presence") and nobody:
                values.pop("actor", None)
            if style == "jsonl":
                lines.append((at, json.dumps(values, ensure_ascii=False)))
            else:
                buffer = io.StringIO()
                csv.writer(buffer, lineterminator="").writerow([values.get(k, "") for k in COLUMNS])
                lines.append((at, buffer.getvalue()))
        return ([(0, ",".join(COLUMNS))] if style == "csv" else []) + lines

    # machines
    def stamp(self, clock, at):
        return clock.bsd(at) if self.bastion_stamp == "bsd" else clock.iso(at)

    def bastion(self):
        n = self.night
        clock = self.clock("bastion", zone_allowed=self.bastion_stamp == "bsd")
        lines, at, stop = [], n.start - 30 * 60, self.to
        while at < stop:
            host = f"10.1.9.{n.span(2, 200)} port {n.span(50000, 60000)}"
            lines.append((at, f"sshd[{n.span(900, 30000)}]: " + n.pick(
                [f"Accepted publickey for svc-backup from {host} ssh2", "pam_unix(sshd:session): session closed for user "
                 "svc-backup", f"Received disconnect from {host}:11: disconnected by user"])))
            at += n.span(40, 290)
        if n.chance(40):
            lines += [(t, f"automation[1]: heartbeat ok seq={t // 60}") for t in range(n.start - 1500, stop, 60)]
        lines += [(f["at"], said(self.bastion_style, f)) for f in n.facts if f["feed"] == "bastion"]
        lines = sorted((line for line in lines if self.heard(line[0])), key=lambda line: line[0])
        self.files["logs/bastion/secure.log"] = [(t, f"{self.stamp(clock, t)} bastion01 {text}") for t, text in lines]
        self.covered("bastion", [(lines[0][0], lines[-1][0])])
        self.source("bastion", "logs/bastion/*", "operator", host="bastion01")

    def device_line(self, clock, vendor, fact, host):
        """The lines of a firewall for one fact."""
        self.number += self.night.span(1, 900)
        at, user = fact["at"], fact.get("actor", "")
        ip = f"10.9.8.{hash_of(user or host) % 200 + 20}"
        signal = fact["signal"]
        if signal.startswith("link"):
            return vendors.link(vendor, clock, at, host, fact.get("part") or 3, signal == "link.up", self.number)
        if signal == "step.begin":
            return vendors.login(vendor, clock, at, host, user, ip, self.number)
        if signal == "step.end" and fact["about"].done == "commit":
            return vendors.committed(vendor, clock, at, host, user, self.number)
        if signal == "step.end":
            return vendors.logout(vendor, clock, at, host, user, ip, self.number)
        if fact.get("commit"):
            return vendors.commit(vendor, clock, at, host, user, ip, self.number)
        return vendors.change(vendor, clock, at, host, user, ip, self.number)

    def devices(self):
        n = self.night
        hosts = {}
        for fact in n.facts:
            if fact["feed"] == "lb01" or fact["feed"] in RECORDS or fact["feed"] == "bastion":
                continue
            hosts.setdefault(fact["feed"], []).append(fact)
        hosts.setdefault("fw-gw-01", [])
        for host, facts in hosts.items():
            step = facts[0]["about"] if facts else None
            vendor = (step.vendor if step else "") or n.pick(["asa", "junos", "junos5", "forti", "forti_syslog", "pan"])
            if host == "fw-gw-01":
                vendor = self.flow_style
            clock = self.clock(host, zone_allowed=host != "fw-gw-01")
            lines = [(f["at"], self.device_line(clock, vendor, f, host)) for f in facts if self.heard(f["at"])]
            self.files[f"logs/{host}/{host}.log"] = lines
            if lines:
                self.covered(host, [(lines[0][0], lines[-1][0])] if len(lines) > 3 else [])
            self.source(host, f"logs/{host}/*", "firewall", host=host)
        facts = [f for f in n.facts if f["feed"] == "lb01"]
        if facts:
            clock = self.clock("lb01")
            self.files["logs/lb01/haproxy.log"] = [(f["at"], line) for f in sorted(facts, key=lambda f: f["at"]) if self.heard(f["at"]) for line in
                                                   vendors.health(clock, f["at"], f["object"], f["signal"] == "health.up")]
            self.source("lb01", "logs/lb01/*", "gateway", host="lb01")

    def requests(self):
        """Per minute some; they fail while service is down, but for a few minutes when it flaps."""
        n = self.night
        clock = self.clock("gw", zone_allowed=self.gateway != "nginx")
        n.features.add("gw_" + self.gateway)
        down = n.start // 60 * 60 + 60 * n.pick([0, 0, 0, 3, 12])
        flap = None
        if n.chance(25) and n.back - down > 40 * 60:
            flap = down + 60 * n.span(8, (n.back - down) // 60 - 12)
            n.features.add("flap")
        rate = n.span(8, 16)
        lines, flows, self.minutes = [], [], ({}, {})
        for minute in range(self.from_ // 60 * 60, self.to // 60 * 60, 60):
            good = minute < down or minute >= n.back or (flap is not None and flap <= minute < flap + 240)
            for _ in range(n.span(max(6, rate - 3), rate + 3)):
                at = minute + n.span(0, 59)
                if not self.heard(at):
                    continue
                other = self.services and n.chance(35)
                status = n.pick([200, 200, 200, 201, 204, 302]) if good or other else n.pick([502, 503, 504])
                if good and not other and n.chance(1):
                    status = n.pick([499, 404, 408])
                if self.blips and good and n.random.random() < 0.004:
                    status = 503
                if self.transfers and n.chance(40):
                    back = good and minute < n.back or minute >= self.transfers
                    self.one_request(clock, lines, flows, at, "/v1/transfer/new", 200 if back else 503)
                    count = self.minutes[1].setdefault(minute, [0, 0])
                    count[not back] += 1
                path = n.pick(["/healthz", "/v1/notice", "/static/logo.png"]) if other else \
                    "/v1/pay/" + n.pick(["approve", "cancel", "status", "methods"])
                self.one_request(clock, lines, flows, at, path, status)
                if not other and status not in (499, 408):
                    count = self.minutes[0].setdefault(minute, [0, 0])
                    count[status >= 500] += 1
        lines.sort(key=lambda line: line[0])
        self.last_request = max((at for at, line in lines if "/v1/pay/" in line or "/v1/tr" in line), default=n.back)
        name = "access.json" if self.gateway == "json" else "access.log"
        self.files[f"logs/gw/{name}"] = lines
        self.covered("gw", [(lines[0][0], lines[-1][0])])
        self.source("gw", "logs/gw/*", "gateway", host="gw01")
        self.flows(flows)

    def one_request(self, clock, lines, flows, at, path, status):
        n = self.night
        client = f"{n.pick(['198.51.100', '203.0.113'])}.{n.span(1, 250)}"
        port, size, took = n.span(20000, 64000), n.span(300, 6000), n.pick([1, 35, 80, 120, 300, 900])
        accept = at + n.random.random() * 0.9
        end = accept + took / 1000
        when = accept if self.gateway == "haproxy" else end
        if when // 60 != at // 60:
            when = accept
        lines.append((when, vendors.request(self.gateway, clock, when if self.gateway == "haproxy" else int(when), client,
                                            port, path, status, size, took)))
        if path.startswith("/v1/pay") and n.chance(60):
            flows.append((int(accept), int(end) + n.span(1, 2), client, port, size))

    def flows(self, flows):
        n = self.night
        clock = self.clock("fw-gw-01")
        style = self.flow_style
        if not self.pairs:
            flows, at = [], self.from_
            while at < self.to:
                flows.append((at, at + n.span(5, 30), f"192.0.2.{n.span(1, 250)}", n.span(20000, 60000), 700))
                at += n.span(30, 90)
        lines = self.files["logs/fw-gw-01/fw-gw-01.log"]
        for start, end, client, port, size in flows:
            self.number += 7
            lines += [line for line in vendors.flow(style, clock, start, end, "fw-gw-01", client, port, size, self.number)
                      if self.heard(line[0])]
        lines.sort(key=lambda line: line[0])
        self.covered("fw-gw-01", [(lines[0][0], lines[-1][0])])

    def applications(self):
        n = self.night
        if not n.chance(60):
            return
        clock = self.clock("was01")
        lines, at = [], n.start - 900
        iso = n.chance(50) or n.twice or "dst" in n.features
        spans = [(f["at"], g["at"]) for f in n.facts for g in n.facts if f["signal"].endswith((".open", ".down")) and
                 g["signal"].endswith((".clear", ".up")) and g.get("object") == f.get("object")]
        while at < n.back + 900:
            broken = any(a <= at < b for a, b in spans) and n.chance(70)
            text = "com.zaxxer.hikari.pool.HikariPool        : HikariPool-1 - Connection is not available, request timed out " \
                "after 30000ms." if broken else f"c.bank.pay.api.PaymentController         : queue depth {n.span(0, 40)}"
            stamp = clock.iso(at, True) if iso else clock.at(at).strftime("%Y-%m-%d %H:%M:%S.000")
            if self.heard(at):
                lines.append((at, f"{stamp} {'ERROR' if broken else ' INFO'} 2321 --- [nio-8080-exec-{n.span(1, 9)}] {text}"))
            at += n.span(15, 190)
        self.files["logs/was01/app.log"] = lines
        self.covered("was01", [(lines[0][0], lines[-1][0])])
        self.source("was01", "logs/was01/*", "app", host="was01")


def hash_of(text):
    return sum(ord(c) * (i + 3) for i, c in enumerate(text))
