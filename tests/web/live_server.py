"""A web process on a port of its own; several of them share only the database."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection

import uvicorn
from starlette.applications import Starlette

from twiza.kit import bus
from twiza.web.live import pages
from twiza.web.request_id import RequestId
from twiza.web.session import SessionMiddleware


@asynccontextmanager
async def _lifespan(_app: Starlette) -> AsyncIterator[None]:
    await bus.start()
    yield
    await bus.stop()


def sockets_alone() -> Starlette:
    made = Starlette(routes=pages.routes, lifespan=_lifespan)
    made.add_middleware(SessionMiddleware)
    made.add_middleware(RequestId)
    return made


def whole_site() -> Starlette:
    from twiza.main import app

    return app()


def serve(tell_port: Connection, application: Callable[[], Starlette]) -> None:
    """Serve on a free port until killed; the port is told once the first connection would succeed."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        application(),
        ws="websockets-sansio",
        ws_max_size=16_384,
        ws_per_message_deflate=False,
        log_config=None,
    )
    server = uvicorn.Server(config)

    async def run() -> None:
        serving = asyncio.create_task(server.serve([listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        tell_port.send(listening.getsockname()[1])
        await serving

    asyncio.run(run())
