"""The style guide: samples of every component, in the language, direction and theme that one looks at."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.kit import clock
from twiza.kit.errors import NotFound
from twiza.kit.settings import settings
from twiza.web.art.covers import SCENES
from twiza.web.assets import asset
from twiza.web.icons import names
from twiza.web.page import render
from twiza.web.styleguide import pros
from twiza.web.templates import url

# A page of its own for each, light enough for the budget that it shows.
PARTS = {
    "": ("Foundations", ["foundations"]),
    "forms": ("Forms", ["actions", "forms"]),
    "display": ("Display", ["display"]),
    "pros": ("Pros and hours", ["pros"]),
    "feedback": ("Feedback", ["feedback", "navigation"]),
}
PALETTE = {
    "majorelle": "50 100 200 300 400 500 600 700 800 900 950",
    "saffron": "100 300 400 500 700 800",
    "terra": "100 300 500 600 700",
    "mint": "100 300 500 700 800",
    "sand": "0 25 50 100 200 300 500 600 700 900",
    "night": "950 900 850 800 700 500 400 300 100",
}


async def show(request: Request) -> Response:
    """Some of the components, but not for the public."""
    part = request.path_params.get("part", "")
    if settings().env == "production" or part not in PARTS:
        raise NotFound
    now = clock.now()
    return render(
        request,
        "styleguide/styleguide.html",
        part=part,
        samples=PARTS[part][1],
        parts=[(key, title, url(f"/styleguide/{key}".rstrip("/"))) for key, (title, _) in PARTS.items()],
        palette={name: steps.split() for name, steps in PALETTE.items()},
        icon_names=names(),
        covers=list(SCENES),
        pros=pros.cards(),
        week=pros.week(),
        no_week=pros.week(is_full=True),
        people=[
            _person("Salma Rami", "SR", "salma"),
            _person("Youssef El Amrani", "YE", "youssef"),
            _person("Omar Saidi", "OS", ""),
        ],
        events=[
            {"icon": "palette", "text": "Work started", "at": now - timedelta(minutes=5)},
            {
                "icon": "banknote",
                "text": "Payment confirmed",
                "note": "1 800 MAD",
                "at": now - timedelta(hours=2),
            },
            {"icon": "clipboard-list", "text": "Order placed", "at": now - timedelta(days=1)},
        ],
        notes=[
            {
                "title": "Payment confirmed",
                "body": "Mehdi confirmed 1 800 MAD.",
                "url": "#",
                "icon": "banknote",
                "tone": "mint",
                "at": now - timedelta(minutes=3),
                "unread": True,
            },
            {
                "title": "Welcome",
                "body": "",
                "url": "",
                "icon": "sparkles",
                "tone": "",
                "at": now - timedelta(days=3),
                "unread": False,
            },
        ],
    )


def _person(name: str, initials: str, picture: str) -> dict[str, object]:
    return {
        "name": name,
        "initials": initials,
        "avatar_url": asset(f"art/av/{picture}.webp") if picture else "",
        "verified": bool(picture),
        "premium": picture == "salma",
        "headline": "Brand designer for cafés, riads and craftspeople: logos, menus, signs",
        "city": "Marrakech" if picture else "",
        "rating": 4.9 if picture else None,
        "reviews": 214,
        "skills": ["Logo", "Illustrator", "Packaging"],
    }


routes = [Route("/styleguide", show), Route("/styleguide/{part}", show)]
