"""What a profile still lacks, in the order in which it helps; dashboard, profile page and editor show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, Hat, HatKind
from twiza.gigs.access import shown
from twiza.gigs.models import Gig
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import ngettext
from twiza.profiles import showing

_PRESENTED = frozenset({HatKind.PRO, HatKind.COMPANY})
_EDITOR = "/freelancer/profile"
# So many skills tell more than a headline does.
ENOUGH_SKILLS = 3


@dataclass(frozen=True)
class Step:
    """One thing to do: what, why, where, and whether it is done."""

    title: str
    reason: str
    path: str
    icon: str
    done: bool


async def steps(session: AsyncSession, account: Account, hats: Sequence[Hat]) -> list[Step]:
    """The checklist of this person, all hats together."""
    freelancer = _worn(hats, HatKind.FREELANCER)
    return [
        *_reachable(account),
        *([] if freelancer else [_photo(account, "/client/profile")]),
        *(await of_freelancer(session, account, hats)),
        *(_presentation(hat) for hat in hats if hat.kind in _PRESENTED),
    ]


async def of_freelancer(session: AsyncSession, account: Account, hats: Sequence[Hat]) -> list[Step]:
    """What makes clients choose a freelancer; nothing for people without that hat."""
    hat = _worn(hats, HatKind.FREELANCER)
    if hat is None:
        return []
    tally = await showing.tally(session, account.id)
    offered = select(Gig.id).where(Gig.freelancer_id == account.id, shown()).limit(1)
    return [
        Step(
            _("Introduce yourself as a freelancer"),
            _("A headline, a city and a category: that’s how people find you."),
            f"{_EDITOR}#presentation",
            "pencil",
            bool(hat.headline and hat.category_id),
        ),
        _photo(account, f"{_EDITOR}#photo"),
        Step(
            _("Offer a first gig"),
            _("A price and a delay turn a visit into an order."),
            "/freelancer/gigs/new",
            "package",
            await session.scalar(offered) is not None,
        ),
        Step(
            ngettext("Add {n} skill", "Add {n} skills", ENOUGH_SKILLS),
            _("The search looks at them, and so do clients."),
            f"{_EDITOR}#skills",
            "sparkles",
            tally.skills >= ENOUGH_SKILLS,
        ),
        Step(
            _("Say which languages you work in"),
            _("Clients choose somebody who understands them at once."),
            f"{_EDITOR}#languages",
            "languages",
            tally.languages > 0,
        ),
        Step(
            _("Show a finished project"),
            _("One picture of your work says more than a long text."),
            f"{_EDITOR}#projects",
            "image",
            tally.projects > 0,
        ),
        Step(
            _("Tell who you are"),
            _("A few sentences on how you work: clients read them before they write."),
            f"{_EDITOR}#presentation",
            "user",
            bool(account.bio),
        ),
    ]


def percent(found: Sequence[Step]) -> int:
    """How much is done."""
    return round(100 * sum(step.done for step in found) / len(found)) if found else 100


def best_next(found: Sequence[Step]) -> Step | None:
    """The first thing that is still to do, for they stand in the order in which they help."""
    return next((step for step in found if not step.done), None)


def _reachable(account: Account) -> list[Step]:
    return [
        Step(
            _("Verify your phone"),
            _("You need it to order or to book, and to get back in if you forget your password."),
            "/client/settings/phone",
            "smartphone",
            account.phone_verified,
        ),
        Step(
            _("Add a verified email"),
            _("A second way to sign in, and a place for receipts."),
            "/client/settings/email",
            "mail",
            account.email_verified,
        ),
    ]


def _photo(account: Account, path: str) -> Step:
    reason = _("People answer sooner to a face than to initials.")
    return Step(_("Add a photo"), reason, path, "image", account.avatar is not None)


def _presentation(hat: Hat) -> Step:
    titles = {HatKind.PRO: _("Present yourself as a pro"), HatKind.COMPANY: _("Present your company")}
    return Step(
        titles[hat.kind],
        _("A headline, a city and a category: that’s how people find you."),
        "/pro/profile#about" if hat.kind is HatKind.PRO else f"/client/profile#{hat.kind}",
        "pencil",
        bool(hat.headline and (hat.category_id or hat.kind is HatKind.COMPANY)),
    )


def _worn(hats: Sequence[Hat], kind: HatKind) -> Hat | None:
    return next((hat for hat in hats if hat.kind is kind), None)
