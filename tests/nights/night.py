# SPDX-License-Identifier: MIT
"""How a random night went: a plan, people, and what happened, in true time and whole seconds.

A night is told twice: as `facts`, which the model in C judges (tests/model), and as `lines` of feeds,
which render.py writes down as logs. Nothing here knows how the program reads them.
"""
from plan import COMMANDS, MINUTE, REASONS, Step
from troubles import Troubles


class Night(Troubles):
    def __init__(self, seed):
        super().__init__(seed)
        self.facts, self.due, self.arrival, self.free = [], {}, {}, {}
        self.second, self.external = {}, []
        self.faults, self.alerts, self.unplanned, self.hole = 0, 17, 0, None
        self.gap, self.cut_at = self.chance(75), None
        self.go()

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
