"""Gigs to test with: one that lacks nothing, and its pieces."""

from dataclasses import replace
from io import BytesIO
from uuid import UUID

from PIL import Image
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs import drafting, publishing
from twiza.gigs.models import Gig, Tier
from twiza.gigs.said import Details, PackageSaid

TITLE = "Logo et charte graphique pour votre entreprise"
DESCRIPTION = "Je dessine votre logo avec vous : trois pistes, deux allers-retours, tous les fichiers. " * 2
DETAILS = Details(
    title=TITLE, description=DESCRIPTION, category="logo-identite", language="fr", tags="logo, charte"
)
BASIC = PackageSaid("Essentiel", "Un logo\nFichiers PNG et SVG", "450", "5", "2")
STANDARD = PackageSaid("Complet", "Logo et papeterie", "1.234,50", "9", "")
PREMIUM = PackageSaid("Sur mesure", "Charte complète", "٢٥٠٠", "15", "")
PACKAGES = {Tier.BASIC: BASIC, Tier.STANDARD: STANDARD, Tier.PREMIUM: PREMIUM}


async def draft(session: AsyncSession, by: UUID, **details: str) -> Gig:
    """A draft that lacks nothing."""
    gig = await drafting.create(session, by=by)
    await drafting.change_details(session, gig.id, by=by, given=Details(**{**DETAILS, **details}))
    await drafting.change_packages(session, gig.id, by=by, given=PACKAGES)
    return gig


async def published(session: AsyncSession, by: UUID, **details: str) -> Gig:
    """A gig that strangers see."""
    gig = await draft(session, by, **details)
    return await publishing.publish(session, gig.id, by=by)


def basic(**changes: str | int | None) -> dict[Tier, PackageSaid]:
    """The basic package alone, something of it changed."""
    return {Tier.BASIC: replace(BASIC, **changes)}


def picture(size: tuple[int, int] = (640, 480), kind: str = "JPEG") -> bytes:
    """A picture as a phone would send it."""
    out = BytesIO()
    Image.new("RGB", size, "#5042e4").save(out, kind)
    return out.getvalue()
