"""How an email looks: the plain text of a message, and the same as a letter with our colours.

Whoever writes a message writes plain text in paragraphs. A paragraph that is an address becomes a button; a
line before the address is what the button says. A code of six digits is set large.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from minijinja import Environment, load_from_path

from twiza.kit import i18n
from twiza.kit.i18n import gettext as _
from twiza.kit.outgoing import Outgoing
from twiza.notifications import links

_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Block:
    """One paragraph: words, words around a code, or a button."""

    text: str
    code: str = ""
    after: str = ""
    address: str = ""


def plain_text(message: Outgoing) -> str:
    """The message for readers without HTML, with the way out of it when there is one."""
    with i18n.use(message.language):
        lines = [message.body.strip(), "", "--", f"Twiza · {_why(message)}"]
        if message.unsubscribe_url:
            lines.append(_("Stop these emails: {address}", address=message.unsubscribe_url))
    return "\n".join(lines) + "\n"


def html(message: Outgoing) -> str:
    """The letter; a message that brings its own HTML keeps it."""
    if message.html is not None:
        return message.html
    with i18n.use(message.language):
        return _environment().render_template(
            "letter.html",
            lang=message.language,
            dir=i18n.direction(message.language),
            title=message.subject or "Twiza",
            blocks=[block(part, secret=message.secret) for part in message.body.strip().split("\n\n")],
            home=links.absolute(message.language, "/"),
            why=_why(message),
            unsubscribe=message.unsubscribe_url,
        )


def block(paragraph: str, *, secret: bool) -> Block:
    """Read one paragraph of a plain-text message."""
    *label, last = paragraph.strip().split("\n")
    if _ADDRESS.fullmatch(last.strip()):
        return Block(" ".join(label).rstrip(" :") or _("Continue on Twiza"), address=last.strip())
    if secret and (found := _CODE.search(paragraph)):
        return Block(paragraph[: found.start()].strip(), found[0], paragraph[found.end() :].strip(" .\n"))
    return Block(paragraph)


def _why(message: Outgoing) -> str:
    if message.account_id is None:
        return _("You get this email because this address was typed on Twiza. If it wasn’t you, ignore it.")
    if message.unsubscribe_url is None:
        return _("You get this email because it concerns the safety of your account.")
    return _("You get this email because you have an account on Twiza.")


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=load_from_path(Path(__file__).parent),
        globals={"_": i18n.gettext},
        undefined_behavior="strict",
        auto_escape_callback=lambda name: "html" if name.endswith(".html") else "none",
        trim_blocks=True,
        lstrip_blocks=True,
    )
