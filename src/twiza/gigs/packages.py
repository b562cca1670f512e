"""The packages of a gig: how they are read, what they lack, and what lists show of the smallest."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs import limits, said
from twiza.gigs.models import Gig, GigPackage, GigStatus, Tier
from twiza.gigs.said import PackageSaid
from twiza.gigs.whole import WholeGig
from twiza.profiles import texts

Packages = Mapping[Tier, PackageSaid]


async def of(session: AsyncSession, gig: Gig) -> list[GigPackage]:
    """The packages, smallest first."""
    return list(
        await session.scalars(select(GigPackage).where(GigPackage.gig_id == gig.id).order_by(GigPackage.tier))
    )


async def write(session: AsyncSession, gig: Gig, given: Packages) -> dict[str, str]:
    """Take these in place of those there are; one that says nothing goes. Tells what is wrong."""
    faults: dict[str, str] = {}
    kept = {package.tier: package for package in await of(session, gig)}
    offered = {tier: given[tier] for tier in Tier if tier in given and not given[tier].is_empty}
    read = {tier: _read(tier, package, faults) for tier, package in offered.items()}
    _check_order([(tier, price) for tier, (price, _, _) in read.items()], faults)
    if Tier.BASIC not in read and gig.status is not GigStatus.DRAFT:
        faults["packages.basic.price"] = limits.MISSING
    if faults:
        return faults
    for tier, package in kept.items():
        if tier not in offered:
            await session.delete(package)
    for tier, (price, days, revisions) in read.items():
        row = kept.get(tier)
        if row is None:
            row = GigPackage(gig_id=gig.id, tier=tier)
            session.add(row)
        row.title, row.contents = texts.line(offered[tier].title), texts.paragraphs(offered[tier].contents)
        row.price, row.delivery_days, row.revisions = price or 0, days, revisions
    basic = read.get(Tier.BASIC)
    gig.price, gig.delivery_days = (basic[0], basic[1]) if basic else (None, None)
    await session.flush()
    return faults


def missing(gig: Gig | WholeGig) -> dict[str, str]:
    """The basic package is what a gig can't do without."""
    return {} if gig.price else {"packages.basic.price": limits.MISSING}


def _read(tier: Tier, package: PackageSaid, faults: dict[str, str]) -> tuple[int | None, int, int | None]:
    """Price, days and revisions of one package."""
    at = f"packages.{tier}"
    title, contents = texts.line(package.title), texts.paragraphs(package.contents)
    if not 0 < len(title) <= limits.PACKAGE_TITLE:
        faults[f"{at}.title"] = limits.PACKAGE_TITLE_LENGTH if title else limits.MISSING
    if not 0 < len(contents) <= limits.PACKAGE_CONTENTS:
        faults[f"{at}.contents"] = limits.CONTENTS_LENGTH if contents else limits.MISSING
    price = said.price(package.price, faults, f"{at}.price")
    days = said.whole(
        package.delivery_days, limits.MOST_DAYS, faults, f"{at}.delivery_days", limits.DAYS_RANGE, least=1
    )
    revisions = None
    if package.revisions is not None and texts.line(str(package.revisions)):
        revisions = said.whole(
            package.revisions,
            limits.MOST_REVISIONS,
            faults,
            f"{at}.revisions",
            limits.REVISIONS_RANGE,
            least=0,
        )
    return price, days, revisions


def _check_order(prices: Sequence[tuple[Tier, int | None]], faults: dict[str, str]) -> None:
    before = 0
    for tier, price in prices:
        if price is None:
            continue
        if price < before:
            faults[f"packages.{tier}.price"] = limits.PRICE_ORDER
        before = max(before, price)
