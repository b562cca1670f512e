"""The written pages say the same thing in each language, and show the operator's details only when they are known."""

import re

import pytest

from twiza import content
from twiza.content.pages import FOLDER
from twiza.kit.i18n import LANGUAGES
from twiza.kit.settings import settings


def link(language: str, path: str) -> str:
    return path if language == "fr" else f"/{language}{path}"


def read(slug: str, language: str) -> content.Page:
    return content.page(slug, language, link=link)


def anchors(page: content.Page) -> list[str]:
    return [passage.id for section in page.sections for passage in (section, *section.parts)]


def text_of(page: content.Page) -> str:
    passages = [p for section in page.sections for p in (section, *section.parts)]
    return page.intro + "".join(p.title + p.html for p in passages)


@pytest.mark.parametrize("slug", content.SLUGS)
def test_a_page_has_the_same_passages_version_and_date_in_every_language(slug: str) -> None:
    pages = [read(slug, language) for language in LANGUAGES]
    assert len({tuple(anchors(page)) for page in pages}) == 1
    assert len({(page.version, page.date) for page in pages}) == 1
    assert len({page.title for page in pages}) == len(LANGUAGES)
    assert content.version(slug) == pages[0].version


@pytest.mark.parametrize("slug", content.SLUGS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_has_an_anchor_of_its_own_and_a_text(slug: str, language: str) -> None:
    page = read(slug, language)
    source = (FOLDER / language / f"{slug}.md").read_text(encoding="utf-8")
    assert len(anchors(page)) == len(set(anchors(page))) == len(re.findall(r"^##+ ", source, re.MULTILINE))
    assert all(section.html or section.parts for section in page.sections)
    assert 50 < len(page.description) < 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_faq_answers_at_least_eighteen_questions_in_six_groups(language: str) -> None:
    faq = read("faq", language)
    assert [section.id for section in faq.sections] == [
        "general",
        "clients",
        "freelancers",
        "pros",
        "payment",
        "account",
    ]
    questions = [question for section in faq.sections for question in section.parts]
    assert len(questions) >= 18
    assert all(question.html for question in questions)


@pytest.mark.parametrize("slug", content.SLUGS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_to_pages_that_exist_in_the_language_of_the_text(slug: str, language: str) -> None:
    written = {"about": "/about", "faq": "/faq", "pricing": "/pricing", "become-a-pro": "/devenir-pro"}
    pages = [written.get(name, f"/legal/{name}") for name in content.SLUGS]
    known = {link(language, p) for p in (*pages, "/freelancers", "/pros", "/auth/login", "/auth/signup")}
    found = re.findall(r'href="([^"]+)"', text_of(read(slug, language)))
    assert {address for address in found if not address.startswith("https://")} <= known


@pytest.mark.parametrize("slug", content.SLUGS)
def test_prices_and_deadlines_are_the_same_numbers_in_every_language(slug: str) -> None:
    def numbers(language: str) -> set[str]:
        plain = re.sub(r"<[^>]+>", " ", text_of(read(slug, language)))
        return set(re.findall(r"\d+", plain.replace("09.08", "09-08").replace("31.08", "31-08")))

    assert numbers("fr") == numbers("ar") == numbers("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_publisher_is_named_only_when_the_settings_name_it(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "publisher_name", "")
    monkeypatch.setattr(settings(), "cndp_receipt", "")
    unnamed = read("notice", language)
    assert "{" not in text_of(unnamed)
    monkeypatch.setattr(settings(), "publisher_name", "Atlas Services SARL")
    monkeypatch.setattr(settings(), "cndp_receipt", "D-GC-123/2026")
    named = read("notice", language)
    assert "Atlas Services SARL" in named.passage("publisher").html
    assert "Atlas Services SARL" not in text_of(unnamed)
    assert "D-GC-123/2026" in read("privacy", language).passage("controller").html


def test_a_detail_that_looks_like_markup_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "publisher_name", "<script>alert(1)</script>")
    assert "<script>" not in text_of(read("notice", "fr"))
