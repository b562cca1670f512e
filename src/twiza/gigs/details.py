"""Title, description, category, language and keywords of a gig: how they are read and what they lack."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.shielding import masked
from twiza.gigs import limits, said
from twiza.gigs.limits import DESCRIPTION, MOST_TAGS, TAG, TITLE
from twiza.gigs.models import Gig
from twiza.gigs.said import Details
from twiza.gigs.whole import WholeGig
from twiza.kit.i18n import LANGUAGES
from twiza.profiles import texts
from twiza.profiles.places import Category, CategoryKind


async def write(session: AsyncSession, gig: Gig, given: Details) -> dict[str, str]:
    """Write what is given and fits; tell what doesn't."""
    faults: dict[str, str] = {}
    if "title" in given:
        gig.title = _title(given["title"], faults)
    if "description" in given:
        description = texts.paragraphs(given["description"])
        if len(description) > DESCRIPTION[1]:
            faults["description"] = limits.DESCRIPTION_LENGTH
        gig.description = description[: DESCRIPTION[1]]
    if "language" in given and given["language"] not in LANGUAGES:
        faults["language"] = limits.LANGUAGE_MISSING
    elif "language" in given:
        gig.language = given["language"]
    if "tags" in given:
        gig.tags = _tags(given["tags"], faults)
    if "category" in given:
        await _write_category(session, gig, given["category"], faults)
    return faults


def missing(gig: Gig | WholeGig) -> dict[str, str]:
    """What these must say before strangers see the gig."""
    faults: dict[str, str] = {}
    if len(gig.title) < TITLE[0]:
        faults["title"] = limits.TITLE_LENGTH
    if len(gig.description) < DESCRIPTION[0]:
        faults["description"] = limits.DESCRIPTION_LENGTH
    if gig.category_id is None:
        faults["category"] = limits.CATEGORY_MISSING
    return faults


def _title(typed: str, faults: dict[str, str]) -> str:
    title = texts.line(typed)
    if len(title) > TITLE[1]:
        faults["title"] = limits.TITLE_LENGTH
    elif masked(title) != title:
        faults["title"] = limits.PHONE_IN_TITLE
    return title[: TITLE[1]]


def _tags(typed: str | Iterable[str], faults: dict[str, str]) -> list[str]:
    tags = said.tags(typed)
    if len(tags) > MOST_TAGS or any(len(tag) > TAG for tag in tags):
        faults["tags"] = limits.TOO_MANY_TAGS
    return [tag[:TAG] for tag in tags[:MOST_TAGS]]


async def _write_category(session: AsyncSession, gig: Gig, slug: str | None, faults: dict[str, str]) -> None:
    """Work of gigs is delivered as files, so only online categories; a hidden one stays where it was."""
    wanted = texts.line(slug or "")
    found = await session.scalar(
        select(Category).where(Category.slug == wanted, Category.kind == CategoryKind.ONLINE)
    )
    if found is not None and (not found.hidden or found.id == gig.category_id):
        gig.category_id = found.id
        return
    gig.category_id = None
    if wanted:
        faults["category"] = limits.CATEGORY_MISSING
