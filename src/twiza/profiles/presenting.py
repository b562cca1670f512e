"""What a hat says in public: a headline, a city, a category; a company its name."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import hats
from twiza.accounts.models import Hat, HatKind
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.profiles.places import Category, City

LONGEST_HEADLINE = 90
LONGEST_COMPANY = 80
MISSING_HEADLINE = N_("Say in one sentence what you do.")
TOO_LONG = N_("Use at most {most} characters.")
NO_SUCH_CITY = N_("Choose a city of the list.")
NO_SUCH_CATEGORY = N_("Choose a category of the list.")
MISSING_COMPANY = N_("Enter the company’s name.")


async def present(
    session: AsyncSession,
    account_id: UUID,
    kind: HatKind,
    *,
    headline: str,
    city: str,
    category: str,
    company_name: str = "",
) -> Hat:
    """Change what one hat says; all faults are told at once."""
    hat = await hats.find(session, account_id, kind)
    if hat is None:
        raise NotFound
    city_id = await session.scalar(select(City.id).where(City.slug == city))
    category_id = await session.scalar(select(Category.id).where(Category.slug == category))
    faults = _faults(kind, headline, company_name)
    if city and city_id is None:
        faults["city"] = NO_SUCH_CITY
    if category and category_id is None:
        faults["category"] = NO_SUCH_CATEGORY
    if faults:
        raise Invalid(faults, most=LONGEST_COMPANY if "company_name" in faults else LONGEST_HEADLINE)
    hat.headline = " ".join(headline.split())
    hat.city_id = city_id
    hat.category_id = category_id
    hat.company_name = " ".join(company_name.split()) or None if kind is HatKind.COMPANY else None
    await session.flush()
    return hat


def _faults(kind: HatKind, headline: str, company_name: str) -> dict[str, str]:
    if kind is HatKind.COMPANY and not company_name.strip():
        return {"company_name": MISSING_COMPANY}
    if kind is HatKind.COMPANY and len(company_name) > LONGEST_COMPANY:
        return {"company_name": TOO_LONG}
    if not headline.strip():
        return {"headline": MISSING_HEADLINE}
    return {"headline": TOO_LONG} if len(headline) > LONGEST_HEADLINE else {}
