"""The written pages: who we are, questions, prices, becoming a pro, and the law."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import content
from twiza.content import prices
from twiza.kit import i18n
from twiza.kit.errors import NotFound
from twiza.web.content.json_ld import breadcrumbs, faq_page, script
from twiza.web.page import render
from twiza.web.page_cache import share
from twiza.web.templates import url_in

KEPT_FOR = 60
LEGAL = ("terms", "privacy", "notice")
# Which answers the selling pages repeat.
ASKED_ABOUT_PRICES = ("commission", "premium-or-boost", "sign-up-cost", "transfer-refund")
ASKED_BY_PROS = ("verified-badge", "phone-number", "pro-cancellations", "ranking")


def written(slug: str) -> content.Page:
    """A written page in the language of the request."""
    return content.page(slug, i18n.language.get(), link=url_in)


async def about(request: Request) -> Response:
    """Where the name comes from, what we do and the rules of the house."""
    return _show(request, "about", "content/about.html")


async def faq(request: Request) -> Response:
    """Every question with its answer, also as data that search engines read."""
    share(request, KEPT_FOR)
    text = written("faq")
    return render(request, "content/faq.html", text=text, json_ld=script(faq_page(text)))


async def pricing(request: Request) -> Response:
    """What is free, what Premium and Boost cost, and what a transfer costs: nothing."""
    asked = _answers(ASKED_ABOUT_PRICES)
    return _show(request, "pricing", "content/pricing.html", prices=prices, questions=asked)


async def become_a_pro(request: Request) -> Response:
    """Why and how a tradesperson joins."""
    asked = _answers(ASKED_BY_PROS)
    return _show(request, "become-a-pro", "content/become.html", prices=prices, questions=asked)


async def legal(request: Request) -> Response:
    """Terms, privacy and legal notice, with the version that people accept."""
    slug = request.path_params["slug"]
    if slug not in LEGAL:
        raise NotFound
    return _show(request, slug, "content/legal.html", legal=[written(name) for name in LEGAL])


def _show(request: Request, slug: str, template: str, **context: Any) -> Response:
    share(request, KEPT_FOR)
    text = written(slug)
    trail = script(breadcrumbs((text.title, request.url.path)))
    return render(request, template, text=text, json_ld=trail, **context)


def _answers(anchors: tuple[str, ...]) -> list[content.Passage]:
    return [written("faq").passage(anchor) for anchor in anchors]


routes = [
    Route("/about", about),
    Route("/faq", faq),
    Route("/pricing", pricing),
    Route("/devenir-pro", become_a_pro),
    Route("/legal/{slug}", legal),
]
