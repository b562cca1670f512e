"""People one by one: oneself whole, others as everybody may see them."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy import ARRAY, Row, bindparam, func, select

from twiza.accounts.models import Account, AccountStatus, Hat
from twiza.accounts.queries import avatar_url
from twiza.accounts.shielding import masked
from twiza.api.actions import actions_on
from twiza.api.answers import answer, since
from twiza.api.deps import CurrentViewer, OptionalViewer, Reader, Session
from twiza.api.schemas.people import Me, MeEdit, Person
from twiza.kit.errors import NotFound
from twiza.kit.i18n import language
from twiza.profiles import editing
from twiza.profiles.places import City

router = APIRouter(prefix="/users")
_HATS = select(Hat.kind).where(Hat.account_id == Account.id).order_by(Hat.created_at).scalar_subquery()
_HEADLINE = (
    select(Hat.headline)
    .where(Hat.account_id == Account.id, Hat.headline != "")
    .order_by((Hat.kind == Account.active_hat).desc(), Hat.created_at)
    .limit(1)
    .scalar_subquery()
)
_SHOWN = (
    select(
        Account.id,
        Account.first_name,
        Account.last_name,
        Account.avatar,
        Account.created_at,
        func.array(_HATS, type_=ARRAY(Hat.kind.type)).label("hats"),
        City.slug.label("city_slug"),
        City.name_fr,
        City.name_ar,
        City.name_en,
    )
    .outerjoin(City, City.id == Account.city_id)
    .where(
        Account.id == bindparam("account"),
        Account.status == AccountStatus.ACTIVE,
        Account.deleted_at.is_(None),
    )
)
_PERSON = _SHOWN.add_columns(_HEADLINE.label("headline"))
_ME = _SHOWN.add_columns(
    Account.phone,
    Account.phone_verified_at,
    Account.email,
    Account.email_verified_at,
    Account.language,
    Account.active_hat,
    Account.bio,
    Account.is_admin,
    Account.permissions,
)


@router.get("/me", tags=["account"], responses={200: {"model": Me}})
async def show_me(viewer: CurrentViewer, reader: Reader) -> Response:
    """One's own account, whole."""
    row = (await reader.execute(_ME, {"account": viewer.id})).one()
    return answer(_me(row), private=True)


@router.patch("/me", tags=["account"], responses={200: {"model": Me}})
async def edit_me(viewer: CurrentViewer, session: Session, changes: MeEdit) -> Response:
    """Change one's names, bio, language or city; what isn't sent stays."""
    await editing.edit(session, viewer.id, **changes.model_dump(exclude_unset=True))
    row = (await session.execute(_ME, {"account": viewer.id})).one()
    return answer(_me(row), private=True)


@router.get("/{user_id}", tags=["people"], responses={200: {"model": Person}})
async def show_person(user_id: UUID, viewer: OptionalViewer, reader: Reader) -> Response:
    """Somebody, as everybody may see them; whoever left or was banned isn't there."""
    row = (await reader.execute(_PERSON, {"account": user_id})).one_or_none()
    if row is None:
        raise NotFound
    person = {
        "id": row.id,
        "name": f"{row.first_name} {row.last_name[:1]}." if row.last_name else row.first_name,
        "hats": row.hats,
        "headline": masked(row.headline) if row.headline else None,
        "city": _city(row),
        "avatar_url": avatar_url(row.avatar),
        **since(row.created_at),
        "allowed_actions": actions_on(row.id, viewer.id if viewer else None),
    }
    return answer(person)


def _me(row: Row[Any]) -> dict[str, object]:
    plain = (
        "id",
        "first_name",
        "last_name",
        "phone",
        "email",
        "language",
        "active_hat",
        "hats",
        "bio",
        "is_admin",
        "permissions",
    )
    return {
        **{name: getattr(row, name) for name in plain},
        "phone_verified": row.phone_verified_at is not None,
        "email_verified": row.email_verified_at is not None,
        "city": _city(row),
        "avatar_url": avatar_url(row.avatar),
        **since(row.created_at),
        "allowed_actions": actions_on(row.id, row.id),
    }


def _city(row: Row[Any]) -> dict[str, str] | None:
    return {"slug": row.city_slug, "name": getattr(row, f"name_{language.get()}")} if row.city_slug else None
