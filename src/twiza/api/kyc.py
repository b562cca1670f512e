"""Identity checks: where one's own stands, and sending the papers."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile

from twiza.accounts import queries as accounts
from twiza.api.answers import answer
from twiza.api.deps import CurrentViewer, Session
from twiza.api.idempotency import OnceOnly
from twiza.api.in_memory import read_form
from twiza.api.order_shapes import at
from twiza.api.schemas.kyc import IdentityCheck
from twiza.trust.kyc import queries, submitting
from twiza.trust.kyc.models import KycParty, KycSide
from twiza.trust.kyc.states import KYC

router = APIRouter(prefix="/kyc", tags=["account"])
_PICTURE = {"type": "string", "format": "binary", "description": "A JPEG, PNG, WebP, AVIF or GIF picture"}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [*KycSide, "consent"],
                    "properties": {
                        **dict.fromkeys(map(str, KycSide), _PICTURE),
                        "consent": {
                            "type": "boolean",
                            "description": "The person agrees that their papers are looked at for this check",
                        },
                    },
                }
            }
        },
    }
}


async def _papers(request: Request, _viewer: CurrentViewer) -> AsyncIterator[FormData]:
    """Read before anything else of the call is, and let go of with its end."""
    form = await read_form(request, max_files=len(KycSide), max_fields=4)
    try:
        yield form
    finally:
        await form.close()


@router.get("", responses={200: {"model": IdentityCheck}})
async def identity_check(viewer: CurrentViewer, session: Session) -> Response:
    """Where your identity check stands; the pictures themselves are never given out."""
    return await _shown(session, viewer.id)


@router.post(
    "",
    status_code=201,
    responses={201: {"model": IdentityCheck}, 409: {}, 413: {}, 422: {}, 429: {}},
    openapi_extra=_BODY,
)
async def send_papers(
    viewer: CurrentViewer, papers: Annotated[FormData, Depends(_papers)], session: Session, once: OnceOnly
) -> Response:
    """Send both sides of the card and a selfie with it; they are sealed, and destroyed after the check."""

    async def make() -> UUID:
        sent = {side: papers.get(side) for side in KycSide}
        files = {side: file if isinstance(file, UploadFile) else None for side, file in sent.items()}
        consents = str(papers.get("consent", "")).lower() in {"1", "true"}
        await submitting.submit(session, viewer.id, files=files, consents=consents)
        return viewer.id

    return await once.run(make, lambda _made: _shown(session, viewer.id, status=201))


async def _shown(session: Session, account_id: UUID, *, status: int = 200) -> Response:
    found = await queries.own(await session.connection(), account_id)
    barred = await submitting.barrier(session, await accounts.own(session, account_id))
    told = {
        "status": found.status,
        "rejection_reason": found.rejection_reason or None,
        **at("submitted", found.submitted_at),
        **at("decided", found.decided_at),
        **at("pictures_destroyed", found.files_gone_at),
        "barred_by": barred or None,
        "allowed_actions": [] if barred else KYC.allowed(found.status, KycParty.PERSON),
    }
    return answer(told, status=status, private=True)
