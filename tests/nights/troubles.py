# SPDX-License-Identifier: MIT
"""What stops the work of a step: faults with what belongs to them, silence, decisions."""
from plan import MINUTE, Plan


class Troubles(Plan):
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
