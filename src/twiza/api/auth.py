"""Signing up, in and out by JSON: the same verbs as the pages, tokens in the answer instead of cookies."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from twiza.accounts import (
    changing,
    contact_changing,
    emails,
    newcomers,
    phones,
    queries,
    resetting,
    second_factor,
    sessions,
    signing_in,
    signing_up,
    steps,
    tokens,
    verifying,
)
from twiza.accounts.proving import Proof
from twiza.accounts.steps import Step, StepKind
from twiza.api.answers import answer
from twiza.api.deps import Address, CurrentViewer, Session
from twiza.api.schemas import auth as shapes
from twiza.content import consent
from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError, Invalid
from twiza.kit.i18n import N_, language

router = APIRouter(prefix="/auth", tags=["account"])
_TOKENS: dict[int | str, dict[str, Any]] = {200: {"model": shapes.SignedIn}}
_PENDING: dict[int | str, dict[str, Any]] = {202: {"model": shapes.Pending}}
CODE_OR_LINK = N_("Send the reset token with the code, or the token of the link.")


class StepOver(DomainError):
    """A step's token that is forged or too old."""

    status = 410
    code = "step_over"
    message = N_("This took too long. Start again.")


@router.post("/signup", status_code=202, responses=_PENDING)
async def sign_up(address: Address, session: Session, asked: shapes.SignUpAsked) -> Response:
    """Prepare an account and send a code to its phone; the answer never tells whether one existed."""
    ticks = {name: "1" if getattr(asked, name) else "" for name in ("of_age", "terms", "privacy", "news")}
    texts = asked.model_dump(include={"phone", "first_name", "last_name", "hat", "email"})
    said = language.get()
    newcomer = newcomers.read(
        {**texts, **ticks, "password": asked.password.get_secret_value()},
        language=said,
        accepted=consent.accepted(said),
        address=address,
    )
    holder = await signing_up.sign_up(session, newcomer)
    return _pending(Step(StepKind.VERIFY_PHONE, holder, newcomer.phone))


@router.post("/phone", status_code=202, responses=_PENDING)
async def give_phone(
    address: Address, viewer: CurrentViewer, session: Session, given: shapes.PhoneGiven
) -> Response:
    """Give one's account a phone, or another one: a code goes to it.

    Asks for the current password; an account without one must have signed in within 10 minutes.
    """
    phone = phones.read(given.phone)
    proof = Proof(given.password.get_secret_value(), viewer.auth_time, address)
    account = await queries.own(session, viewer.id)
    await contact_changing.send_phone_code(session, account, phone, proof=proof)
    return _pending(Step(StepKind.VERIFY_PHONE, viewer.id, phone))


@router.post("/resend", status_code=202, responses=_PENDING)
async def resend_code(address: Address, session: Session, pending: shapes.PendingOnly) -> Response:
    """Send the code of a sign-up once more."""
    step = _step(pending.pending_token, StepKind.VERIFY_PHONE)
    await verifying.resend(session, step.holder, step.target, address=address, language=language.get())
    return _pending(step)


@router.post("/verify-phone", responses={**_TOKENS, 202: {"model": shapes.TotpDue}})
async def verify_phone(typed: shapes.PhoneCode) -> Response:
    """Prove the phone by its code; the session begins."""
    step = _step(typed.pending_token, StepKind.VERIFY_PHONE)
    async with unit_of_work() as session:
        account = await verifying.verify_phone(session, step.holder, typed.code)
    return await _begin(account.id, keep=step.keep, needs_totp=account.has_totp)


@router.post("/email", status_code=204)
async def give_email(
    address: Address, viewer: CurrentViewer, session: Session, given: shapes.EmailGiven
) -> Response:
    """Give one's account an email address, or another one: a link goes to it.

    Asks for the current password; an account without one must have signed in within 10 minutes.
    """
    proof = Proof(given.password.get_secret_value(), viewer.auth_time, address)
    await contact_changing.ask_email_by_link(session, viewer.id, emails.read(given.email), proof=proof)
    return Response(status_code=204)


@router.post("/verify-email", status_code=204)
async def verify_email(session: Session, link: shapes.EmailLink) -> Response:
    """Prove an email address by the token of its link."""
    await verifying.verify_email(session, link.token)
    return Response(status_code=204)


@router.post("/login", responses={**_TOKENS, 202: {"model": shapes.Pending | shapes.TotpDue}})
async def sign_in(address: Address, asked: shapes.SignInAsked) -> Response:
    """Sign in; 202 when the phone or the second factor has to be proved first."""
    right = await signing_in.check_password(asked.login, asked.password.get_secret_value(), address=address)
    if right.phone_to_verify:
        return _pending(Step(StepKind.VERIFY_PHONE, right.account_id, right.phone_to_verify, asked.keep))
    return await _begin(right.account_id, keep=asked.keep, needs_totp=right.needs_totp)


@router.post("/totp", responses=_TOKENS)
async def check_totp(address: Address, typed: shapes.TotpCode) -> Response:
    """The code of the authenticator app."""
    step = _step(typed.totp_token, StepKind.TOTP)
    await second_factor.check(step.holder, typed.code, address=address)
    return await _begin(step.holder, keep=step.keep)


@router.post("/refresh", responses=_TOKENS)
async def refresh(asked: shapes.RefreshAsked) -> Response:
    """A fresh pair of tokens, as long as the account may sign in."""
    _viewer, issued = await tokens.refreshed(asked.refresh_token)
    return _signed_in(issued)


@router.post("/logout", status_code=204)
async def sign_out() -> Response:
    """Take the cookies back, if there are any; an app forgets its tokens."""
    response = Response(status_code=204)
    for name, secure in ((tokens.ACCESS_COOKIE, False), (tokens.REFRESH_COOKIE, True)):
        response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
    return response


@router.post("/logout-everywhere", status_code=204)
async def sign_out_everywhere(viewer: CurrentViewer, session: Session) -> Response:
    """End all sessions of this account, on every device."""
    await sessions.sign_out_everywhere(session, viewer.id)
    return Response(status_code=204)


@router.post("/password/forgot", status_code=202, responses={202: {"model": shapes.ResetSent}})
async def forgot_password(address: Address, session: Session, asked: shapes.ForgottenPassword) -> Response:
    """Send a code or a link, if there is an account; the answer is the same when there is none."""
    if "@" in asked.login:
        email = emails.read(asked.login, field="login")
        await resetting.ask_by_email(session, email, address=address)
        return answer(
            {"next": "reset_password", "channel": "email", "reset_token": None}, status=202, private=True
        )
    phone = phones.read(asked.login, field="login")
    holder = await resetting.ask_by_phone(session, phone, address=address)
    token = steps.seal(Step(StepKind.RESET_PASSWORD, holder, phone))
    return answer(
        {"next": "reset_password", "channel": "sms", "reset_token": token}, status=202, private=True
    )


@router.post("/password/reset", status_code=204)
async def reset_password(session: Session, asked: shapes.NewPassword) -> Response:
    """Replace the password; all sessions end."""
    password = asked.password.get_secret_value()
    if asked.link_token:
        await resetting.reset_with_link(session, asked.link_token, password=password)
    elif asked.reset_token and asked.code:
        step = _step(asked.reset_token, StepKind.RESET_PASSWORD)
        await resetting.reset_with_code(session, step.holder, asked.code, password=password)
    else:
        raise Invalid({"code": CODE_OR_LINK})
    return Response(status_code=204)


@router.post("/password/change", responses=_TOKENS)
async def change_password(address: Address, viewer: CurrentViewer, asked: shapes.PasswordChange) -> Response:
    """Replace one's password; all other sessions end, this one goes on with new tokens."""
    async with unit_of_work() as session:
        proof = Proof(asked.current.get_secret_value(), viewer.auth_time, address)
        new = asked.new.get_secret_value()
        await changing.change_password(session, viewer.id, proof=proof, new=new)
    return await _begin(viewer.id, keep=asked.keep)


def _step(token: str, kind: StepKind) -> Step:
    step = steps.open_sealed(token, kind)
    if step is None:
        raise StepOver
    return step


def _pending(step: Step) -> Response:
    body = {"next": step.kind, "pending_token": steps.seal(step), "sent_to": phones.mask(step.target)}
    return answer(body, status=202, private=True)


async def _begin(account_id: UUID, *, keep: bool, needs_totp: bool = False) -> Response:
    if needs_totp:
        token = steps.seal(Step(StepKind.TOTP, account_id, keep=keep))
        return answer({"next": StepKind.TOTP, "totp_token": token}, status=202, private=True)
    async with unit_of_work() as session:
        await signing_in.complete(session, account_id)
    _viewer, issued = await tokens.begin(account_id, keep=keep)
    return _signed_in(issued)


def _signed_in(issued: tokens.Issued) -> Response:
    now = clock.now()
    body = {
        "access_token": issued.access,
        "token_type": "Bearer",
        "expires_in": round((issued.access_expires_at - now).total_seconds()),
        "refresh_token": issued.refresh if issued.keep else None,
        "refresh_expires_in": round((issued.refresh_expires_at - now).total_seconds())
        if issued.keep
        else None,
    }
    return answer(body, private=True)
