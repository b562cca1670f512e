"""Administrators name, order and hide the categories of services; gigs keep theirs whatever happens to it."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.models import Permission
from twiza.kit.db import lock
from twiza.kit.errors import Invalid
from twiza.kit.events import after_commit
from twiza.kit.i18n import LANGUAGES, N_, digits
from twiza.profiles import lists, texts
from twiza.profiles.places import Category, CategoryKind

LONGEST_NAME = 60
LAST_PLACE = 999
_PLACE = re.compile(r"[0-9]{1,3}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

NAME_MISSING = N_("Give the name in this language.")
NAME_TOO_LONG = N_("Use at most {most} characters.")
BAD_SLUG = N_("Use small letters, digits and hyphens: it stands in addresses.")
SLUG_TAKEN = N_("Another category has this address already.")
NO_PARENT = N_("Choose a category of the first level.")
BAD_PLACE = N_("Enter a whole number from 0 to {last}.")


class Said(NamedTuple):
    """What an administrator says of a category; `position` as it was typed."""

    names: Mapping[str, str]
    position: str = "0"
    hidden: bool = False


async def add_category(
    session: AsyncSession, *, by: UUID, slug: str, parent: UUID | None, kind: CategoryKind, said: Said
) -> Category:
    """A new category of either level; a child is of its parent's kind and shows its icon."""
    await access.admin_with(session, by, Permission.CONTENT)
    above = await _first_level(session, parent) if parent else None
    address = texts.line(slug).lower()
    names, position, faults = _read(said)
    if not _SLUG.fullmatch(address) or len(address) > LONGEST_NAME:
        faults["slug"] = BAD_SLUG
    elif await session.scalar(select(Category.id).where(Category.slug == address)):
        faults["slug"] = SLUG_TAKEN
    if parent and above is None:
        faults["parent"] = NO_PARENT
    _refuse(faults)
    category = Category(
        slug=address,
        parent_id=above.id if above else None,
        kind=above.kind if above else kind,
        icon=above.icon if above else "sparkles",
        position=position,
        hidden=said.hidden,
        **names,
    )
    session.add(category)
    await session.flush()
    await audit.write(session, by, "add-category", "category", category.id, details={"slug": address})
    after_commit(session, _forget)
    return category


async def change_category(session: AsyncSession, category_id: UUID, *, by: UUID, said: Said) -> Category:
    """Other names, another place, hidden or shown again; its address stays, for links point at it."""
    await access.admin_with(session, by, Permission.CONTENT)
    names, position, faults = _read(said)
    _refuse(faults)
    category = await lock(session, Category, category_id)
    for name, text in names.items():
        setattr(category, name, text)
    category.position, category.hidden = position, said.hidden
    await session.flush()
    details = {"slug": category.slug, "hidden": said.hidden}
    await audit.write(session, by, "change-category", "category", category.id, details=details)
    after_commit(session, _forget)
    return category


async def every(session: AsyncSession) -> list[Category]:
    """All of them, hidden ones too, as the editor lists them."""
    return list(await session.scalars(select(Category).order_by(Category.position, Category.id)))


def _read(said: Said) -> tuple[dict[str, str], int, dict[str, str]]:
    names = {f"name_{code}": texts.line(said.names.get(code, "")) for code in LANGUAGES}
    faults = {name: NAME_MISSING for name, text in names.items() if not text}
    faults |= {name: NAME_TOO_LONG for name, text in names.items() if len(text) > LONGEST_NAME}
    position = digits(texts.line(said.position))
    if not _PLACE.fullmatch(position):
        faults["position"] = BAD_PLACE
        position = "0"
    return names, int(position), faults


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise Invalid(faults, most=LONGEST_NAME, last=LAST_PLACE)


async def _first_level(session: AsyncSession, category_id: UUID) -> Category | None:
    return await session.scalar(
        select(Category).where(Category.id == category_id, Category.parent_id.is_(None))
    )


async def _forget() -> None:
    lists.forget()
