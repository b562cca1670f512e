"""Files on their way out: private ones to the person the link was made for, public pictures to everybody."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from twiza.accounts.shielding import masked
from twiza.kit import db, ids, storage
from twiza.kit.errors import NotFound
from twiza.kit.storage import links, names, store
from twiza.kit.storage.images import MEDIA_TYPE

# Whatever the file holds, opening it runs nothing and asks nobody.
_HARMLESS = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox; default-src 'none'"}
_FOR_EVER = "public, max-age=31536000, immutable"


async def private_file(request: Request) -> Response:
    """Anything wrong with the link reads as a file that isn't there."""
    file_id = ids.parse(request.path_params["file_id"])
    viewer = getattr(request.state, "viewer", None)
    if file_id is None or viewer is None:
        raise NotFound
    expires, proof = (request.query_params.get(name, "") for name in "es")
    if not links.link_holds(file_id, viewer.id, expires, proof):
        raise NotFound
    async with db.unit_of_work() as session:
        row = await storage.find(session, file_id)
    headers = {
        **_HARMLESS,
        "content-disposition": names.disposition(row.name if row.owner_id == viewer.id else masked(row.name)),
        "content-length": str(row.bytes),
        "cache-control": "private, no-store",
    }
    return StreamingResponse(await storage.stream(row), media_type=row.media_type, headers=headers)


async def public_picture(request: Request) -> Response:
    """Kept by browsers for ever: a new picture has a new name."""
    name = request.path_params["name"]
    if not links.is_media_name(name):
        raise NotFound
    content = await store.read(store.path_of(storage.Visibility.PUBLIC, name))
    return Response(content, media_type=MEDIA_TYPE, headers={**_HARMLESS, "cache-control": _FOR_EVER})


routes = [Route("/files/{file_id}", private_file), Route("/media/{name}", public_picture)]
