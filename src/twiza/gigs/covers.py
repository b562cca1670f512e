"""The cover of a gig: its first picture, or one drawn from its category when there is none."""

from uuid import UUID

from twiza.kit import storage

# A card at twice the pixels of a phone, and the gallery of the gig's own page.
SMALL, LARGE = 480, 1200
WIDTHS = (SMALL, LARGE)
# Each category has one scene; ground, arch and pattern make so many covers of it.
DESIGNS = 48
_PLAIN = "gig"


def generated(category: str | None, gig_id: UUID) -> str:
    """The address of the drawn cover: the same gig always gets the same one."""
    return f"/art/gig/{category or _PLAIN}-{gig_id.int % DESIGNS}.svg"


def cover_url(cover: str | None, width: int = SMALL) -> str:
    """Where the picture is: a drawn one by its path, an uploaded one under /media."""
    if not cover:
        return f"/art/gig/{_PLAIN}-0.svg"
    return cover if cover.startswith("/") else storage.media_url(cover, width)
