"""The icon sprite: the Lucide icons that pages use and three brand marks, checked by the tests.

To add an icon, write its name into static/icons.txt and run, with npm's `lucide-static` unpacked somewhere:
`python -m twiza.web.icons path/to/lucide-static/icons`
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from twiza.web.assets import FOLDER

SPRITE = FOLDER / "icons.svg"
NAMES = FOLDER / "icons.txt"
BRANDS = FOLDER / "icons/brands"
SOURCE = Path(__file__).parents[1]
_CALLED = re.compile(
    r"""\b(?:icon|icon_before|icon_after|icon_name|icon_button|empty)\s*(?:\(|=)\s*["']([a-z0-9-]+)["']"""
)
_SYMBOL = re.compile(r'<symbol id="([^"]+)"')


def names() -> list[str]:
    """The icons we ship."""
    return NAMES.read_text().split()


def in_sprite() -> set[str]:
    return set(_SYMBOL.findall(SPRITE.read_text()))


def missing() -> dict[str, list[str]]:
    """Icons that a template asks for and the sprite lacks, with the templates that ask."""
    known = in_sprite()
    found: dict[str, list[str]] = {}
    for path, text in _sources(".html"):
        for name in _CALLED.findall(text):
            if name not in known:
                found.setdefault(name, []).append(str(path.relative_to(SOURCE)))
    return found


def unused() -> list[str]:
    """Icons in the sprite that no page, component or table of the program names."""
    pages = [text for suffix in (".html", ".py", ".json", ".md") for _, text in _sources(suffix)]
    everything = "\n".join([*pages, (FOLDER / "js/app.js").read_text()])
    return [name for name in names() if not re.search(rf"[\"'#]{re.escape(name)}[\"']", everything)]


def _sources(suffix: str) -> Iterator[tuple[Path, str]]:
    for path in sorted(SOURCE.rglob(f"*{suffix}")):
        yield path, path.read_text()


def symbol(name: str, svg: str) -> str:
    """One icon of the sprite, without the attributes that the stylesheet gives."""
    box = re.search(r'viewBox="([^"]+)"', svg)
    inner = re.sub(r"\s+", " ", re.sub(r"<!--.*?-->|<svg[^>]*>|</svg>", "", svg, flags=re.DOTALL))
    inner = inner.replace("> <", "><").replace(" />", "/>").strip()
    return f'<symbol id="{name}" viewBox="{box[1] if box else "0 0 24 24"}">{inner}</symbol>'


def build(lucide: Path) -> str:
    """The sprite's text, from a folder of Lucide's files."""
    symbols: list[str] = []
    for name in names():
        brand = BRANDS / f"{name}.svg"
        symbols.append(symbol(name, (brand if brand.exists() else lucide / f"{name}.svg").read_text()))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{chr(10).join(symbols)}\n</svg>\n'


if __name__ == "__main__":
    SPRITE.write_text(build(Path(sys.argv[1])))
