# SPDX-License-Identifier: MIT
"""How a random night went: a plan, people, and what happened, in true time and whole seconds.

A night is told twice: as `facts`, which the model in C judges (tests/model), and as `lines` of feeds,
which render.py writes down as logs. Nothing here knows how the program reads them.
"""
import random

MINUTE, HOUR = 60, 3600
ROLES = ["NET", "SEC", "DC", "APP", "QA", "IM", "DBA", "OPS", "PAY", "CORE", "LNK", "REL"]
NAMES = ["kang", "lim", "seo", "han", "cho", "yoon", "kwon", "jang", "oh", "shin"]
HOSTS = ["was", "db-pay", "acc-sw", "core-sw", "vpn-gw"]
TITLES = ["Drain traffic, stop service", "Export rules", "Swap hardware, cabling", "Import rules and NAT", "HA test",
          "Route change", "Partner lines", "Certificates", "Database switch", "Load balancer pool", "Start application"]
COMMANDS = ["show ha status", "show route", "ping 10.20.0.10", "cat /etc/hosts", "verify checksum",
            "copy running-config", "systemctl status was", "diag sys session stat", "show interface brief"]
REASONS = ["operator_error", "omission", "fault", "wrong_crew", "wrong_order", ""]
WORK = ["fault", "fault_quick", "fault_late", "fault_late_resume", "fault_vendor", "fault_misroute", "fault_wait",
        "fault_silent", "fault_external", "silence", "slow", "understaff", "estimate", "rework", "rework_x", "decision", "hole", "nocheck", "pair"]
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


class Night:
    def __init__(self, seed):
        self.random = random.Random(seed * 7919 + 11)
        self.seed, self.features = seed, set()
        self.facts, self.lines = [], []
        self.steps, self.roles, self.actors, self.presence = [], [], {}, {}
        self.due, self.arrival, self.free = {}, {}, {}
        self.faults, self.alerts, self.unplanned, self.hole = 0, 17, 0, None
        self.second, self.external = {}, []
        self.gap, self.cut_at = self.chance(75), None
        self.plan()
        self.go()

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
        from datetime import datetime, timedelta
        from zoneinfo import ZoneInfo
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

    # the night
    def go(self):
        self.ends = {}
        order = [s for s in self.steps if s.restores]
        if self.swap:
            i = order.index(self.swap[0])
            order[i], order[i + 1] = order[i + 1], order[i]
        for step in order:
            self.do(step)
        last = max(end for name, end in self.ends.items())
        self.last = last
        self.restore(last)
        for step in self.steps:
            if not step.restores:
                self.ends[step.name] = self.attempt(step, self.back + self.span(120, 400), 18 * MINUTE, ends="done")
        self.window()
        self.badges()
        if self.chance(15):
            self.features.add("bystander")
            at = self.span(self.start, self.back - 600)
            for when, signal in ((at, "fault.open"), (at + self.span(60, 7200), "fault.clear")):
                self.fact(when, "noc", signal, object="edge-sw-77", id="F99", detail="alarm")
        if self.chance(3):
            self.features.add("censored")
            self.cut_at = self.back - self.span(60, 3000)
        if self.chance(60):
            self.fact(self.back + self.span(60, 900), "ticket", "work.completed", detail="work completed")

    def ready(self, step):
        return max([self.start] + [self.ends[name] for name in step.after if name in self.ends])

    def do(self, step):
        if self.swap and step is self.swap[1]:
            self.early(step)
            return
        at = self.ready(step)
        if self.swap and step is self.swap[0]:
            at = max(at, self.ends[self.swap[1].name])
        if self.chance(4):
            step.not_before = (at + self.span(-1800, 1800)) // 300 * 300
            at = max(at, step.not_before)
            self.features.add("gate")
        at = self.waits(step, at) + self.pause()
        self.free[step.role] = self.ends[step.name] = self.works(step, at)
        if self.chance(5):
            self.free[step.role] = self.ends[step.name] = self.unplanned_work(step, self.ends[step.name])
            self.features.add("unplanned")
        if self.swap and step is self.swap[0]:
            again = self.swap[1]
            self.ends[again.name] = self.attempt(again, self.ends[step.name] + self.pause(), again.allow, ends="done")

    def early(self, step):
        """Done before its predecessor: fails, and is done again after it."""
        at = self.ready(self.swap[0]) + self.pause()
        reason = self.pick(["wrong_order", "operator_error", "wrong_order", ""])
        reason = "operator_error" if step.style != "runbook" and reason == "wrong_order" else reason
        self.ends[step.name] = self.attempt(step, at, self.span(0.3 * step.allow, 0.8 * step.allow), ends="fail",
                                            reason=reason)

    def busy(self, role, at):
        """The role's other work must be over first."""
        return max(at, self.free[role] + self.pause()) if self.free.get(role, 0) > at else at

    def waits(self, step, at):
        at = self.busy(step.role, at)
        for kind in step.wait:
            length = self.span(5 * MINUTE, 80 * MINUTE)
            if kind in ("absent", "abs_fault") and step.role not in self.arrival and \
                    step.role not in self.free:
                self.due[step.role] = at // 300 * 300 - self.pick([0, 0, 600])
                self.arrival[step.role] = at + length
                if kind == "abs_fault":
                    self.fault(step, at, at + self.span(5 * MINUTE, 1.3 * length), wait=True)
                at += length
            elif kind in ("approval", "appr_fault", "late_cab"):
                at = self.approval(step, step.name, at, length, kind)
            elif kind == "handoff":
                self.arrival.setdefault(step.role, self.start - self.span(300, 1800))
                if self.arrival[step.role] <= at:
                    self.fact(at + length, self.pick(["ticket", "ticket", "pager", "noc"]), "handoff.notified",
                              step=step.name, role=step.role if self.chance(60) else "", detail="told")
                    at += length
            elif kind == "wait_fault":
                self.fault(step, at, at + length, wait=True)
                at += length
            elif kind == "nothing":
                at += length
        return at

    def approval(self, step, name, at, length, kind):
        if name == step.name:
            step.approval = "CAB"
        asked = at - (self.span(0, 1200) if self.chance(20) and at - 1200 > self.start else 0)
        self.fact(asked, "ticket", "approval.asked", step=name, id=f"CHG-{name}", recipient="CAB", detail="go requested")
        self.fact(at + length, "ticket", "approval.given", step=name, id=f"CHG-{name}", detail="go given")
        if kind == "late_cab" and "CAB" not in self.roles:
            self.roles.append("CAB")
            self.actors["CAB"], self.presence["CAB"] = "cab.oh", True
            self.due["CAB"], self.arrival["CAB"] = at // 300 * 300, at + length - self.span(0, length // 2)
        if kind == "appr_fault":
            clear = at + self.span(5 * MINUTE, length)
            self.fault(step, at, clear, wait=True)
        return at + length

    # work
    def tell(self, step, at, signal, **more):
        native = step.style == "native"
        if not native and step.style != "runbook":
            feed = "bastion"
        else:
            feed = step.host if native else "runbook"
        more.setdefault("detail", self.pick(COMMANDS) if signal == "step.activity" else "")
        return self.fact(at, feed, signal, step=step.name, role=step.role, actor=self.actors[step.role], **more,
                         about=step)

    def busy_lines(self, step, start, end, exact=False):
        """Lines after `start` and before `end`, no pause longer than the step's limit."""
        most = 0.92 * step.limit
        at = start
        while True:
            at += self.span(60, min(most, 370 if step.limit > 300 else most))
            if at >= end - 20:
                break
            self.tell(step, at, "step.activity")
        if exact:
            self.tell(step, end, "step.activity")

    def attempt(self, step, at, amount, ends, reason="", troubles=()):
        """One attempt with so much work in it; returns its end."""
        if self.silent(step, "begin"):
            self.tell(step, at, "step.activity")
        else:
            self.tell(step, at, "step.begin", detail=step.title)
        if step.start is None:
            step.start = at
        end = at
        parts = len(troubles) + 1
        cuts = sorted(self.span(0.1 * amount, 0.9 * amount) for _ in troubles) + [amount]
        done = 0
        for i in range(parts):
            piece = cuts[i] - done
            done = cuts[i]
            if i + 1 < parts:
                self.busy_lines(step, end, end + piece, exact=True)
                end = self.trouble(step, end + piece, troubles[i])
            else:
                self.busy_lines(step, end, end + piece)
                end += piece
        if step.expects and end - at > 900 and not troubles and ends == "done":
            self.expected(step, at, end)
        if ends == "fail":
            self.tell(step, end, "step.fail", reason=reason)
        elif self.silent(step, "end"):
            self.tell(step, end, "step.activity")
        else:
            if step.done == "commit":
                self.tell(step, end - 1, "step.activity", commit=True)
            self.tell(step, end, "step.end")
        step.end = end
        return end

    def silent(self, step, which):
        quiet = step.silent_begin if which == "begin" else step.silent_end
        if quiet and step.restores and not {"rework", "rework_x"} & set(step.work) and not self.swap:
            self.features.add("no" + which)
            return True
        return False

    def amount(self, step):
        if {"estimate", "slow", "understaff"} & set(step.work):
            return step.allow + self.span(15 * MINUTE, 60 * MINUTE)
        if self.chance(8):
            self.features.add("fast")
            return max(8 * MINUTE, self.span(0.4 * step.allow, 0.7 * step.allow))
        return self.span(0.88 * step.allow, 1.08 * step.allow)

    def works(self, step, at):
        troubles = [k for k in step.work if k not in ("slow", "estimate", "understaff", "rework", "rework_x")]
        if "rework" in step.work or "rework_x" in step.work:
            at = self.fails(step, at)
        begin = at
        end = self.attempt(step, at, self.amount(step), "done", troubles=troubles)
        if "understaff" in step.work and not self.second:
            self.second[step.role] = begin + self.span(0, end - begin + 1800)
            step.crew = 2
            self.presence[step.role] = True
        if "slow" in step.work:
            self.fact(begin, "noc", "progress.slow", object=step.host, detail="rate below plan")
            self.fact(end + self.span(0, 60), "noc", "progress.normal", object=step.host, detail="rate as planned")
        return end

    def fails(self, step, at):
        reason = self.pick(REASONS)
        if reason == "wrong_order" and step.style != "runbook":
            reason = "omission"
        self.features.add("reason_" + (reason or "none"))
        at = self.attempt(step, at, self.span(0.4 * step.allow, step.allow), "fail", reason)
        if "rework_x" in step.work:
            at = self.unplanned_work(step, at)
        return at + self.pause()

    def unplanned_work(self, step, at):
        self.unplanned += 1
        other = Step(90 + self.unplanned, step.role)
        other.name, other.host, other.style = f"X{self.unplanned}", step.host, "bastion"
        other.style = "runbook" if "runbook" in self.styles and self.chance(40) else "bastion"
        if self.chance(40):
            at = self.approval(step, other.name, at, self.span(5 * MINUTE, 40 * MINUTE), "approval")
        at += self.pause()
        end = at + self.span(8 * MINUTE, 50 * MINUTE)
        self.tell(other, at, "step.begin", after=step.name, reason=self.pick(REASONS[:4] + ["", ""]), unplanned=True)
        self.busy_lines(other, at, end)
        self.tell(other, end, "step.end")
        return end

    # troubles in work
    def trouble(self, step, at, kind):
        length = self.span(12 * MINUTE, 100 * MINUTE)
        if kind == "silence":
            self.tell(step, at + length, "step.activity")
            return at + length
        if kind == "hole":
            if not self.hole:
                self.hole = (at, at + length)
                self.tell(step, at + length, "step.activity")
                return at + length
            return at
        if kind == "decision":
            self.fact(at, "ticket", "decision.asked", step=step.name, detail="go on or back")
            self.fact(at + length, "ticket", "decision.given", step=step.name, detail="go on")
            self.tell(step, at + length, "step.activity")
            return at + length
        if kind == "pair":
            self.fault(step, at, at + length // 2)
            self.tell(step, at + length // 2, "step.activity")
            self.busy_lines(step, at + length // 2, at + length // 2 + 600, exact=True)
            at += length // 2 + 600
        self.fault(step, at, at + length, kind=kind)
        end = at + length
        if kind in ("fault_late_resume", "nocheck"):
            if kind == "nocheck":
                step.check = 10 * MINUTE
            end += self.span(10 * MINUTE, 45 * MINUTE)
        self.tell(step, end, "step.activity")
        return end

    def fault(self, step, start, clear, kind="fault", wait=False):
        """A fault on the step's resource: its two lines, the alert, the answer, the waits."""
        self.faults += 1
        style = self.pick(["record", "record", "link", "haproxy"])
        if step.host.startswith("be_"):
            style = "haproxy"
        elif step.style == "native" and style == "haproxy":
            style = "link"
        if style == "link" and step.expects:
            style = "record"
        if style == "haproxy" and not step.host.startswith("be_"):
            if any(f.get("object", "").split(":")[0] == step.host for f in self.facts):
                style = "record"
            else:
                step.host = f"be_s{step.order}/s{step.order}1"
                if "health.down" in step.expects:
                    step.expects = ["link.down"]
        if kind == "fault_external" and step.host not in self.external:
            style = "external"
        self.features.add("fstyle_" + style)
        ident = f"F{self.faults}" if style == "record" else ""
        self.open_close(step, start, clear, style, ident)
        self.answer(step, start, clear, ident, kind, wait)

    def open_close(self, step, start, clear, style, ident):
        if ident == "" and style == "external":
            for at, signal, word in ((start, "tunnel.down", "lost"), (clear, "tunnel.up", "back")):
                self.fact(at, "noc", signal, object=step.host, told=("log", f"carrier of {step.host} {word}"))
            self.external.append(step.host)
            return
        if style == "record":
            self.fact(start, "noc", "fault.open", object=step.host, id=ident, detail="alarm raised")
            self.fact(clear, "noc", "fault.clear", object=step.host, id=ident, detail="alarm cleared")
            return
        feed = step.host if style == "link" else "lb01"
        down, up = ("link.down", "link.up") if style == "link" else ("health.down", "health.up")
        for at, signal in ((start, down), (clear, up)):
            self.fact(at, feed, signal, object=step.host, part=3 if style == "link" else None, about=step)

    def answer(self, step, start, clear, ident, kind, wait):
        length = clear - start
        self.alerts += 1
        page = f"A{self.alerts}"
        ident = ident or page
        late = kind == "fault_late" or (kind == "fault" and self.chance(25))
        alert = start + (0 if self.chance(25) else self.span(10, min(400, length // 4)))
        answer = alert + (self.span(min(400, length // 3), length // 2) if late or kind == "fault_misroute"
                          else self.span(30, min(280, length // 4)))
        role = step.role if self.chance(70) else "NOC"
        wrong = kind == "fault_misroute"
        if kind == "fault_silent":
            return
        more = {"object": step.host, "id": ident, "detail": f"page {page}"}
        to = self.pick([r for r in self.roles if r != step.role]) if wrong else step.role
        to = self.actors[to] if self.chance(10) else to
        self.fact(alert, "pager", "alert.sent", recipient=to, **more)
        if wrong:
            self.fact(answer - self.span(5, min(120, (answer - alert) // 2)), "pager", "alert.sent",
                      recipient=step.role, **more)
            role = step.role
        self.fact(answer, "pager", "response.ack", role=role, actor=self.actors[role], object=step.host, id=ident,
                  detail=f"ack {page}")
        if kind == "fault_vendor" or kind == "fault_wait" or self.chance(20):
            self.recorded_wait(step, answer, clear, ident, kind)

    def recorded_wait(self, step, answer, clear, ident, kind):
        begin = answer + self.span(60, (clear - answer) // 3)
        end = begin + self.span(60, (clear - begin) * 2 // 3)
        if kind == "fault_wait":
            reason = self.pick(["approval", "escalation", "wrong_target", "specialist"])
            self.features.add("wait_" + reason)
            for at, signal in ((begin, "wait.begin"), (end, "wait.end")):
                self.fact(at, "ticket", signal, object=step.host, id=ident, reason=reason, detail="waiting")
            return
        self.features.add("fault_vendor")
        self.fact(begin, "ticket", "callout.sent", object=step.host, id=ident, detail="vendor called")
        self.fact(end, "ticket", "callout.arrived", object=step.host, id=ident, detail="vendor joined")

    def expected(self, step, start, end):
        down = start + self.span(60, (end - start) // 3)
        up = down + self.span(120, (end - start) // 3)
        feed = step.host if step.style == "native" else "noc2"
        for at, signal in ((down, "link.down"), (up, "link.up")):
            self.fact(at, feed, signal, object=step.host, detail="expected", about=step,
                      part=7 if step.style == "native" else None)

    # the end of the night
    def restore(self, last):
        self.back = -(-last // 60) * 60
        if self.chance(15):
            self.features.add("tail")
            self.back += 60 * self.span(4, 40)
            final = max((s for s in self.steps if s.restores), key=lambda s: self.ends[s.name])
            if self.chance(40):
                self.fault(final, last + self.span(5, 60), self.back, kind="fault")

    def window(self):
        """Announced end: the plan's longest way and some reserve."""
        finish = {}
        for step in self.steps:
            if step.restores:
                finish[step.name] = max([0] + [finish[a] for a in step.after]) + step.allow
        planned = max(finish.values()) + 5 * MINUTE * self.pick([-3, -1, 0, 0, 1, 2, 4, 6, 12])
        self.end = self.start + max(30 * MINUTE, planned)

    def badges(self):
        """Presence at the site: those whose coming nothing depends on come in time."""
        for role in self.roles:
            if not self.presence[role]:
                continue
            first = min((s.start for s in self.steps if s.role == role and s.start), default=self.start)
            if role not in self.arrival:
                if self.chance(60):
                    self.due[role] = self.start if self.chance(60) else max(self.start, first // 300 * 300 - 600)
                self.arrival[role] = min(self.due.get(role, first), first) - self.span(60, 1500)
            elif role not in self.due and self.chance(40):
                self.due[role] = -(-self.arrival[role] // 300) * 300
            if role in self.second:
                self.fact(self.second[role], "site", "presence.in", role=role, actor=self.actors[role] + ".b",
                          detail="badge in")
            self.fact(self.arrival[role], "site", "presence.in", role=role, actor=self.actors[role], detail="badge in")
            if self.chance(50):
                self.fact(self.back + self.span(300, 1500), "site", "presence.out", role=role,
                          actor=self.actors[role], detail="badge out")
