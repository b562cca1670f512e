"""State machines as tables: who may do what, from where to where.

A machine is a list of `Move`s. Buttons on pages, `allowed_actions` in the API, the diagram in ARCHITECTURE.md and the
matrix tests all read the same table. Nothing but `advance` writes a status.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from twiza.kit.errors import Conflict, Forbidden
from twiza.kit.i18n import N_

WRONG_STATE = N_("This step isn’t possible any more: things have moved on since you opened the page.")


@dataclass(frozen=True)
class Move:
    """One row of a machine: a verb, the states it leaves, the state it reaches, the parties who may."""

    verb: str
    sources: frozenset[StrEnum]
    target: StrEnum
    parties: frozenset[StrEnum]

    def __init__(
        self, verb: str, sources: Iterable[StrEnum], target: StrEnum, parties: Iterable[StrEnum]
    ) -> None:
        object.__setattr__(self, "verb", verb)
        object.__setattr__(self, "sources", frozenset(sources))
        object.__setattr__(self, "target", target)
        object.__setattr__(self, "parties", frozenset(parties))

    def check(self, status: StrEnum, party: StrEnum) -> None:
        """Refuse the wrong party with 403, the wrong state with 409."""
        if party not in self.parties:
            raise Forbidden
        if status not in self.sources:
            raise Conflict(WRONG_STATE, code="wrong_state", verb=self.verb, status=str(status))


@dataclass(frozen=True)
class Machine:
    """All the moves of one kind of thing."""

    name: str
    moves: Sequence[Move]

    def allowed(self, status: StrEnum, party: StrEnum) -> list[str]:
        """The verbs this party may use now, in the table's order."""
        return [move.verb for move in self.moves if status in move.sources and party in move.parties]

    def move(self, verb: str) -> Move:
        return next(move for move in self.moves if move.verb == verb)

    def diagram(self) -> str:
        """The machine as a Mermaid state diagram."""
        lines = [
            f"    {source} --> {move.target}: {move.verb}"
            for move in self.moves
            for source in sorted(move.sources)
            if source != move.target
        ]
        return "\n".join(["stateDiagram-v2", *lines])
