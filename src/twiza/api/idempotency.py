"""`Idempotency-Key`: a creating call that is sent twice creates once.

The key is kept in the transaction that creates, so a call that failed may be sent again under the same key.
While one is under way its twin gets 409; another body under the same key gets 422; afterwards, for a day, the
twin gets the object as its caller may see it now.
"""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from twiza.api.deps import OptionalViewer, Session
from twiza.api.models import IdempotencyKey
from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.i18n import N_

KEPT = timedelta(hours=24)
REPLAYED = "Idempotent-Replayed"
UNDER_WAY = N_("The same call is still under way. Wait for its answer.")
ANOTHER_BODY = N_("This key was used for another request. Take a new one.")
LONGEST_KEY = 255

_KEPT_CALL = select(IdempotencyKey).where(
    IdempotencyKey.caller == bindparam("caller"),
    IdempotencyKey.route == bindparam("route"),
    IdempotencyKey.key == bindparam("key"),
    IdempotencyKey.created_at > bindparam("since"),
)


class Once:
    """A creating call under its key; without a key it simply runs."""

    def __init__(self, session: AsyncSession, key: str | None, caller: str, route: str, hashed: str) -> None:
        self.session = session
        self.key = key
        self.caller = caller
        self.route = route
        self.hashed = hashed

    async def run(
        self,
        make: Callable[[], Awaitable[UUID | None]],
        show: Callable[[UUID | None], Awaitable[Response]],
    ) -> Response:
        """Make it unless it was made; show it either way, as today's viewer may see it."""
        if self.key is None:
            return await show(await make())
        await self._reserve()
        earlier = await self._earlier()
        if earlier is None:
            made = await make()
            await self._keep(made)
            return await show(made)
        if earlier.request_hash != self.hashed:
            raise Invalid({"Idempotency-Key": ANOTHER_BODY})
        response = await show(earlier.object_id)
        response.headers[REPLAYED] = "true"
        return response

    async def _reserve(self) -> None:
        """Held until this transaction ends; a twin meanwhile is refused rather than made to wait."""
        lock = int.from_bytes(
            hashlib.sha256("\0".join(self._named().values()).encode()).digest()[:8], signed=True
        )
        if not await self.session.scalar(select(func.pg_try_advisory_xact_lock(lock))):
            raise Conflict(UNDER_WAY, code="under_way")

    async def _earlier(self) -> IdempotencyKey | None:
        values = {**self._named(), "since": clock.now() - KEPT}
        return (await self.session.execute(_KEPT_CALL, values)).scalar_one_or_none()

    async def _keep(self, made: UUID | None) -> None:
        """An older call of the same name is past its day: this one takes its place."""
        fresh = {"request_hash": self.hashed, "object_id": made, "created_at": clock.now()}
        statement = insert(IdempotencyKey).values(**self._named(), **fresh)
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=["caller", "route", "key"], set_=fresh)
        )

    def _named(self) -> dict[str, str]:
        return {"caller": self.caller, "route": self.route, "key": self.key or ""}


async def once(
    request: Request,
    session: Session,
    viewer: OptionalViewer,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=LONGEST_KEY,
            description="Any unique text, such as a UUID: the same call sent again creates nothing more.",
            examples=["0e0b6f1e-6a1c-4a53-9a39-5a2b7f6b1f11"],
        ),
    ] = None,
) -> Once:
    address = request.client.host if request.client else ""
    caller = f"account {viewer.id}" if viewer else f"address {address}"
    route = f"{request.method} {request.scope['route'].path}"
    return Once(session, key, caller, route, await _hash(request) if key else "")


OnceOnly = Annotated[Once, Depends(once)]


async def _hash(request: Request) -> str:
    """What the call says, whole: where to, and its body; a form by its fields."""
    hashed = hashlib.sha256(f"{request.url.path}?{request.url.query}\0".encode())
    if "form" not in request.headers.get("content-type", ""):
        hashed.update(await request.body())
        return hashed.hexdigest()
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            await value.seek(0)
            hashed.update(f"{name}\0{value.filename}\0{hashlib.sha256(content).hexdigest()}\0".encode())
        else:
            hashed.update(f"{name}\0{value}\0".encode())
    return hashed.hexdigest()


async def forget_old_keys() -> None:
    """Remove the calls past their day."""
    async with unit_of_work() as session:
        await session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at <= clock.now() - KEPT))
