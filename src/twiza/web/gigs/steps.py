"""The steps of the wizard: what each is called, and which of them lacks something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twiza.gigs import details, packages
from twiza.gigs.limits import named
from twiza.gigs.whole import WholeGig
from twiza.kit.i18n import N_, gettext

DETAILS, PACKAGES, PICTURES, PUBLISH = "details", "packages", "pictures", "publish"
STEPS: Mapping[str, str] = {
    DETAILS: N_("Details"),
    PACKAGES: N_("Packages"),
    PICTURES: N_("Pictures and questions"),
    PUBLISH: N_("Publish"),
}


@dataclass(frozen=True)
class Lack:
    """Something to fill in before the gig is published, and where."""

    step: str
    text: str


def number(step: str) -> int:
    """Which step this is, from 1."""
    return list(STEPS).index(step) + 1


def after(step: str) -> str:
    return list(STEPS)[min(number(step), len(STEPS) - 1)]


def before(step: str) -> str:
    return list(STEPS)[max(number(step) - 2, 0)]


def lacks(gig: WholeGig) -> Sequence[Lack]:
    """What publishing would refuse, as a list of things to do."""
    names = {"title": N_("Title"), "description": N_("Description"), "category": N_("Category")}
    found = {**details.missing(gig), **packages.missing(gig)}
    return [
        Lack(
            DETAILS if field in names else PACKAGES,
            gettext(
                "{field}: {fault}",
                field=gettext(names.get(field, N_("Basic package"))),
                fault=gettext(fault, **named()),
            ),
        )
        for field, fault in found.items()
    ]
