"""Markdown to HTML for texts of our own."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


def html(text: str, link: Callable[[str], str]) -> str:
    """The text as HTML, its links to our own pages passed through `link`."""
    markdown = _markdown()
    tokens = markdown.parse(text)
    for token in _walk(tokens):
        if token.type == "link_open":
            _point(token, link)
    return markdown.renderer.render(tokens, markdown.options, {}).strip()


@lru_cache
def _markdown() -> "MarkdownIt":
    # Its seventy modules wait for the first text.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _walk(tokens: "Sequence[Token]") -> "Iterator[Token]":
    for token in tokens:
        yield token
        yield from _walk(token.children or ())


def _point(token: "Token", link: Callable[[str], str]) -> None:
    address = str(token.attrs["href"])
    if address.startswith("/"):
        token.attrs["href"] = link(address)
    else:
        token.attrs["rel"] = "noopener"
