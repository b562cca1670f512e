"""What routes ask for in their signatures: a transaction, a reader, the viewer."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from starlette.requests import HTTPConnection, Request

from twiza.accounts.viewer import Viewer
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Unauthorized


async def open_session() -> AsyncIterator[AsyncSession]:
    """The request's transaction: committed before the answer leaves, so an answer never lies."""
    async with unit_of_work() as session:
        yield session


async def open_reader() -> AsyncIterator[AsyncConnection]:
    async with reading() as connection:
        yield connection


async def optional_viewer(request: Request) -> Viewer | None:
    """Who calls, by cookie or Bearer token; the session middleware found out."""
    return getattr(request.state, "viewer", None)


async def current_viewer(request: Request) -> Viewer:
    """Who calls; 401 for a visitor."""
    viewer = await optional_viewer(request)
    if viewer is None:
        raise Unauthorized
    return viewer


def address_of(request: HTTPConnection) -> str:
    """The network address a request comes from, by which tries are counted."""
    return request.client.host if request.client else ""


# "function": FastAPI's default would commit only after the response was sent.
Session = Annotated[AsyncSession, Depends(open_session, scope="function")]
Reader = Annotated[AsyncConnection, Depends(open_reader, scope="function")]
OptionalViewer = Annotated[Viewer | None, Depends(optional_viewer)]
Address = Annotated[str, Depends(address_of)]
CurrentViewer = Annotated[Viewer, Depends(current_viewer)]
