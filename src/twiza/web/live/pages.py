"""/ws: what concerns the signed-in account, told as it happens.

Messages are JSON objects with a `type`. Told: `notification` and `messages` (with `unread`), `message` (with the
`conversation`, the `id`, and `with` whom), `read` (`up_to` which message), `typing`, `presence` (who is `online`),
`order`, `resync` (read again what you show). Heard: `typing` (`to` whom), `read` (`with`, `up_to`), `presence` (`of`
whom). The connection is closed with 4401 when the session has ended, 1013 when the reader is too slow.
"""

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from twiza.kit import bus, metrics
from twiza.web.live import entering
from twiza.web.live.attendance import Attendance
from twiza.web.live.connection import SIGNED_OUT, TOO_CHATTY, Connection, say_goodbye
from twiza.web.live.hearing import Hearing

# Tabs of one person that one process serves; more is a loop that reconnects.
MOST_PER_ACCOUNT = 30
_attendance = Attendance()


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
    if _attendance.sockets[viewer.id] >= MOST_PER_ACCOUNT:
        await say_goodbye(socket, TOO_CHATTY)
        return
    connection = Connection(socket, recognise, Hearing(viewer.id))
    # The connection asks again who this is once it hears the topic: a ban in between is not missed.
    leave = bus.subscribe(f"account:{viewer.id}", connection.receive)
    _attendance.arrive(viewer.id)
    metrics.SOCKETS.inc()
    try:
        await connection.serve()
    finally:
        leave()
        metrics.SOCKETS.dec()
        _attendance.leave(viewer.id)


routes = [WebSocketRoute("/ws", live)]
