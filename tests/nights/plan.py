# SPDX-License-Identifier: MIT
"""A random plan: steps, people, and what will go wrong where."""
import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE, HOUR = 60, 3600  # seconds
ROLES = ["NET", "SEC", "DC", "APP", "QA", "IM", "DBA", "OPS", "PAY", "CORE", "LNK", "REL"]
NAMES = ["kang", "lim", "seo", "han", "cho", "yoon", "kwon", "jang", "oh", "shin"]
HOSTS = ["was", "db-pay", "acc-sw", "core-sw", "vpn-gw"]
TITLES = ["Drain traffic, stop service", "Export rules", "Swap hardware, cabling", "Import rules and NAT", "HA test",
          "Route change", "Partner lines", "Certificates", "Database switch", "Load balancer pool", "Start application"]
COMMANDS = ["show ha status", "show route", "ping 10.20.0.10", "cat /etc/hosts", "verify checksum",
            "copy running-config", "systemctl status was", "diag sys session stat", "show interface brief"]
REASONS = ["operator_error", "omission", "fault", "wrong_crew", "wrong_order", ""]
WORK = ["fault", "fault_quick", "fault_late", "fault_late_resume", "fault_vendor", "fault_misroute", "fault_wait",
        "fault_silent", "fault_external", "silence", "slow", "understaff", "estimate", "rework", "rework_x", "decision",
        "hole", "nocheck", "pair"]
WAITS = ["absent", "absent", "abs_fault", "approval", "approval", "appr_fault", "handoff", "wait_fault", "late_cab",
         "nothing"]


class Step:
    def __init__(self, number, role):
        self.name, self.role, self.title = f"S{number}", role, ""
        self.allow, self.quiet, self.check, self.not_before = 0, None, None, None
        self.approval, self.after, self.expects, self.restores = "", [], [], True
        self.host, self.style, self.vendor, self.done = "", "bastion", "", ""
        self.wait, self.work, self.order = [], [], number
        self.start = self.end = None
        self.silent_begin = self.silent_end = False
        self.crew = None

    @property
    def limit(self):
        """The longest pause between two lines that is still work."""
        return self.quiet or 5 * MINUTE


class Plan:
    def __init__(self, seed):
        self.random = random.Random(seed * 7919 + 11)
        self.seed, self.features = seed, set()
        self.steps, self.roles, self.actors, self.presence = [], [], {}, {}
        self.plan()

    # small words
    def chance(self, percent):
        return self.random.random() * 100 < percent

    def span(self, least, most):
        return self.random.randint(int(least), max(int(least), int(most)))

    def pick(self, things):
        return self.random.choice(things)

    def pause(self):
        return self.span(5, 40) if self.gap else 0

    def fact(self, at, feed, signal, **more):
        """A line that means something; `kind` says how render.py writes it."""
        fact = {"at": int(at), "feed": feed, "signal": signal, **more}
        self.facts.append(fact)
        return fact

    # the plan
    def plan(self):
        self.zone = self.pick(["Asia/Seoul", "Europe/Berlin", "America/New_York", "Asia/Seoul"])
        day = datetime(2023, 1, 3) + timedelta(days=self.span(0, 700))
        changes = {"Europe/Berlin": [(2023, 3, 26), (2024, 3, 31), (2023, 10, 29), (2024, 10, 27)],
                   "America/New_York": [(2023, 3, 12), (2024, 3, 10), (2023, 11, 5), (2024, 11, 3)]}.get(self.zone)
        if changes and self.chance(18):
            day = datetime(*self.pick(changes))
            self.features.add("dst_back" if day.month > 9 else "dst")
        elif self.chance(6):
            day = self.pick([datetime(2024, 1, 1), datetime(2024, 2, 29), datetime(2024, 3, 1), datetime(2023, 12, 31)])
            self.features.add("calendar")
        at = day + timedelta(minutes=5 * self.span(-12, 12 if day.month > 9 else 30))
        at = at.replace(tzinfo=ZoneInfo(self.zone))
        self.start = int(at.timestamp())
        self.twice = at.utcoffset() > datetime.fromtimestamp(self.start + 20 * HOUR, at.tzinfo).utcoffset()
        count = self.span(3, 9)
        names = self.random.sample(ROLES, min(len(ROLES), self.span(3, 8)))
        for name in names + ["NOC"]:
            self.actors[name] = f"{name.lower()}.{self.pick(NAMES)}{self.pick(['', '', '2', '7'])}"
        self.roles = names + ["NOC"]
        self.styles = self.pick([["bastion"], ["runbook"], ["bastion", "runbook"], ["bastion", "native"],
                                 ["bastion", "native", "runbook"], ["native", "bastion"]])
        for i in range(1, count + 1):
            self.steps.append(self.make_step(i, self.pick(names), names))
        self.join()
        self.steps[-1].title = "Go / no-go, reopen"
        self.incidents()
        if self.chance(35):
            self.watch(count + 1)
        self.people(names)

    def make_step(self, number, role, names):
        step = Step(number, role)
        step.title = self.pick(TITLES)
        step.allow = 5 * MINUTE * self.span(3, 18)
        step.quiet = self.pick([None, None, 8, 10, 20])
        step.quiet = step.quiet and step.quiet * MINUTE
        step.style = self.pick(self.styles)
        if step.style == "native":
            step.vendor = self.pick(["asa", "junos", "junos5", "forti", "forti_syslog", "pan"])
            step.host = "fw-gw-01" if number == 1 and self.chance(40) else \
                f"fw-{self.pick(['dmz', 'ext', 'int'])}-{number:02d}"
            if step.host == "fw-gw-01":
                step.vendor = self.pick(["asa", "junos", "junos5"])
            step.done = "commit" if step.vendor in ("pan", "junos", "junos5") and self.chance(70) else "logout"
        else:
            step.host = f"{self.pick(HOSTS)}-{number:02d}"
        if self.chance(12):
            step.expects = self.pick([["link.down"], ["link.down", "health.down"]])
        step.silent_begin, step.silent_end = self.chance(5), self.chance(6)
        return step

    def join(self):
        """A chain, perhaps with two branches in the middle."""
        steps, count = self.steps, len(self.steps)
        for i in range(1, count):
            steps[i].after = [steps[i - 1].name]
        self.branch = []
        if count >= 4 and self.chance(60):
            self.fork(self.span(0, count - 4))
        if count >= 8 and not self.branch[:1] and self.chance(50):
            self.fork(1)

    def fork(self, at):
        steps, count = self.steps, len(self.steps)
        one = self.span(1, min(2, count - at - 3))
        two = self.span(1, min(2, count - at - 2 - one))
        first, second, join = steps[at + 1], steps[at + 1 + one], steps[at + 1 + one + two]
        second.after = [steps[at].name]
        join.after = [steps[at + one].name, steps[at + one + two].name]
        self.branch = [steps[at + 1:at + 1 + one], steps[at + 1 + one:at + 1 + one + two]]
        if self.chance(30):
            second.role = first.role
            self.features.add("contention")

    def incidents(self):
        """What will go wrong where: one or two things per step at most."""
        free = list(self.steps)
        self.random.shuffle(free)
        for step in free[:self.span(1, min(4, len(free)))]:
            kind = self.pick(WORK) if self.chance(60) else self.pick(WAITS)
            (step.work if kind in WORK else step.wait).append(kind)
            if self.chance(12):
                kind = self.pick(WORK)
                if kind not in step.work and kind != "hole":
                    step.work.append(kind)
        for step in self.steps:
            self.features |= set(step.wait + step.work)
            if step.style == "native" and {"rework", "rework_x"} & set(step.work):
                step.style, step.host, step.done = "bastion", f"was-{step.order:02d}", ""
        chain = [s for s in self.steps[1:-1] if len(s.after) == 1]
        if self.chance(8) and chain:
            second = self.pick(chain)
            follower = self.steps[self.steps.index(second) + 1]
            if follower.after == [second.name] and not (second.wait or follower.wait or follower.work):
                self.swap = (second, follower)
                for step in self.swap:
                    if step.style == "native":
                        step.style, step.host, step.done = "bastion", f"was-{step.order:02d}", ""
                self.features.add("out_of_order")
                return
        self.swap = None

    def watch(self, number):
        step = Step(number, "WATCH")
        self.actors["WATCH"], self.roles = f"watch.{self.pick(NAMES)}2", self.roles + ["WATCH"]
        step.title, step.allow, step.host, step.restores = "Watch", 30 * MINUTE, "mon-01", False
        step.after, step.style = [self.steps[-1].name], self.pick([s for s in self.styles if s != "native"] or ["bastion"])
        self.steps.append(step)

    def people(self, names):
        """Who is due when; those whose absence or hand-over is told are watched by the site."""
        for name in self.roles:
            self.presence[name] = name in names and self.chance(55)
        for step in self.steps:
            if {"absent", "abs_fault", "handoff"} & set(step.wait):
                self.presence[step.role] = True
