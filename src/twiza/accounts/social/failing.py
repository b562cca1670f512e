"""What goes wrong on the way through a provider, as its page says it."""

from twiza.kit.errors import Conflict, DomainError, Forbidden
from twiza.kit.i18n import N_


class ProviderSilent(DomainError):
    """No answer, an unreadable one, or one whose proofs don't hold."""

    status = 502
    code = "provider_failed"
    message = N_("{provider} didn’t confirm who you are. Try again, or sign in with your phone.")


class Astray(DomainError):
    """The answer belongs to no attempt of this browser: too old, used already, or begun elsewhere."""

    status = 400
    code = "sign_in_astray"
    message = N_("This attempt to sign in is over. Start again: it takes a moment.")


class EmailUnverified(Forbidden):
    code = "provider_email_unverified"
    message = N_("{provider} hasn’t verified your email address yet. Verify it there, then try again.")


class LinkedElsewhere(Conflict):
    code = "identity_taken"
    message = N_("This {provider} account is connected to another Twiza account.")


class LastWayIn(Conflict):
    code = "last_way_in"
    message = N_("This is your only way to sign in. Choose a password first.")
