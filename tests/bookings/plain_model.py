"""Bookings as two pages of plain Python: no database, no locks, no table of moves; time in hours, whole ones for visits."""

from dataclasses import dataclass, field

OK = "ok"
LATE, ANSWER, DAY = 12, 12, 24
COOLDOWNS = {1: 48.0, 2: 7 * 24.0, 3: 30 * 24.0}


@dataclass
class Visit:
    """What one pro was asked. Hours are counted from the model's own beginning."""

    request: int
    client: str
    pro: str
    trade: str
    start: int
    expires: float
    status: str = "PENDING"
    hours: int = 1
    done_at: float | None = None

    @property
    def end(self) -> int:
        return self.start + self.hours

    @property
    def held(self) -> set[int]:
        """The hours that are locked for it."""
        mine = set(range(self.start, self.end))
        if self.status == "CONFIRMED":
            return mine
        return {h for h in mine if self.done_at is not None and h < self.done_at}

    def people(self) -> set[str]:
        return {self.client, self.pro}


@dataclass
class Plain:
    """Everybody's bookings; each verb says how it ends, and does it when it is `ok`."""

    trades: dict[str, str]
    midnight: int  # how many hours of the first day are left
    now: float = 0.5
    visits: list[Visit] = field(default_factory=list)
    requests: int = 0
    unanswered: list[int] = field(default_factory=list)
    tiers: dict[str, int] = field(default_factory=dict)
    cooldowns: dict[str, float] = field(default_factory=dict)
    called_off: dict[str, int] = field(default_factory=dict)

    def request(self, client: str, pros: tuple[str, ...], start: int) -> str:
        trade = self.trades[pros[0]]
        if start <= self.now:
            return "in_the_past"
        if self.tiers.get(client) == 4:
            return "booking_banned"
        if self.now < self.cooldowns.get(client, 0):
            return "in_cooldown"
        if client in pros:
            return "own_profile"
        if any(self.suspended(pro) for pro in pros) or any(self.trades[pro] != trade for pro in pros):
            return "not_offered"
        self.lapse(client)
        waiting = [v for v in self.visits if v.client == client and v.status == "PENDING"]
        if any(v.start == start and v.pro in pros for v in waiting):
            return "already_asked"
        if self.busy({client}, start, start + 1):
            return "already_booked"
        if len([v for v in waiting if v.trade == trade]) + len(pros) > 3:
            return "too_many_pending"
        if any(start in self.taken(pro) for pro in pros):
            return "not_free"
        self.requests += 1
        expires = min(self.now + ANSWER, start)
        self.visits += [Visit(self.requests, client, pro, trade, start, expires) for pro in pros]
        return OK

    def confirm(self, visit: Visit, hours: int) -> str:
        if visit.status != "PENDING":
            return "wrong_state"
        if visit.expires <= self.now:
            return "expired"
        if self.suspended(visit.pro):
            return "not_available"
        end = visit.start + hours
        busy = self.busy(visit.people(), visit.start, end) | self.held(visit.pro, visit.start, end)
        if busy:
            return "slot_taken" if min(busy) == visit.start else "duration_does_not_fit"
        if self.closed(visit.pro) & set(range(visit.start, end)):
            return "duration_does_not_fit"
        visit.status, visit.hours = "CONFIRMED", hours
        self.close_others(visit)
        return OK

    def close_others(self, won: Visit) -> None:
        until = max(won.end, self.midnight_after(won.start)) if won.hours == 8 else won.end
        touched: set[int] = set()
        for v in self.visits:
            sibling = (v.client, v.trade) == (won.client, won.trade) and won.start <= v.start < won.end
            rival = v.pro == won.pro and won.start <= v.start < until
            if v.status == "PENDING" and (sibling or rival):
                v.status = "EXPIRED" if v.expires <= self.now else "CANCELLED_AUTO_FIRST_CONFIRMED"
                if v.client != won.client:
                    touched.add(v.request)
        self.tell(touched)

    def decline(self, visit: Visit) -> str:
        if visit.status != "PENDING":
            return "wrong_state"
        if visit.expires <= self.now:
            return "expired"
        visit.status = "DECLINED"
        self.tell({visit.request})
        return OK

    def cancel_as_client(self, visit: Visit) -> str:
        if visit.status == "PENDING":
            if visit.expires <= self.now:
                return "expired"
            visit.status = "CANCELLED_BY_CLIENT"
            return OK
        if visit.status != "CONFIRMED":
            return "wrong_state"
        if visit.start <= self.now:
            return "too_late_to_cancel"
        late = visit.start - self.now < LATE
        visit.status = "CANCELLED_BY_CLIENT_LATE" if late else "CANCELLED_BY_CLIENT"
        if late:
            tier = self.tiers[visit.client] = min(self.tiers.get(visit.client, 0) + 1, 4)
            self.cooldowns[visit.client] = self.now + COOLDOWNS.get(tier, 0)
        return OK

    def cancel_as_pro(self, visit: Visit) -> str:
        if visit.status == "PENDING":
            return self.decline(visit)
        if visit.status != "CONFIRMED":
            return "wrong_state"
        visit.status = "CANCELLED_BY_PRO"
        self.called_off[visit.pro] = self.called_off.get(visit.pro, 0) + 1
        return OK

    def complete(self, visit: Visit) -> str:
        if visit.status != "CONFIRMED":
            return "wrong_state"
        if self.now < visit.start + 1:
            return "not_yet"
        visit.status, visit.done_at = "COMPLETED", self.now
        return OK

    def expire(self, visit: Visit) -> str:
        if visit.status != "PENDING":
            return "wrong_state"
        if visit.expires > self.now:
            return "not_yet"
        visit.status = "EXPIRED"
        self.tell({visit.request})
        return OK

    def lapse(self, client: str) -> None:
        over = [
            v for v in self.visits if v.client == client and v.status == "PENDING" and v.expires <= self.now
        ]
        for v in over:
            v.status = "EXPIRED"
        self.tell({v.request for v in over})

    def tell(self, requests: set[int]) -> None:
        """Nobody is left of these requests: it is said each time that this becomes true."""
        alive = {v.request for v in self.visits if v.status in {"PENDING", "CONFIRMED", "COMPLETED"}}
        self.unanswered += sorted(requests - alive)

    def suspended(self, pro: str) -> bool:
        return self.called_off.get(pro, 0) >= 5

    def busy(self, people: set[str], start: int, end: int) -> set[int]:
        """The hours in which one of them is at a confirmed visit, on either side of the door."""
        theirs = [v for v in self.visits if v.status == "CONFIRMED" and v.people() & people]
        return {hour for v in theirs for hour in range(v.start, v.end) if start <= hour < end}

    def held(self, pro: str, start: int, end: int) -> set[int]:
        return {hour for v in self.visits if v.pro == pro for hour in v.held if start <= hour < end}

    def closed(self, pro: str) -> set[int]:
        """Whole days that a job of eight hours closes, as long as it isn't over."""
        found: set[int] = set()
        for v in self.visits:
            if v.pro == pro and v.hours == 8 and v.status in {"CONFIRMED", "COMPLETED"}:
                until = self.midnight_after(v.start) if v.done_at is None else v.done_at
                found |= {h for h in range(v.start, self.midnight_after(v.start)) if h < until}
        return found

    def taken(self, pro: str) -> set[int]:
        return self.closed(pro) | {hour for v in self.visits if v.pro == pro for hour in v.held}

    def midnight_after(self, hour: int) -> int:
        return hour + (self.midnight - hour - 1) % DAY + 1
