"""The life of a gig: draft, published, paused and published again, deleted."""

from enum import StrEnum

from twiza.gigs.models import Gig, GigStatus
from twiza.kit.states import Machine, Move


class GigParty(StrEnum):
    """Who moves a gig; an administrator's veto is beside the machine, whatever the owner does."""

    OWNER = "owner"


_LIVING = (GigStatus.DRAFT, GigStatus.PUBLISHED, GigStatus.PAUSED)
_OWNER = (GigParty.OWNER,)

GIG = Machine(
    "gig",
    (
        Move("publish", (GigStatus.DRAFT,), GigStatus.PUBLISHED, _OWNER),
        Move("pause", (GigStatus.PUBLISHED,), GigStatus.PAUSED, _OWNER),
        Move("resume", (GigStatus.PAUSED,), GigStatus.PUBLISHED, _OWNER),
        Move("delete", _LIVING, GigStatus.DELETED, _OWNER),
    ),
)
# Nothing is shown to strangers while an administrator says no.
_SHOWN_BY = frozenset({"publish", "resume"})


def check(gig: Gig, verb: str, party: GigParty = GigParty.OWNER) -> None:
    """Refuse a step that isn't theirs or isn't possible now."""
    GIG.move(verb).check(gig.status, party)


def advance(gig: Gig, verb: str, party: GigParty = GigParty.OWNER) -> None:
    """Take this step, or refuse it; the row must be locked."""
    check(gig, verb, party)
    gig.status = GigStatus(GIG.move(verb).target)


def owner_verbs(status: GigStatus, *, deactivated: bool) -> list[str]:
    """What an owner may do now: buttons and `allowed_actions` read this."""
    if status is GigStatus.DELETED:
        return []
    moves = GIG.allowed(status, GigParty.OWNER)
    return ["edit", *(verb for verb in moves if not (deactivated and verb in _SHOWN_BY))]
