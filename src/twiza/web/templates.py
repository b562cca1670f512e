"""The template engine: minijinja over this folder, strict about what is undefined, escaped by default."""

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from minijinja import Environment, Markup, load_from_path

from twiza.accounts import phones
from twiza.kit import i18n
from twiza.kit.settings import settings
from twiza.web import assets, hats

FOLDER = Path(__file__).parent


@lru_cache
def environment() -> Environment:
    """One environment per process; templates are read again after each change while developing."""
    return Environment(
        loader=load_from_path(FOLDER),
        globals={
            "_": i18n.gettext,
            "ngettext": i18n.ngettext,
            "url": lambda path: _attribute(url(path)),
            "url_in": lambda code, path: _attribute(url_in(code, path)),
            "asset": assets.asset,
            "own_css": assets.own_css,
            "icon_href": assets.icon_href,
            "money": i18n.format_money,
            "date": i18n.format_date,
            "number": i18n.number,
            "query": query,
            "hat_name": hats.name,
            "pretty_phone": phones.pretty,
            "as_written": as_written,
            "isolated": i18n.isolated,
            "languages": i18n.NAMES,
        },
        undefined_behavior="strict",
        auto_escape_callback=lambda name: "html" if name.endswith((".html", ".svg")) else None,
        trim_blocks=True,
        lstrip_blocks=True,
        debug=settings().env != "production",
        reload_before_render=settings().env == "development",
    )


def text(template: str, context: Mapping[str, object]) -> str:
    """Fill a template."""
    return environment().render_template(template, **context)


def url(path: str) -> str:
    """A link to a page in the current language."""
    return url_in(i18n.language.get(), path)


def url_in(code: str, path: str) -> str:
    """A link to a page in that language: French has no prefix."""
    if code == "fr" or not path.startswith("/"):
        return path
    return f"/{code}{path}" if path != "/" else f"/{code}/"


def _attribute(address: str) -> Markup:
    """minijinja would write each slash as `&#x2f;`; what matters inside an attribute is escaped here."""
    return Markup(escape(address, quote=True))


def as_written(text: str) -> str:
    """Attributes for words that a person wrote: their own direction, and a voice that can read them."""
    return Markup(f' lang="{lang}" dir="auto"' if (lang := i18n.written_in(text)) else ' dir="auto"')


def query(path: str, **values: object) -> str:
    """A path with those of the values that say something as its query."""
    said = {name: value for name, value in values.items() if value not in (None, "", False)}
    return f"{path}?{urlencode(said, doseq=True)}" if said else path
