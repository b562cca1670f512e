"""Components: labels tied to fields, errors said beside them, what was typed kept, nothing unescaped."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from twiza.kit import i18n
from twiza.web.templates import FOLDER, environment

NAMES = sorted(path.stem for path in (FOLDER / "components").glob("*.html"))


def drawn(body: str, language: str = "fr", **context: object) -> str:
    """What a template with this body says, all components at hand."""
    imports = "".join(f'{{% from "components/{name}.html" import {name} %}}' for name in NAMES)
    with i18n.use(language):
        shared = {"lang": language, "dir": i18n.direction(language), "path": "/", "viewer": None}
        return environment().render_str(imports + body, "sample.html", **shared, **context)


@pytest.mark.parametrize("name", NAMES)
def test_each_file_holds_one_macro_and_says_how_to_call_it(name: str):
    text = (FOLDER / f"components/{name}.html").read_text()
    assert text.startswith(f"{{# {name}(")
    assert re.findall(r"{% macro (\w+)\(", text) == [name]


def test_a_field_ties_its_label_its_hint_and_its_error():
    html = drawn(
        '{{ field("Email", "email", value="a@b", hint="Yours", error="Not complete", type="email") }}'
    )
    assert 'for="f-email"' in html
    assert 'id="f-email"' in html
    assert 'aria-describedby="f-email-hint f-email-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="a@b"' in html
    assert 'id="f-email-error"' in html


def test_a_field_without_error_says_nothing_of_one():
    html = drawn('{{ field("Name", "name", error=errors.name) }}', errors={})
    assert "aria-invalid" not in html
    assert "error" not in html


@pytest.mark.parametrize(
    "call",
    [
        'field(bad, "x", value=bad, error=bad, hint=bad, placeholder=bad)',
        'textarea(bad, "x", value=bad, error=bad)',
        'select(bad, "x", [[bad, bad]], value=bad, error=bad)',
        'combobox(bad, "x", [bad], value=bad)',
        "phone_input(bad, value=bad, error=bad)",
        'checkbox(bad, "x", error=bad)',
        'radios(bad, "x", [[bad, bad]], value=bad)',
        'button(bad, href=bad, attrs={"title": bad})',
        "toast(bad)",
        "callout(bad, title=bad)",
        "empty(bad, bad)",
        'person_card({"name": bad, "initials": bad, "avatar_url": "", "verified": true, "premium": false,'
        ' "headline": bad, "city": bad, "rating": none, "reviews": 0, "skills": [bad]})',
        'error_summary({"x": bad})',
    ],
)
def test_what_people_type_is_never_markup(call: str):
    innocent = elements(drawn("{{ " + call + " }}", bad="x"))
    assert elements(drawn("{{ " + call + " }}", bad='"><script>alert(1)</script> onclick="x')) == innocent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))


def elements(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements as a browser reads them, each with the names of its attributes."""
    reader = _Reader()
    reader.feed(html)
    return reader.seen


def test_a_select_keeps_the_choice_whatever_its_type():
    html = drawn('{{ select("City", "city", [[1, "Casablanca"], [2, "Rabat"]], value="2") }}')
    assert '<option value="2" selected>' in html
    assert html.count("selected") == 1


def test_a_form_summary_links_to_each_field_and_counts_in_every_language():
    errors = {"email": "x", "phone": "y"}
    html = drawn("{{ error_summary(errors) }}", errors=errors)
    assert 'href="#f-email"' in html
    assert "2" in html
    assert "حقلين" in drawn("{{ error_summary(errors) }}", "ar", errors=errors)


def test_bars_of_a_chart_run_with_the_language():
    bars = [("Jan", 1, "1"), ("Feb", 2, "2")]

    def first_bar(language: str) -> float:
        found = re.search(
            r'<rect[^>]* x="([\d.]+)"', drawn('{{ bar_chart("x", bars) }}', language, bars=bars)
        )
        assert found
        return float(found[1])

    assert first_bar("fr") < 100 < first_bar("ar")


def test_a_chart_of_nothing_is_drawn_flat():
    assert 'height="0' in drawn('{{ bar_chart("x", [["Jan", 0, "0"]]) }}')


def test_steps_before_the_present_one_are_done():
    html = drawn('{{ stepper("s", ["a", "b", "c"], 2) }}')
    assert html.count("is-done") == 1
    assert html.count('aria-current="step"') == 1


def test_an_unread_notice_says_so_in_words():
    item = {
        "title": "Hello", "body": "", "url": "", "icon": "bell", "tone": "",
        "at": datetime(2026, 1, 1, tzinfo=UTC), "unread": True,
    }  # fmt: skip
    assert "(non lue)" in drawn("{{ notification(item) }}", item=item)
