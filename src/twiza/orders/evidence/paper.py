"""From sections to a PDF: Typst sets it, with our own fonts, so that Arabic is joined and runs from the right."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import orjson
import typst
from anyio import CapacityLimiter, to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock, i18n
from twiza.kit.i18n import format_date
from twiza.kit.i18n import gettext as _
from twiza.kit.ratelimit import LocalLimit
from twiza.kit.settings import CHECKOUT
from twiza.orders.evidence import sections
from twiza.orders.evidence.telling import Section, lines, of_others
from twiza.orders.rooms import Room

TEMPLATE = Path(__file__).with_name("paper.typ")
FONTS = CHECKOUT / "static" / "fonts" / "print"
# Setting a paper takes a core for a moment.
_at_once = CapacityLimiter(2)
_asked_for = LocalLimit(limit=12, per=timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF and the name it is saved under."""

    content: bytes
    file_name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All that will stand on a paper."""

    told: str
    file_name: str


async def draft(session: AsyncSession, room: Room) -> Draft:
    """The evidence as this viewer may read it, in the language that speaks now."""
    _asked_for.hit(str(room.viewer_id))
    others = await of_others(session, room)
    told = _told(room, [*sections.of_order(room), *others, sections.history(room)])
    return Draft(orjson.dumps(told).decode(), f"{room.order.reference}.pdf")


async def paper(drafted: Draft) -> Paper:
    """Set it; outside of any transaction, or those who wait for a core would hold all connections."""
    content = await to_thread.run_sync(_set, drafted.told, limiter=_at_once)
    return Paper(content, drafted.file_name)


def _told(room: Room, told: Sequence[Section]) -> dict[str, object]:
    now = format_date(clock.now(), "moment")
    language = i18n.language.get()
    return {
        "language": language,
        "direction": i18n.direction(language),
        "kicker": _("Twiza · evidence of an order"),
        "title": _("Order {reference}", reference=room.order.reference),
        "subject": [asdict(line) for line in lines(room.order.title)],
        "explained": _(
            "What Twiza recorded about this order until {moment}, Casablanca time. The payment goes straight from "
            "the client to the freelancer: Twiza records what both declare and doesn’t check bank accounts.",
            moment=now,
        ),
        "footer": _("{reference} · made on {moment}", reference=room.order.reference, moment=now),
        "sections": [asdict(section) for section in told if section.facts or section.entries],
    }


@lru_cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def _set(told: str) -> bytes:
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"told": told}
    )
    made = compiler.compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError(f"Typst made {type(made).__name__} instead of one PDF")
    return made
