"""What people are told about their identity check."""

from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.notifications.preferences import Group
from twiza.notifications.rows import ALL, BELL, PAPER_CHECKERS, Row
from twiza.trust.kyc import events as kyc

VERIFICATION = "/verification"

# fmt: off
ROWS: tuple[Row, ...] = (
    Row("kyc_to_check", kyc.KycSubmitted, PAPER_CHECKERS, BELL, Group.ACCOUNT, "id-card", "saffron",
        N_("Papers wait to be checked"),
        N_("Somebody sent their identity papers. They are to be answered within 48 hours."),
        N_("Open the papers"), "/admin/kyc/{account_id}"),
    Row("kyc_received", kyc.KycSubmitted, "account_id", BELL, Group.ACCOUNT, "id-card", "",
        N_("Your papers have arrived"),
        N_("An administrator looks at them within 48 hours; you will be told."),
        N_("See where it stands"), VERIFICATION),
    Row("kyc_rejected", kyc.KycRejected, "account_id", ALL, Group.ACCOUNT, "id-card", "terra",
        N_("Your papers were refused"),
        N_("Reason: {reason}\n\nYour pictures were destroyed. You can send new ones when you like."),
        N_("Send new pictures"), VERIFICATION),
)
# fmt: on

# The badge is told of as such: `IdentityVerified` says it.
SILENT: frozenset[type[Event]] = frozenset({kyc.KycApproved})
