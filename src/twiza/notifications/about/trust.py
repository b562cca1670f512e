"""What people are told about what was reported."""

from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.notifications.preferences import Group
from twiza.notifications.rows import ADMINS, BELL, BELL_AND_EMAIL, Row
from twiza.trust import events as trust

# fmt: off
ROWS: tuple[Row, ...] = (
    Row("report_to_answer", trust.ReportMade, ADMINS, BELL, Group.ACCOUNT, "flag", "saffron",
        N_("Something was reported"),
        N_("A report waits in the queue for whoever takes it."),
        N_("Open the report"), "/admin/reports/{report_id}"),
    Row("report_upheld", trust.ReportAnswered, "reporter_id", BELL_AND_EMAIL, Group.ACCOUNT, "shield-check", "mint",
        N_("You were right to report it"),
        N_("We looked into your report and have acted on it. Thank you for looking after the others."),
        N_("Go to my account"), "/dashboard",
        lambda event: event.upheld),
    Row("report_rejected", trust.ReportAnswered, "reporter_id", BELL_AND_EMAIL, Group.ACCOUNT, "shield", "",
        N_("We looked into your report"),
        N_("We found nothing against our rules. You can block anybody you don’t want to hear from."),
        N_("Go to my account"), "/dashboard",
        lambda event: not event.upheld),
)
# fmt: on

# Whoever is reported isn't told: that would tell them by whom.
SILENT: frozenset[type[Event]] = frozenset()
