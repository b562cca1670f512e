"""What can go wrong, as classes: one handler turns them into a page, another into a problem document."""

from collections.abc import Mapping
from math import ceil
from typing import ClassVar

from twiza.kit.i18n import N_, gettext, ngettext


class DomainError(Exception):
    """A refusal a person can understand: an HTTP status, a stable code and a message to translate."""

    status: ClassVar[int] = 400
    code: str = "bad_request"
    message: str = N_("This can’t be done.")

    def __init__(self, message: str | None = None, *, code: str | None = None, **params: object) -> None:
        self.message = message or type(self).message
        self.code = code or type(self).code
        self.params: dict[str, object] = dict(params)
        super().__init__(self.message)

    def text(self) -> str:
        """The message in the reader's language."""
        return gettext(self.message, **self.params)


class Unkeepable(DomainError):
    """Text that the database can't hold: only broken or hostile programs send it."""

    message = N_("This text holds characters that can’t be kept. Remove them and try again.")


class Unauthorized(DomainError):
    status = 401
    code = "sign_in_required"
    message = N_("Sign in to continue.")


class Forbidden(DomainError):
    status = 403
    code = "forbidden"
    message = N_("You’re not allowed to do this.")


class NotFound(DomainError):
    status = 404
    code = "not_found"
    message = N_("We can’t find what you’re looking for.")


class Conflict(DomainError):
    status = 409
    code = "conflict"
    message = N_("This changed in the meantime. Look at it again before you continue.")


class TooLarge(DomainError):
    status = 413
    code = "too_large"
    message = N_("This is too large to be sent.")


class Invalid(DomainError):
    """Bad input: a message per field, shown beside the field with what was typed kept."""

    status = 422
    code = "invalid_input"
    message = N_("Some fields need your attention.")

    def __init__(self, fields: Mapping[str, str], **params: str | int) -> None:
        super().__init__()
        self.params = {**params}
        self.fields = dict(fields)

    def field_texts(self) -> dict[str, str]:
        """Each field's message in the reader's language."""
        return {name: gettext(message, **self.params) for name, message in self.fields.items()}


class TooMany(DomainError):
    status = 429
    code = "too_many_tries"
    message = N_("Too many tries. Wait a moment and try again.")

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after

    def text(self) -> str:
        """How long to wait, as people count: seconds, minutes, or hours; never less than it takes."""
        wait = self.retry_after
        if wait < 90:
            many = "Too many tries. Try again in {n} seconds."
            return ngettext("Too many tries. Try again in {n} second.", many, wait)
        minutes = ceil(wait / 60)
        if minutes < 90:
            many = "Too many tries. Try again in {n} minutes."
            return ngettext("Too many tries. Try again in {n} minute.", many, minutes)
        many = "Too many tries. Try again in {n} hours."
        return ngettext("Too many tries. Try again in {n} hour.", many, ceil(minutes / 60))


class Unavailable(DomainError):
    status = 503
    code = "unavailable"
    message = N_("Twiza is taking a short break. Try again in a minute.")
