"""What a profile still lacks, in the order in which it helps; the dashboard and the profile page show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from twiza.accounts.models import Account, Hat, HatKind
from twiza.kit.i18n import gettext as _

_SHOWN_TO_STRANGERS = frozenset({HatKind.FREELANCER, HatKind.PRO, HatKind.COMPANY})


@dataclass(frozen=True)
class Step:
    """One thing to do: what, why, where, and whether it is done."""

    title: str
    reason: str
    path: str
    icon: str
    done: bool


def steps(account: Account, hats: Sequence[Hat]) -> list[Step]:
    """The checklist of this person."""
    found = [
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
        Step(
            _("Add a photo"),
            _("People answer sooner to a face than to initials."),
            "/client/profile",
            "image",
            account.avatar is not None,
        ),
    ]
    return found + [_presentation(hat) for hat in hats if hat.kind in _SHOWN_TO_STRANGERS]


def percent(found: Sequence[Step]) -> int:
    """How much is done."""
    return round(100 * sum(step.done for step in found) / len(found))


def _presentation(hat: Hat) -> Step:
    titles = {
        HatKind.FREELANCER: _("Introduce yourself as a freelancer"),
        HatKind.PRO: _("Present yourself as a pro"),
        HatKind.COMPANY: _("Present your company"),
    }
    return Step(
        titles[hat.kind],
        _("A headline, a city and a category: that’s how people find you."),
        f"/client/profile#{hat.kind}",
        "pencil",
        bool(hat.headline and (hat.category_id or hat.kind is HatKind.COMPANY)),
    )
