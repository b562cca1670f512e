"""From a posted form to the verb of the domain: which field becomes which argument."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from twiza.kit import i18n, ids, storage
from twiza.kit.errors import Invalid, NotFound
from twiza.orders import (
    answering,
    approving,
    cancelling,
    delivering,
    extending,
    paying,
    proofs,
    revising,
    starting,
)
from twiza.orders.actors import Actor
from twiza.orders.disputes import claiming, opening, stating
from twiza.orders.disputes.models import DisputeReason
from twiza.web.orders.asks import Typed

Carry = Callable[[AsyncSession, UUID, Actor, Typed], Awaitable[object]]


async def carry_out(session: AsyncSession, verb: str, order_id: UUID, by: Actor, typed: Typed) -> None:
    """Do what the form asks; an unknown verb is a page that isn't there."""
    carry = _CARRIES.get(verb)
    if carry is None:
        raise NotFound
    await carry(session, order_id, by, typed)


def answers(typed: Typed) -> dict[UUID, str]:
    """Answers by their question, as far as the form names any."""
    found = {
        ids.parse(name.removeprefix("answer-")): text
        for name, text in typed.texts.items()
        if name.startswith("answer-")
    }
    return {question: text for question, text in found.items() if question is not None}


async def _submit_payment(session: AsyncSession, order_id: UUID, by: Actor, typed: Typed) -> object:
    transfer = proofs.read(
        typed.text("transaction_id"),
        typed.text("amount"),
        typed.text("payer_name"),
        understood=typed.text("understood") == "1",
    )
    # Faults of the fields are told before a file is kept for nothing.
    transfer.check(by)
    receipt = await _kept(session, by, typed.files.get("receipt", [])[:1], "receipt")
    return await paying.submit_payment(
        session, order_id, by=by, transfer=transfer, receipt=receipt[0] if receipt else None
    )


async def _refuse_payment(session: AsyncSession, order_id: UUID, by: Actor, typed: Typed) -> object:
    return await paying.refuse_payment(session, order_id, by=by, reason=typed.text("reason"))


async def _confirm_payment(session: AsyncSession, order_id: UUID, by: Actor, _typed: Typed) -> object:
    return await paying.confirm_payment(session, order_id, by=by)


async def _answer_questions(session: AsyncSession, order_id: UUID, by: Actor, typed: Typed) -> object:
    return await answering.answer_questions(session, order_id, by=by, answers=answers(typed))


async def _start(session: AsyncSession, order_id: UUID, by: Actor, _typed: Typed) -> object:
    return await starting.start(session, order_id, by=by)


async def _submit_work(session: AsyncSession, order_id: UUID, by: Actor, typed: Typed) -> object:
    files = await _kept(session, by, typed.files.get("files", []), "files")
    return await delivering.submit_work(session, order_id, by=by, note=typed.text("note"), files=files)


async def _request_revision(session: AsyncSession, order_id: UUID, by: Actor, typed: Typed) -> object:
    return await revising.request_revision(session, order_id, by=by, reason=typed.text("reason"))


async def _approve(session: AsyncSession, order_id: UUID, by: Actor, _typed: Typed) -> object:
    return await approving.approve(session, order_id, by=by)


async def _cancel(session: AsyncSession, order_id: UUID, by: Actor, typed: Typed) -> object:
    return await cancelling.cancel(session, order_id, by=by, reason=typed.text("reason"))


async def _ask_extension(session: AsyncSession, order_id: UUID, by: Actor, typed: Typed) -> object:
    days = i18n.digits(typed.text("days")).strip()
    return await extending.ask(
        session,
        order_id,
        by=by,
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
        reason=typed.text("reason"),
    )


async def _accept_extension(session: AsyncSession, _order_id: UUID, by: Actor, typed: Typed) -> object:
    return await extending.accept(session, _named(typed, "extension"), by=by)


async def _decline_extension(session: AsyncSession, _order_id: UUID, by: Actor, typed: Typed) -> object:
    return await extending.decline(session, _named(typed, "extension"), by=by)


async def _claim(session: AsyncSession, order_id: UUID, by: Actor, typed: Typed) -> object:
    return await claiming.claim(session, order_id, by=by, details=typed.text("details"))


async def _answer_claim(session: AsyncSession, _order_id: UUID, by: Actor, typed: Typed) -> object:
    return await claiming.answer(session, _named(typed, "claim"), by=by, answer=typed.text("answer"))


async def _open_dispute(session: AsyncSession, order_id: UUID, by: Actor, typed: Typed) -> object:
    reason = next((each for each in DisputeReason if each == typed.text("reason")), None)
    if reason is None:
        raise Invalid({"reason": opening.NOT_A_REASON})
    files = await _kept(session, by, typed.files.get("files", []), "files")
    return await opening.open_dispute(
        session, order_id, by=by, reason=reason, details=typed.text("details"), files=files
    )


async def _state(session: AsyncSession, _order_id: UUID, by: Actor, typed: Typed) -> object:
    files = await _kept(session, by, typed.files.get("files", []), "files")
    return await stating.state(session, _named(typed, "dispute"), by=by, text=typed.text("text"), files=files)


def _named(typed: Typed, name: str) -> UUID:
    """Which one the form was about: an answer to an older question must not count for a newer one."""
    found = typed.id(name)
    if found is None:
        raise NotFound
    return found


async def _kept(session: AsyncSession, by: Actor, chosen: list[UploadFile], field: str) -> list[UUID]:
    """The files stored, before any row is locked."""
    if by.account_id is None:
        return []
    return [
        (await storage.put(session, file, owner=by.account_id, name=file.filename or "", field=field)).id
        for file in chosen
    ]


_CARRIES: Mapping[str, Carry] = {
    "submit-payment": _submit_payment,
    "refuse-payment": _refuse_payment,
    "confirm-payment": _confirm_payment,
    "answer-questions": _answer_questions,
    "start": _start,
    "submit-work": _submit_work,
    "request-revision": _request_revision,
    "approve": _approve,
    "cancel": _cancel,
    "ask-extension": _ask_extension,
    "accept-extension": _accept_extension,
    "decline-extension": _decline_extension,
    "claim-non-delivery": _claim,
    "answer-claim": _answer_claim,
    "open-dispute": _open_dispute,
    "state": _state,
}
