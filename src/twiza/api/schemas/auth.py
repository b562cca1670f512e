"""The shapes of signing up, in and out."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from twiza.accounts.models import HatKind

_TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTkzYTVjOCJ9.c2lnbmF0dXJl"  # noqa: S105  an example
_PASSWORD = "trois mots faciles"  # noqa: S105  an example
Login = Annotated[
    str, Field(max_length=254, description="A phone, any way a Moroccan types one, or an email")
]
Password = Annotated[SecretStr, Field(max_length=400)]
Current = Annotated[
    SecretStr, Field(max_length=400, description="The current password; not needed where there is none")
]
SixDigits = Annotated[str, Field(max_length=40, description="The six digits; Arabic-Indic ones work too")]
Sealed = Annotated[str, Field(max_length=2000)]


def _example(**fields: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [fields]}, extra="forbid")


class SignUpAsked(BaseModel):
    """A newcomer; a code goes to the phone."""

    model_config = _example(
        phone="06 12 34 56 78",
        password=_PASSWORD,
        first_name="Amina",
        last_name="Berrada",
        hat="client",
        email="amina@example.ma",
        of_age=True,
        terms=True,
        privacy=True,
        news=False,
    )

    phone: str = Field(max_length=40)
    password: Password
    first_name: str = Field(max_length=200)
    last_name: str = Field(max_length=200)
    hat: HatKind
    email: str = Field("", max_length=254)
    of_age: bool = Field(description="18 or older")
    terms: bool = Field(description="The terms of use are accepted")
    privacy: bool = Field(description="The privacy policy was read")
    news: bool = Field(default=False, description="Consent to news and offers; may be withdrawn")


class PhoneCode(BaseModel):
    """The code that arrived by SMS."""

    model_config = _example(pending_token=_TOKEN, code="123456")

    pending_token: Sealed
    code: SixDigits


class PendingOnly(BaseModel):
    """A step that waits for its code."""

    model_config = _example(pending_token=_TOKEN)

    pending_token: Sealed


class PhoneGiven(BaseModel):
    """A new number of somebody signed in."""

    model_config = _example(phone="06 12 34 56 78", password=_PASSWORD)

    phone: str = Field(max_length=40)
    password: Current = SecretStr("")


class EmailGiven(BaseModel):
    """A new address of somebody signed in."""

    model_config = _example(email="amina@example.ma", password=_PASSWORD)

    email: str = Field(max_length=254)
    password: Current = SecretStr("")


class SignInAsked(BaseModel):
    """A phone or an email, and the password."""

    model_config = _example(login="06 12 34 56 78", password=_PASSWORD, keep=True)

    login: Login
    password: Password
    keep: bool = Field(default=False, description="A refresh token of 30 days comes along")


class TotpCode(BaseModel):
    """The second factor."""

    model_config = _example(totp_token=_TOKEN, code="123456")

    totp_token: Sealed
    code: SixDigits


class RefreshAsked(BaseModel):
    """A refresh token, for a fresh pair."""

    model_config = _example(refresh_token=_TOKEN)

    refresh_token: Sealed


class ForgottenPassword(BaseModel):
    """Whose password is to be replaced."""

    model_config = _example(login="06 12 34 56 78")

    login: Login


class NewPassword(BaseModel):
    """A new password, with the code from the phone or the token of the link in the email."""

    model_config = _example(reset_token=_TOKEN, code="123456", password=_PASSWORD)

    reset_token: Sealed | None = None
    code: SixDigits | None = None
    link_token: Sealed | None = None
    password: Password


class PasswordChange(BaseModel):
    """The current password and the new one."""

    model_config = _example(current=_PASSWORD, new="quatre mots bien choisis")

    current: Password
    new: Password
    keep: bool = Field(default=False, description="A refresh token of 30 days comes along")


class EmailLink(BaseModel):
    """The token of the link in the email."""

    model_config = _example(token=_TOKEN)

    token: Sealed


class Pending(BaseModel):
    """A code was sent, if it may be: the answer is the same for numbers that have an account."""

    model_config = _example(next="verify_phone", pending_token=_TOKEN, sent_to="06 •• •• •• 78")

    next: Literal["verify_phone"]
    pending_token: str
    sent_to: str


class TotpDue(BaseModel):
    """The password was right; the second factor is due."""

    model_config = _example(next="totp", totp_token=_TOKEN)

    next: Literal["totp"]
    totp_token: str


class ResetSent(BaseModel):
    """A code or a link was sent, if there is an account."""

    model_config = _example(next="reset_password", channel="sms", reset_token=_TOKEN)

    next: Literal["reset_password"]
    channel: Literal["sms", "email"]
    reset_token: str | None


class SignedIn(BaseModel):
    """The tokens of a session; send the access token as `Authorization: Bearer`."""

    model_config = _example(
        access_token=_TOKEN,
        token_type="Bearer",  # noqa: S106  its name
        expires_in=1800,
        refresh_token=_TOKEN,
        refresh_expires_in=2_592_000,
    )

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str | None
    refresh_expires_in: int | None
