"""Orders as a page of plain Python: no database, no table of moves, time in whole hours."""

from dataclasses import dataclass, field

OK, CONFLICT, FORBIDDEN = "ok", "Conflict", "Forbidden"
WORKING = {"IN_PROGRESS", "REVISION_REQUESTED"}
ENDED = {"COMPLETED", "CANCELLED"}
DELIVERY, REVISIONS = 5 * 24, 2


@dataclass
class Plain:
    """What should be true of an order; each verb says how it ends, and does it when it is `ok`."""

    now: int = 0
    status: str = "PENDING_PAYMENT"
    proofs: int = 0
    refusals: int = 0
    used: int = 0
    stopped: int | None = None
    alarm: int | None = 7 * 24
    due: int | None = None
    ended: int | None = None
    asked_by: str | None = None
    asked_days: int = 0
    claim_due: int | None = None
    claims: list[int] = field(default_factory=list)
    opened_by: str | None = None
    settled: set[str] = field(default_factory=set)

    @property
    def time(self) -> int:
        return self.now if self.stopped is None else self.stopped

    def move(self, who: str, wanted: str, source: set[str], target: str, alarm: int | None = None) -> str:
        if who != wanted:
            return FORBIDDEN
        if self.status not in source:
            return CONFLICT
        self.status, self.alarm = target, None if alarm is None else self.time + alarm
        self.settled = set()
        if target in ENDED:
            self.ended, self.asked_by, self.claim_due = self.now, None, None
        return OK

    def submit_payment(self, who: str) -> str:
        found = self.move(who, "client", {"PENDING_PAYMENT"}, "PAYMENT_SUBMITTED", 72)
        self.proofs += found == OK
        return found

    def refuse_payment(self, who: str) -> str:
        found = self.move(who, "freelancer", {"PAYMENT_SUBMITTED"}, "PENDING_PAYMENT")
        self.refusals += found == OK
        if found == OK and self.refusals >= 2 and self.stopped is None:
            self.stop(None)
        return found

    def confirm_payment(self, who: str) -> str:
        return self.move(who, "freelancer", {"PAYMENT_SUBMITTED"}, "PAYMENT_CONFIRMED", 24)

    def start(self, who: str) -> str:
        found = self.move(who, "freelancer", {"PAYMENT_CONFIRMED"}, "IN_PROGRESS")
        if found == OK:
            self.due = self.time + DELIVERY
        return found

    def submit_work(self, who: str) -> str:
        found = self.move(who, "freelancer", WORKING, "SUBMITTED", 72)
        if found == OK:
            self.asked_by = self.claim_due = None
        return found

    def request_revision(self, who: str) -> str:
        if who == "client" and self.status == "SUBMITTED" and self.used == REVISIONS:
            return CONFLICT
        found = self.move(who, "client", {"SUBMITTED"}, "REVISION_REQUESTED")
        self.used += found == OK
        return found

    def approve(self, who: str) -> str:
        return self.move(who, "client", {"SUBMITTED"}, "COMPLETED")

    def cancel(self, who: str) -> str:
        if who == "freelancer" and self.proofs:
            return CONFLICT
        return self.move(who, who, {"PENDING_PAYMENT"}, "CANCELLED")

    def ask(self, who: str, days: int) -> str:
        if self.status not in WORKING or self.asked_by:
            return CONFLICT
        self.asked_by, self.asked_days = who, days
        return OK

    def accept(self, who: str) -> str:
        if who == self.asked_by:
            return FORBIDDEN
        assert self.due is not None
        self.due = max(self.due, self.time) + self.asked_days * 24
        self.asked_by = self.claim_due = None
        return OK

    def claim(self, who: str) -> str:
        if who != "client":
            return FORBIDDEN
        late = self.status == "IN_PROGRESS" and self.due is not None and self.due <= self.time
        if not late or self.stopped is not None or any(at >= (self.due or 0) for at in self.claims):
            return CONFLICT
        self.claims.append(self.now)
        self.claim_due = self.now + 72
        return OK

    def answer_claim(self, who: str) -> str:
        if who != "freelancer":
            return FORBIDDEN
        self.claim_due = None
        return OK

    def open_dispute(self, who: str) -> str:
        over = self.ended is not None and self.ended + 14 * 24 <= self.now
        if not self.proofs or self.stopped is not None or over or who in self.settled:
            return CONFLICT
        self.stop(who)
        return OK

    def stop(self, who: str | None) -> None:
        self.stopped, self.opened_by = self.now, who

    def close(self, outcome: str) -> str:
        over = self.status in ENDED
        if (outcome == "upheld") != over and outcome != "dismissed":
            return CONFLICT
        if outcome.startswith("force"):
            target = "COMPLETED" if outcome == "force-complete" else "CANCELLED"
            self.move("admin", "admin", {self.status}, target)
        elif self.opened_by:
            self.settled.add(self.opened_by)
        self.resume(over=over)
        return OK

    def resume(self, *, over: bool) -> None:
        stopped, self.stopped = self.stopped, None
        if stopped is None or over or self.ended is not None:
            return
        pause = self.now - stopped
        self.alarm = self.alarm + pause if self.alarm is not None and self.alarm > stopped else self.alarm
        self.due = self.due + pause if self.due is not None and self.due > stopped else self.due
        self.claim_due = None if self.claim_due is None else self.claim_due + pause

    def ring(self) -> str | None:
        """What the clock does now, if its alarm has rung."""
        if self.alarm is None or self.alarm > self.now or self.stopped is not None:
            return None
        if self.status == "PAYMENT_SUBMITTED":
            self.stop(None)
            self.alarm = self.now + 72
            return "unanswered"
        verb, target = {
            "PENDING_PAYMENT": ("cancel", "CANCELLED"),
            "PAYMENT_CONFIRMED": ("start", "IN_PROGRESS"),
            "SUBMITTED": ("approve", "COMPLETED"),
        }[self.status]
        self.move("clock", "clock", {self.status}, target)
        if verb == "start":
            self.due = self.time + DELIVERY
        return verb

    def ring_for_claim(self) -> bool:
        if self.claim_due is None or self.claim_due > self.now or self.stopped is not None:
            return False
        self.claim_due = None
        self.stop(None)
        return True
