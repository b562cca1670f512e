"""The site that the gates open: a whole Twiza, with Google's stand-in beside it so that its pages can be seen."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread

from tests.notifications.conftest import serving
from tests.site import Site, running_site
from tests.stand_ins.providers import SARA
from twiza.stand_ins.granting import Client
from twiza.stand_ins.oidc import OidcProvider


@contextmanager
def gated_site(folder: Path) -> Iterator[Site]:
    """Twiza and a Google that knows one newcomer."""
    with (
        google_beside() as google,
        running_site(
            folder,
            TWIZA_GOOGLE_ISSUER=google.issuer,
            TWIZA_GOOGLE_CLIENT_ID=google.client.id,
            TWIZA_GOOGLE_CLIENT_SECRET=google.client.secret,
        ) as site,
    ):
        google.granting.client = replace(
            google.client, redirect_uris=(f"{site.address}/auth/google/callback",)
        )
        yield site


@contextmanager
def google_beside() -> Iterator[OidcProvider]:
    """Google's stand-in in a thread of its own, for as long as needed."""
    provider = OidcProvider("", Client("twiza-at-google", "s3cret-of-google", ()), (SARA,))
    found: SimpleQueue[str] = SimpleQueue()
    over = Event()

    async def serve() -> None:
        async with serving(provider.app) as address:
            found.put(address)
            await asyncio.to_thread(over.wait)

    thread = Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    provider.issuer = found.get(timeout=10)
    try:
        yield provider
    finally:
        over.set()
        thread.join(10)
