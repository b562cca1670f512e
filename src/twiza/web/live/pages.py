"""/ws: what concerns the signed-in account, told as it happens.

Messages are JSON objects with a `type`: `notification` (with `unread`), `resync` (read again what you
show). The connection is closed with 4401 when the session has ended, 1013 when the reader is too slow.
"""

from collections import Counter
from uuid import UUID

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from twiza.kit import bus, metrics
from twiza.web.live import entering
from twiza.web.live.connection import SIGNED_OUT, TOO_CHATTY, Connection, say_goodbye

# Tabs of one person that one process serves; more is a loop that reconnects.
MOST_PER_ACCOUNT = 30
_open: Counter[UUID] = Counter()


async def live(socket: WebSocket) -> None:
    """Serve one socket from its opening to its end."""
    if entering.is_foreign(socket):
        await socket.close()
        return
    await socket.accept()
    recognise = await entering.introduced(socket)
    viewer = await recognise() if recognise else None
    if recognise is None or viewer is None:
        await say_goodbye(socket, SIGNED_OUT)
        return
    if _open[viewer.id] >= MOST_PER_ACCOUNT:
        await say_goodbye(socket, TOO_CHATTY)
        return
    connection = Connection(socket, recognise)
    # The connection asks again who this is once it hears the topic: a ban in between is not missed.
    leave = bus.subscribe(f"account:{viewer.id}", connection.receive)
    _open[viewer.id] += 1
    metrics.SOCKETS.inc()
    try:
        await connection.serve()
    finally:
        leave()
        metrics.SOCKETS.dec()
        _open[viewer.id] -= 1
        if not _open[viewer.id]:
            del _open[viewer.id]


routes = [WebSocketRoute("/ws", live)]
