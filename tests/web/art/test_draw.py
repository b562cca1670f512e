"""The drawn files are those that the program draws."""

from xml.etree import ElementTree as ET

import pytest

from twiza.web.art import draw, logo
from twiza.web.assets import FOLDER


@pytest.mark.parametrize(("name", "svg"), list(draw.pictures()))
def test_a_picture_is_well_formed_and_up_to_date(name: str, svg: str):
    ET.fromstring(svg)
    assert (FOLDER / f"art/{name}.svg").read_text() == svg + "\n"


def test_one_petal_of_eight_is_you():
    drawn = logo.petal_paths()
    assert drawn.count(logo.MAJORELLE) == 7
    assert drawn.count(logo.SAFFRON) == 1
