"""/verification: three pictures, why we ask for them, who sees them, and when they are gone."""

from datetime import timedelta
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import queries as accounts
from twiza.api.in_memory import read_form
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid
from twiza.kit.i18n import gettext as _
from twiza.kit.settings import settings
from twiza.trust.kyc import delays, queries, submitting
from twiza.trust.kyc.models import KycParty, KycSide
from twiza.trust.kyc.states import KYC, SUBMIT
from twiza.web.kyc import queue_pages, words
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer

PATH = "/verification"


async def show(request: Request) -> Response:
    return await _page(request)


async def send(request: Request) -> Response:
    """The three pictures; they never touch the disk before they are sealed."""
    viewer = require_viewer(request)
    form = await read_form(request, max_files=len(KycSide), max_fields=4)
    try:
        async with unit_of_work() as session:
            await submitting.submit(
                session, viewer.id, files=_files(form), consents=form.get("consent") == "1"
            )
    except Invalid as error:
        return await _page(request, error)
    finally:
        await form.close()
    return toast(redirect(request, PATH), _("Your papers have arrived. You will be told of the answer."))


def _files(form: FormData) -> dict[KycSide, UploadFile | None]:
    sent = {side: form.get(side) for side in KycSide}
    return {side: file if isinstance(file, UploadFile) else None for side, file in sent.items()}


async def _page(request: Request, error: Invalid | None = None) -> Response:
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        account = await accounts.own(session, viewer.id)
        barred = await submitting.barrier(session, account)
        standing = await queries.own(await session.connection(), viewer.id)
    kept = timedelta(days=settings().kyc_kept_days)
    may_send = not barred and SUBMIT.verb in KYC.allowed(standing.status, KycParty.PERSON)
    return render(
        request,
        "kyc/verification.html",
        error.status if error else 200,
        standing=standing,
        pill=words.STATUS[standing.status],
        barred=barred,
        may_send=may_send,
        is_verified=account.identity_verified_at is not None,
        verified_at=account.identity_verified_at,
        answer_by=standing.submitted_at + delays.ANSWER_WITHIN if standing.submitted_at else None,
        gone_by=standing.decided_at + kept if standing.decided_at else None,
        kept_days=settings().kyc_kept_days,
        megabytes=settings().upload_limit // 1_000_000,
        sides=sides(),
        errors=error.field_texts() if error else {},
    )


def sides() -> list[dict[str, Any]]:
    """The three pictures, in the order in which they are taken."""
    names = ("name", "hint", "camera")
    return [
        {
            "side": str(side),
            **dict(zip(names, (_(said[0]), _(said[1]), said[2]), strict=True)),
        }
        for side, said in words.SIDES.items()
    ]


routes = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH, send, methods=["POST"]),
    *queue_pages.routes,
]
