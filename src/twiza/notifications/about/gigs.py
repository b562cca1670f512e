"""What freelancers are told about their gigs."""

from twiza.gigs import events as gigs
from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.notifications.preferences import Group
from twiza.notifications.rows import BELL_AND_EMAIL, Row

OWNER = "freelancer_id"
MINE = "/freelancer/gigs"

# fmt: off
ROWS: tuple[Row, ...] = (
    Row("gig_deactivated", gigs.GigDeactivated, OWNER, BELL_AND_EMAIL, Group.GIGS, "eye-off", "terra",
        N_("An administrator took your gig off the site"),
        N_("“{title}”: {reason}\n\nIf you think that this is a mistake, write to {contact}."),
        N_("Open my gigs"), MINE),
    Row("gig_reactivated", gigs.GigReactivated, OWNER, BELL_AND_EMAIL, Group.GIGS, "eye", "mint",
        N_("Your gig is back on the site"),
        N_("“{title}” can be found and ordered again."),
        N_("Open my gigs"), MINE),
)
# fmt: on

# Its owner has just done it, and sees it.
SILENT: frozenset[type[Event]] = frozenset(
    {gigs.GigPublished, gigs.GigChanged, gigs.GigPaused, gigs.GigDeleted}
)
