"""What the frame of every page shows about the person who looks: how many notices and conversations wait."""

from starlette.types import ASGIApp, Receive, Scope, Send

from twiza.accounts.viewer import Viewer
from twiza.kit.db import reading
from twiza.messaging.inbox import unread_conversations
from twiza.notifications import unread_count

_NO_FRAME = ("/api/", "/static/", "/health/", "/media/", "/metrics")


class Shell:
    """Two small queries for signed-in people who open a page, and none for anybody else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        viewer: Viewer | None = scope.get("state", {}).get("viewer")
        if viewer is not None and scope["type"] == "http" and not scope["path"].startswith(_NO_FRAME):
            async with reading() as connection:
                scope["state"]["unread"] = await unread_count(connection, viewer.id)
                scope["state"]["unread_messages"] = await unread_conversations(connection, viewer.id)
        await self.app(scope, receive, send)
