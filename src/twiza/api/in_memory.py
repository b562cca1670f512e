"""Forms whose files must not touch the disk: large ones would otherwise pass through a temporary file, unsealed."""

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request


class _InMemory(MultiPartParser):
    # Nothing is ever written to the disk; how much may come at all is the body limit's to say.
    spool_max_size = 0


async def read_form(request: Request, *, max_files: int, max_fields: int) -> FormData:
    """The form of this request, its files held in memory; also what `request.form()` says from now on."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return FormData()
    parser = _InMemory(request.headers, request.stream(), max_files=max_files, max_fields=max_fields)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise HTTPException(400, error.message) from error
    # Whoever hashes the call for its idempotency key reads it again.
    request._form = form  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    return form
