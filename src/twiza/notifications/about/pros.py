"""What pros are told about their profile."""

from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.notifications.preferences import Group
from twiza.notifications.rows import BELL_AND_EMAIL, Row
from twiza.pros import events as pros

# fmt: off
ROWS: tuple[Row, ...] = (
    Row("pro_reinstated", pros.ProReinstated, "pro_id", BELL_AND_EMAIL, Group.BOOKINGS, "eye", "mint",
        N_("Clients can book you again"),
        N_("Your profile is back in the lists."),
        N_("Go to my account"), "/dashboard"),
    Row("pro_plan_ended", pros.PlanEnded, "pro_id", BELL_AND_EMAIL, Group.BOOKINGS, "crown", "saffron",
        N_("Your Premium is over: some services are paused"),
        N_("Nothing is lost. The free plan shows one service and three photos: choose which ones, or take Premium again."),
        N_("Choose what is shown"), "/pro/services"),
)
# fmt: on

# Their owner has just done it and sees it; hiding and suspension are told with the penalty they come from.
SILENT: frozenset[type[Event]] = frozenset(
    {pros.ProBecame, pros.ProChanged, pros.ScheduleChanged, pros.ProHidden, pros.ProSuspended}
)
