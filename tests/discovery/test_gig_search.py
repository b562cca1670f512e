"""The search for gigs: found by any way to say it, by filters, only while they are on offer."""

import pytest

from tests.cast import Cast
from tests.discovery.offers import offer, titles
from twiza.kit.db import unit_of_work


async def shop(cast: Cast) -> None:
    async with unit_of_work() as session:
        who = cast.youssef.id
        await offer(session, who, "Je crée le logo de votre café", tags=["logo", "identité"], price=450)
        await offer(session, who, "تصميم شعار احترافي لشركتك", language="ar", price=300)
        await offer(session, who, "Montage de vidéos pour TikTok", category="montage-video", price=600)
        await offer(session, who, "ترجمة من العربية إلى الفرنسية", category="arabe-francais", language="ar")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("LOGO café", "Je crée le logo de votre café"),
        ("logos cafés", "Je crée le logo de votre café"),
        ("الشعارات", "تصميم شعار احترافي لشركتك"),
        ("montage vidéo", "Montage de vidéos pour TikTok"),
        ("ترجمات عربي", "ترجمة من العربية إلى الفرنسية"),
        ("montge", "Montage de vidéos pour TikTok"),
    ],
)
async def test_found_by_any_spelling(cast: Cast, words: str, title: str) -> None:
    await shop(cast)
    assert (await titles(words))[0] == title
