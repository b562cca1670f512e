"""One's own data: an archive to take along, and leaving for good."""

from fastapi import APIRouter, Response
from starlette.responses import StreamingResponse

from twiza.accounts import deleting, exporting
from twiza.api.deps import Address, CurrentViewer, Session
from twiza.api.schemas.account_data import Leaving

router = APIRouter(prefix="/users/me", tags=["account"])
_ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}


@router.post("/export", responses={200: {"content": _ZIP}}, response_class=StreamingResponse)
async def export_me(viewer: CurrentViewer) -> Response:
    """Everything Twiza keeps about you: a zip of `data.json` and your files; five times a day."""
    headers = {
        "content-disposition": f'attachment; filename="{exporting.FILE_NAME}"',
        "cache-control": "private, no-store",
    }
    pieces = await exporting.export(viewer.id)
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)


@router.delete("", status_code=204)
async def delete_me(viewer: CurrentViewer, session: Session, shown: Leaving, address: Address) -> Response:
    """Delete your account: personal data and files are erased, all sessions end. It can't be undone."""
    await deleting.delete_account(
        session, viewer.id, password=shown.password.get_secret_value(), code=shown.code, address=address
    )
    return Response(status_code=204)
