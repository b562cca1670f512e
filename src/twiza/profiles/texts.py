"""What people typed about themselves, as it is kept: without the characters that nobody sees and no database holds."""

import unicodedata

# Joiners shape Arabic words and emoji; marks of direction keep mixed lines readable.
_KEPT_SIGNS = frozenset("\u200c\u200d\u200e\u200f")


def line(text: str) -> str:
    """One line, its words parted by single spaces."""
    return " ".join(_shown(text).split())


def paragraphs(text: str) -> str:
    """Several lines; browsers send two characters at each end of line, and count one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_shown(each).rstrip() for each in lines).strip()


def _shown(text: str) -> str:
    # Almost every line is as it should be, which Python tells at once.
    return text if text.isprintable() else "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    """The character, a space instead of a tab or a control, nothing instead of what hides."""
    kind = unicodedata.category(char)
    if kind == "Cc":
        return " " if char.isspace() else ""
    return "" if kind in {"Cf", "Cs", "Co", "Cn"} and char not in _KEPT_SIGNS else char
