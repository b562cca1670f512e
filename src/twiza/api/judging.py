"""Who may look at an order and judge: its two people as their own, an administrator with a line in the log."""

from uuid import UUID

from starlette.responses import Response

from twiza.accounts import audit
from twiza.accounts.models import Permission
from twiza.accounts.viewer import Viewer
from twiza.api import order_shapes
from twiza.api.answers import answer
from twiza.api.deps import Session
from twiza.kit.errors import Forbidden, NotFound
from twiza.kit.settings import settings
from twiza.orders.actors import Actor
from twiza.orders.queries import Room, room


async def look(session: Session, order_id: UUID | None, viewer: Viewer, *, status: int = 200) -> Response:
    """The order as this viewer may see it."""
    if order_id is None:
        raise NotFound
    return answer(order_shapes.whole(await room_of(session, order_id, viewer)), status=status, private=True)


async def room_of(session: Session, order_id: UUID, viewer: Viewer) -> Room:
    """Strangers find nothing; administrators of support do, and it is written down."""
    await session.flush()
    try:
        return await room(session, order_id, viewer.id)
    except NotFound:
        if not may_judge(viewer):
            raise
    seen = await room(session, order_id, viewer.id, as_admin=True)
    await audit.write(
        session, viewer.id, audit.LOOK, "order", order_id, details={"reference": seen.order.reference}
    )
    return seen


def may_judge(viewer: Viewer) -> bool:
    """In production an administrator without a second step is nobody special."""
    return viewer.may(Permission.SUPPORT) and (viewer.has_totp or not settings().is_production)


def must_judge(viewer: Viewer, permission: Permission) -> None:
    """For whoever isn't an administrator the route isn't there; for one without the permission it is closed."""
    if not viewer.is_admin or (settings().is_production and not viewer.has_totp):
        raise NotFound
    if not viewer.may(permission):
        raise Forbidden


def actor_of(viewer: Viewer) -> Actor:
    """Administrators act as such, on what isn't their own; for others these routes are as closed as any."""
    return Actor.admin(viewer.id) if may_judge(viewer) else Actor.person(viewer.id)
