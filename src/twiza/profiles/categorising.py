"""Administrators name, order and hide the categories of services; gigs keep theirs whatever happens to it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.models import Permission
from twiza.kit.events import after_commit
from twiza.kit.i18n import N_
from twiza.profiles import lists, naming, renaming, texts
from twiza.profiles.naming import Said
from twiza.profiles.places import Category, CategoryKind

SLUG_TAKEN = N_("Another category has this address already.")
NO_PARENT = N_("Choose a category of the first level.")


async def add_category(
    session: AsyncSession, *, by: UUID, slug: str, parent: UUID | None, kind: CategoryKind, said: Said
) -> Category:
    """A new category of either level; a child is of its parent's kind and shows its icon."""
    await access.admin_with(session, by, Permission.CONTENT)
    above = await _first_level(session, parent) if parent else None
    address = texts.line(slug).lower()
    names, position, faults = naming.read(said)
    if not naming.is_slug(address):
        faults["slug"] = naming.BAD_SLUG
    elif await session.scalar(select(Category.id).where(Category.slug == address)):
        faults["slug"] = SLUG_TAKEN
    if parent and above is None:
        faults["parent"] = NO_PARENT
    naming.refuse(faults)
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
    category = await renaming.change(session, Category, category_id, by=by, said=said)
    after_commit(session, _forget)
    return category


async def every(session: AsyncSession) -> list[Category]:
    """All of them, hidden ones too, as the editor lists them."""
    return list(await session.scalars(select(Category).order_by(Category.position, Category.id)))


async def _first_level(session: AsyncSession, category_id: UUID) -> Category | None:
    return await session.scalar(
        select(Category).where(Category.id == category_id, Category.parent_id.is_(None))
    )


async def _forget() -> None:
    lists.forget()
