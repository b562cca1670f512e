"""Kinds, reasons and states of reports, as people read them."""

from collections.abc import Mapping

from twiza.kit.i18n import N_
from twiza.trust.models import ReportedKind, ReportReason, ReportStatus

TITLES: Mapping[ReportedKind, str] = {
    ReportedKind.GIG: N_("Report this gig"),
    ReportedKind.PROFILE: N_("Report this person"),
    ReportedKind.MESSAGE: N_("Report this message"),
    ReportedKind.REVIEW: N_("Report this review"),
    ReportedKind.BOOKING: N_("Report a problem"),
}
KINDS: Mapping[ReportedKind, tuple[str, str]] = {
    ReportedKind.GIG: (N_("Gig"), "package"),
    ReportedKind.PROFILE: (N_("Profile"), "user"),
    ReportedKind.MESSAGE: (N_("Message"), "message-circle"),
    ReportedKind.REVIEW: (N_("Review"), "star"),
    ReportedKind.BOOKING: (N_("Booking"), "calendar-check"),
}
REASONS: Mapping[ReportReason, tuple[str, str]] = {
    ReportReason.SCAM: (
        N_("Scam or fraud"),
        N_("Money asked outside of an order, a false identity, a trap."),
    ),
    ReportReason.OFFENSIVE: (N_("Insults or harassment"), N_("Threats, hatred, unwanted advances.")),
    ReportReason.FORBIDDEN: (N_("Forbidden service or content"), N_("Illegal, dangerous or adult.")),
    ReportReason.COPY: (N_("Copied work"), N_("Pictures, texts or ideas taken from somebody else.")),
    ReportReason.SPAM: (N_("Spam"), N_("Advertising, the same message again and again.")),
    ReportReason.OTHER: (N_("Something else"), N_("Tell us below.")),
}
# What is chosen on no form: it comes from the page of a booking.
NAMES: Mapping[ReportReason, str] = {
    **{reason: name for reason, (name, _hint) in REASONS.items()},
    ReportReason.NO_SHOW: N_("Nobody came"),
}
STATUS: Mapping[ReportStatus, tuple[str, str]] = {
    ReportStatus.OPEN: (N_("To look at"), "saffron"),
    ReportStatus.IN_REVIEW: (N_("Under review"), "blue"),
    ReportStatus.RESOLVED: (N_("Upheld"), "mint"),
    ReportStatus.REJECTED: (N_("Not upheld"), "grey"),
}
