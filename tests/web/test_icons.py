"""The sprite holds what pages ask for, and nothing else."""

from twiza.web import icons


def test_every_icon_that_a_template_names_is_in_the_sprite():
    assert icons.missing() == {}


def test_no_icon_is_carried_for_nothing():
    assert icons.unused() == []


def test_the_sprite_and_its_list_agree():
    assert icons.in_sprite() == set(icons.names())


def test_an_icon_loses_what_the_stylesheet_gives():
    svg = '<!-- note --><svg class="x" viewBox="0 0 24 24" stroke="red">\n  <path d="M1 1" />\n  <path d="M2 2" /></svg>'
    expected = '<symbol id="dot" viewBox="0 0 24 24"><path d="M1 1"/><path d="M2 2"/></symbol>'
    assert icons.symbol("dot", svg) == expected
