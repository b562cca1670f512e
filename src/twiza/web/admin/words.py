"""Names of states, hats, channels, permissions and acts, as the administration says them."""

from collections.abc import Mapping
from datetime import datetime

from twiza.accounts.models import AccountStatus, Permission
from twiza.bookings.kinds import PenaltyType
from twiza.bookings.offences import Effect
from twiza.kit.i18n import N_, format_date, gettext
from twiza.kit.outgoing import Channel, OutgoingStatus

ACCOUNT_STATUS: Mapping[AccountStatus, tuple[str, str]] = {
    AccountStatus.ACTIVE: (N_("Active"), "mint"),
    AccountStatus.SUSPENDED: (N_("Suspended"), "saffron"),
    AccountStatus.BANNED: (N_("Banned"), "terracotta"),
}
OUTGOING_STATUS: Mapping[OutgoingStatus, tuple[str, str]] = {
    OutgoingStatus.QUEUED: (N_("Waiting"), "saffron"),
    OutgoingStatus.SENDING: (N_("Being sent"), "blue"),
    OutgoingStatus.SENT: (N_("Sent"), "mint"),
    OutgoingStatus.KEPT: (N_("Kept here"), "grey"),
    OutgoingStatus.FAILED: (N_("Failed"), "terracotta"),
    OutgoingStatus.UNCERTAIN: (N_("Uncertain"), "terracotta"),
    OutgoingStatus.EXPIRED: (N_("Expired"), "grey"),
}
CHANNELS: Mapping[Channel, str] = {
    Channel.EMAIL: N_("Email"),
    Channel.SMS: N_("SMS"),
    Channel.WHATSAPP: N_("WhatsApp"),
    Channel.PUSH: N_("Push"),
}
PERMISSIONS: Mapping[Permission, tuple[str, str]] = {
    Permission.OWNER: (N_("Owner"), N_("Everything, and who may administer")),
    Permission.SUPPORT: (N_("Support"), N_("People and messages")),
    Permission.KYC: (N_("Identity checks"), N_("Identity papers of pros and freelancers")),
    Permission.FINANCE: (N_("Finance"), N_("Payments and payouts")),
    Permission.CONTENT: (N_("Content"), N_("Written pages, categories and cities")),
}
ACTS: Mapping[str, str] = {
    "look": N_("Viewed"),
    "ban": N_("Ban"),
    "unban": N_("Ban lifted"),
    "suspend": N_("Suspension"),
    "lift-suspension": N_("Suspension lifted"),
    "verify-phone": N_("Phone verified"),
    "verify-email": N_("Email verified"),
    "verify-identity": N_("Identity verified"),
    "unverify-identity": N_("Identity badge taken away"),
    "grant-admin": N_("Permissions set"),
    "revoke-admin": N_("Administration taken away"),
    "resend": N_("Message sent again"),
    "retry-task": N_("Task tried again"),
    "drop-task": N_("Task dropped"),
    "deactivate-gig": N_("Gig taken off the site"),
    "reactivate-gig": N_("Gig put back"),
    "add-category": N_("Category added"),
    "change-category": N_("Category changed"),
    "add-city": N_("City added"),
    "change-city": N_("City changed"),
    "add-neighbourhood": N_("Neighbourhood added"),
    "change-neighbourhood": N_("Neighbourhood changed"),
    "add-synonyms": N_("Synonyms added"),
    "change-synonyms": N_("Synonyms changed"),
    "remove-synonyms": N_("Synonyms removed"),
    "force-complete": N_("Order ended as finished"),
    "force-cancel": N_("Order cancelled by Twiza"),
    "close-dispute": N_("Dispute decided"),
    "read-conversation": N_("Conversation read"),
    "take-report": N_("Report taken"),
    "resolve-report": N_("Report upheld"),
    "reject-report": N_("Report not upheld"),
    "take-kyc": N_("Papers taken"),
    "approve-kyc": N_("Papers approved"),
    "reject-kyc": N_("Papers refused"),
    "excuse": N_("Penalty excused"),
    "client-no-show": N_("The client wasn’t there"),
    "pro-no-show": N_("The pro didn’t come"),
}
ACT_ICONS: Mapping[str, str] = {
    "look": "eye",
    "ban": "ban",
    "suspend": "clock",
    "verify-identity": "id-card",
    "unverify-identity": "circle-x",
    "grant-admin": "shield-check",
    "revoke-admin": "shield-alert",
    "resend": "send-horizontal",
    "retry-task": "refresh-cw",
    "drop-task": "trash-2",
    "deactivate-gig": "ban",
    "force-complete": "circle-check",
    "force-cancel": "circle-x",
    "close-dispute": "gavel",
    "read-conversation": "eye",
    "take-report": "flag",
    "resolve-report": "gavel",
    "reject-report": "gavel",
    "take-kyc": "id-card",
    "approve-kyc": "badge-check",
    "reject-kyc": "circle-x",
    "excuse": "heart-handshake",
    "client-no-show": "clock",
    "pro-no-show": "clock",
}
# What somebody did, and what it led to.
PENALTIES: Mapping[tuple[PenaltyType, bool], str] = {
    (PenaltyType.CLIENT_CANCEL_LATE, False): N_("Cancelled too late"),
    (PenaltyType.CLIENT_CANCEL_LATE, True): N_("The client wasn’t there"),
    (PenaltyType.PRO_CANCEL_CONFIRMED, False): N_("Cancelled after confirming"),
    (PenaltyType.PRO_CANCEL_CONFIRMED, True): N_("The pro didn’t come"),
}
EFFECTS: Mapping[str, str] = {
    Effect.NONE: N_("Written down"),
    Effect.GRACE: N_("Excused by itself"),
    Effect.COOLDOWN: N_("May not book"),
    Effect.BAN: N_("Banned from booking"),
    Effect.HIDDEN: N_("Hidden from the lists"),
    Effect.SUSPENDED: N_("Suspended as a pro"),
}


def details(said: Mapping[str, object]) -> str:
    """What else the log knows of an act: permissions given, the end of a suspension, a task's name."""
    until, permissions, task = said.get("until"), said.get("permissions"), said.get("task")
    if isinstance(until, str):
        return gettext("Until {moment}", moment=format_date(datetime.fromisoformat(until), "moment"))
    if isinstance(permissions, list):
        given = [gettext(name) for key, (name, _) in PERMISSIONS.items() if key in permissions]
        return " · ".join(given)
    return task if isinstance(task, str) else ""


def act(verb: str) -> str:
    """An act in words; one that has none yet says its verb."""
    return gettext(ACTS[verb]) if verb in ACTS else verb


def act_icon(verb: str) -> str:
    return ACT_ICONS.get(verb, "circle-check")
