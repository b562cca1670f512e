"""Markdown to HTML for texts of our own."""

from collections.abc import Callable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def html(text: str, link: Callable[[str], str]) -> str:
    """The text as HTML, its links to our own pages passed through `link`."""
    tokens = _MARKDOWN.parse(text)
    for token in _walk(tokens):
        if token.type == "link_open":
            _point(token, link)
    return _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}).strip()


def _walk(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or ())


def _point(token: Token, link: Callable[[str], str]) -> None:
    address = str(token.attrs["href"])
    if address.startswith("/"):
        token.attrs["href"] = link(address)
    else:
        token.attrs["rel"] = "noopener"
