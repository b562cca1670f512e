"""Identity checks of the demo world, in every state; the pictures are drawn, and say that they are specimens."""

from collections.abc import Mapping
from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.demo.calendar import day, named
from twiza.demo.orders import person, ring
from twiza.demo.people import Somebody
from twiza.demo.pros import all_pros
from twiza.kit import clock, events
from twiza.trust.kyc import deciding, submitting
from twiza.trust.kyc.models import KycCase, KycSide, KycStatus

WAITING, REFUSED = 5, 2
BLURRED = "La photo de la carte est floue\u00a0: le nom ne se lit pas. Reprenez-la à la lumière du jour."
_SIZE = (1000, 640)
_SAND, _INK, _TINT = "#f9f6f2", "#191a2c", "#d9d2f7"


async def send(session: AsyncSession) -> None:
    """Those who are verified were approved long ago; of the others some wait, some were refused, most never sent any."""
    others: list[Somebody] = []
    for _, pro in all_pros():
        if pro.is_verified:
            session.add(_approved(pro))
        else:
            others.append(pro)
    await session.flush()
    for number, pro in enumerate(others[: WAITING + REFUSED]):
        with clock.travel(day(1, 9 + number)):
            await submitting.submit(session, named(pro.login), files=_pictures(pro), consents=True)
        if number >= WAITING:
            await deciding.reject(session, named(pro.login), by=person("Salma"), reason=BLURRED)
    await session.flush()
    await ring(session, events.take_recorded(session))
    await session.flush()


def _approved(pro: Somebody) -> KycCase:
    """Their pictures are gone: thirty days have passed."""
    return KycCase(
        account_id=named(pro.login),
        status=KycStatus.APPROVED,
        submitted_at=day(202),
        decided_at=day(200),
        decided_by=person("Salma"),
        files_gone_at=day(170),
    )


def _pictures(pro: Somebody) -> Mapping[KycSide, bytes]:
    names = {KycSide.CIN_FRONT: "CIN : recto", KycSide.CIN_BACK: "CIN : verso", KycSide.SELFIE: "Selfie"}
    return {side: _specimen(f"{title}\n{pro.first} {pro.last}\nSPECIMEN") for side, title in names.items()}


def _specimen(words: str) -> bytes:
    drawn = Image.new("RGB", _SIZE, _SAND)
    pen = ImageDraw.Draw(drawn)
    pen.rounded_rectangle((40, 40, _SIZE[0] - 40, _SIZE[1] - 40), 40, outline=_INK, width=4)
    pen.ellipse((90, 160, 330, 400), fill=_TINT)
    pen.multiline_text((390, 200), words, fill=_INK, font_size=44, spacing=24)
    kept = BytesIO()
    drawn.save(kept, "JPEG", quality=80)
    return kept.getvalue()
