"""What people are told about their account: safety first, and that can't be switched off."""

from twiza.accounts import events as accounts
from twiza.accounts.social import events as social
from twiza.accounts.totp import events as two_step
from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.notifications.preferences import Group
from twiza.notifications.rows import ALL, BELL, BELL_AND_EMAIL, MESSAGE, Row

SECURITY, ACCOUNT = Group.SECURITY, Group.ACCOUNT
SETTINGS = "/client/settings"
PROFILE = "/client/profile"
OPEN_SETTINGS = N_("Open my settings")

# fmt: off
ROWS: tuple[Row, ...] = (
    #   kind, event, recipient, via, group, icon, tone, title, body, action, where it leads, when
    Row("signed_up", accounts.SignedUp, "account_id", BELL, ACCOUNT, "sparkles", "saffron",
        N_("Welcome to Twiza"),
        N_("Complete your profile: people answer sooner to somebody they can picture."),
        N_("Complete my profile"), PROFILE),
    Row("phone_verified", accounts.PhoneVerified, "account_id", BELL, SECURITY, "badge-check", "mint",
        N_("Your phone number is verified"),
        N_("You can now sign in with it and place requests and orders."),
        OPEN_SETTINGS, SETTINGS),
    Row("email_verified", accounts.EmailVerified, "account_id", BELL, SECURITY, "badge-check", "mint",
        N_("Your email address is verified"),
        N_("You can now sign in with it, and our messages reach you there."),
        OPEN_SETTINGS, SETTINGS),
    Row("identity_verified", accounts.IdentityVerified, "account_id", BELL_AND_EMAIL, ACCOUNT, "id-card", "mint",
        N_("Your identity is verified"),
        N_("Your profile and your gigs carry the badge, and your orders have no cap any more."),
        N_("Go to my account"), "/dashboard"),
    Row("identity_unverified", accounts.IdentityUnverified, "account_id", BELL_AND_EMAIL, ACCOUNT, "id-card",
        "terra",
        N_("Your identity is no longer verified"),
        N_("The badge is gone from your profile and your gigs. Reason: {reason}"),
        N_("Go to my account"), "/dashboard"),
    Row("password_changed", accounts.PasswordChanged, "account_id", ALL, SECURITY, "key-round", "terra",
        N_("Your password was changed"),
        N_("Your other devices were signed out. "
           "If it wasn’t you, reset your password at once and write to {contact}."),
        OPEN_SETTINGS, SETTINGS),
    Row("identity_linked", social.IdentityLinked, "account_id", ALL, SECURITY, "log-in", "terra",
        N_("A new way to sign in was added"),
        N_("Your account now opens with {provider} too. "
           "If it wasn’t you, remove it in your settings, change your password and write to {contact}."),
        OPEN_SETTINGS, SETTINGS),
    Row("identity_unlinked", social.IdentityUnlinked, "account_id", ALL, SECURITY, "log-in", "",
        N_("A way to sign in was removed"),
        N_("Your account no longer opens with {provider}. If it wasn’t you, write to {contact}."),
        OPEN_SETTINGS, SETTINGS),
    Row("two_step_on", two_step.TwoStepSwitchedOn, "account_id", BELL_AND_EMAIL, SECURITY, "shield-check", "mint",
        N_("Two-step sign-in is on"),
        N_("From now on a code from your app is asked for when you sign in."),
        OPEN_SETTINGS, SETTINGS),
    Row("two_step_off", two_step.TwoStepSwitchedOff, "account_id", ALL, SECURITY, "shield-alert", "terra",
        N_("Two-step sign-in is off"),
        N_("Your password alone opens your account again. "
           "If it wasn’t you, change it at once and write to {contact}."),
        OPEN_SETTINGS, SETTINGS),
    Row("account_banned", accounts.AccountBanned, "account_id", MESSAGE, SECURITY, "ban", "terra",
        N_("Your account is closed"),
        N_("You can’t use Twiza any more. Reason: {reason}\n\n"
           "If you think that this is a mistake, write to {contact}."),
        N_("Read the terms"), "/legal/terms"),
    Row("account_suspended", accounts.AccountSuspended, "account_id", MESSAGE, SECURITY, "circle-alert",
        "terra",
        N_("Your account is suspended"),
        N_("Until {until} you can’t sign in. Reason: {reason}"),
        N_("Read the terms"), "/legal/terms",
        lambda event: event.until is not None),
    Row("account_on_hold", accounts.AccountSuspended, "account_id", MESSAGE, SECURITY, "circle-alert",
        "terra",
        N_("Your account is suspended"),
        N_("You can’t sign in until we have looked into it. Reason: {reason}"),
        N_("Read the terms"), "/legal/terms",
        lambda event: event.until is None),
    Row("account_reinstated", accounts.AccountReinstated, "account_id", ALL, SECURITY, "circle-check", "mint",
        N_("Your account is open again"),
        N_("You can sign in and use Twiza as before."),
        N_("Go to my account"), "/dashboard"),
    Row("hat_added", accounts.HatAdded, "account_id", BELL_AND_EMAIL, ACCOUNT, "id-card", "mint",
        N_("You have a new profile"),
        N_("You now take part as: {hat}. Complete this profile so that people find you."),
        N_("Complete my profile"), PROFILE),
    Row("admin_granted", accounts.AdminGranted, "account_id", BELL_AND_EMAIL, SECURITY, "shield-check", "",
        N_("Your administration rights have changed"),
        N_("Sign in again, and protect your account with an authenticator app "
           "before you open the administration."),
        N_("Open the administration"), "/admin"),
    Row("admin_revoked", accounts.AdminRevoked, "account_id", BELL_AND_EMAIL, SECURITY, "shield-alert", "",
        N_("You are no longer an administrator"),
        N_("The administration is closed to your account. Everything else stays as it was."),
        N_("Go to my account"), "/dashboard"),
)
# fmt: on

# The person has just done it and sees it, or another row already says so.
SILENT: frozenset[type[Event]] = frozenset(
    {accounts.SignedIn, accounts.SignedOutEverywhere, accounts.AccountDeleted}
)
