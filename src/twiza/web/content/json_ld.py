"""Structured data for search engines: plain data inside the page, never run as a script."""

import re
from collections.abc import Mapping
from html import unescape

import orjson
from minijinja import Markup

from twiza.content import Page
from twiza.kit import i18n
from twiza.kit.i18n import gettext as _
from twiza.kit.settings import settings
from twiza.web.templates import url

_TAG = re.compile(r"<[^>]+>")


def script(data: Mapping[str, object]) -> str:
    """The data as the inside of a script element; nothing in it can close that element."""
    text = orjson.dumps({"@context": "https://schema.org", **data}).decode()
    return Markup(text.replace("<", "\\u003c"))


def absolute(path: str) -> str:
    """The full address of one of our pages in the current language."""
    return settings().public_url + url(path)


def breadcrumbs(*trail: tuple[str, str]) -> Mapping[str, object]:
    """Home, then each (name, path) down to this page."""
    steps = [(_("Home"), "/"), *trail]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }


def faq_page(faq: Page) -> Mapping[str, object]:
    """Each question of the FAQ with its answer."""
    return {
        "@type": "FAQPage",
        "inLanguage": faq.language,
        "mainEntity": [
            {
                "@type": "Question",
                "name": question.title,
                "url": f"{absolute('/faq')}#{question.id}",
                "acceptedAnswer": {"@type": "Answer", "text": _plain(question.html)},
            }
            for group in faq.sections
            for question in group.parts
        ],
    }


def organisation() -> Mapping[str, object]:
    """Who we are and how our search is addressed, for the home page."""
    home = absolute("/")
    return {
        "@type": "WebSite",
        "name": "Twiza",
        "alternateName": ["تويزة", "ⵜⵡⵉⵣⴰ"],
        "url": home,
        "inLanguage": i18n.language.get(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": absolute("/gigs") + "?q={query}",
            "query-input": "required name=query",
        },
    }


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())
