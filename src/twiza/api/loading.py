"""The API arrives after the pages: whoever waits for the first of them doesn't wait for its many routes too."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send


class Loaded:
    """Stands in the API's place until it is there; a call that comes sooner waits for it."""

    def __init__(self) -> None:
        self._api: ASGIApp | None = None
        self._loading = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        api = self._api or await self.load()
        await api(scope, receive, send)

    async def load(self) -> ASGIApp:
        """Area by area, so that pages are answered in between."""
        async with self._loading:
            if self._api is None:
                from twiza.api import building

                for area in building.areas():
                    building.routes_of(area)
                    await asyncio.sleep(0)
                self._api = building.build(building.routers())
            return self._api


API = Loaded()
