"""What a hat says in public: a headline, a city, a category; a company its name."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import hats
from twiza.accounts.models import Hat, HatKind
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.profiles import choosing, texts
from twiza.profiles.places import Category, CategoryKind

LONGEST = 90
MISSING_HEADLINE = N_("Say in one sentence what you do.")
TOO_LONG = N_("Use at most {most} characters.")
NO_SUCH_CITY = N_("Choose a city of the list.")
NO_SUCH_CATEGORY = N_("Choose a category of the list.")
MISSING_COMPANY = N_("Enter the company’s name.")

# Freelancers deliver files, pros come to the door; a company may do either.
WORKS_IN = {
    HatKind.FREELANCER: (CategoryKind.ONLINE,),
    HatKind.PRO: (CategoryKind.LOCAL,),
    HatKind.COMPANY: tuple(CategoryKind),
}


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
    """Change what one hat says; all faults are told at once. A client's hat says nothing."""
    hat = await hats.find(session, account_id, kind) if kind in WORKS_IN else None
    if hat is None:
        raise NotFound
    said, company = texts.line(headline), texts.line(company_name)
    city_id = await choosing.city(session, texts.line(city), kept=hat.city_id)
    category_id = await session.scalar(
        select(Category.id).where(
            Category.slug == texts.line(category), Category.kind.in_(WORKS_IN[hat.kind])
        )
    )
    faults = {"headline": _fault(said, MISSING_HEADLINE)}
    if hat.kind is HatKind.COMPANY:
        faults["company_name"] = _fault(company, MISSING_COMPANY)
    if city and city_id is None:
        faults["city"] = NO_SUCH_CITY
    if category and category_id is None:
        faults["category"] = NO_SUCH_CATEGORY
    found = {field: fault for field, fault in faults.items() if fault}
    if found:
        raise Invalid(found, most=LONGEST)
    hat.headline, hat.city_id, hat.category_id = said, city_id, category_id
    hat.company_name = company if hat.kind is HatKind.COMPANY else None
    await session.flush()
    return hat


def _fault(text: str, missing: str) -> str:
    return missing if not text else TOO_LONG if len(text) > LONGEST else ""
