"""Writes static/art again: `python -m twiza.web.art.draw`."""

from collections.abc import Iterator

from twiza.web.art import covers, logo, zellige
from twiza.web.art.shapes import arch
from twiza.web.assets import FOLDER

ARCH_MASK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 300" preserveAspectRatio="none">'
    f'<path d="{arch(100, 300, 168, 300, 12)}"/></svg>'
)


def pictures() -> Iterator[tuple[str, str]]:
    """Every file of static/art that is made of geometry."""
    yield "logo", logo.logo()
    yield "app-icon", logo.app_icon()
    yield "zellige", zellige.band()
    yield "arch-mask", ARCH_MASK
    yield "pattern-light", zellige.pattern("#3e31c1", 0.11)
    yield "pattern-dark", zellige.pattern("#b1b6ff", 0.1)
    yield "pattern-white", zellige.pattern("#ffffff", 0.15)
    for name in covers.SCENES:
        yield f"covers/{name}", covers.cover(name)


def main() -> None:
    for name, svg in pictures():
        file = FOLDER / f"art/{name}.svg"
        file.parent.mkdir(exist_ok=True)
        file.write_text(svg + "\n")


if __name__ == "__main__":
    main()
