import httpx
import pytest

from twiza.web.language import accepted, split


@pytest.mark.parametrize(
    ("path", "language", "rest"),
    [
        ("/about", "fr", "/about"),
        ("/ar/about", "ar", "/about"),
        ("/en/", "en", "/"),
        ("/armoire", "fr", "/armoire"),
        ("/fr/about", "fr", "/fr/about"),
    ],
)
def test_the_address_decides(path: str, language: str, rest: str) -> None:
    assert split(path) == (language, rest)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ar-MA,fr;q=0.8", "ar"),
        ("de,en;q=0.5,fr;q=0.9", "fr"),
        ("zgh", "fr"),
        ("en;q=x", "en"),
        ("", "fr"),
    ],
)
def test_what_a_browser_asks_for(header: str, language: str) -> None:
    assert accepted(header) == language


async def test_only_a_first_visit_to_the_root_is_led_elsewhere(client: httpx.AsyncClient) -> None:
    arabic = {"accept-language": "ar"}
    first = await client.get("/", headers=arabic)
    assert (first.status_code, first.headers["location"]) == (302, "/ar/")
    assert (await client.get("/about", headers=arabic)).status_code == 200
    chosen = await client.get("/", headers={**arabic, "referer": "http://twiza.test/ar/"})
    assert chosen.status_code == 200
    assert 'lang="fr"' in chosen.text


@pytest.mark.parametrize(
    ("prefix", "lang", "dir_"), [("", "fr", "ltr"), ("/ar", "ar", "rtl"), ("/en", "en", "ltr")]
)
async def test_each_language_has_its_own_pages(
    client: httpx.AsyncClient, prefix: str, lang: str, dir_: str
) -> None:
    page = await client.get(f"{prefix}/about")
    assert f'lang="{lang}" dir="{dir_}"' in page.text
    for alternate in ("fr-MA", "ar-MA", "en", "x-default"):
        assert f'hreflang="{alternate}"' in page.text


async def test_a_missing_page_is_told_in_the_language_of_the_address(client: httpx.AsyncClient) -> None:
    arabic = await client.get("/ar/no-such-page")
    assert arabic.status_code == 404
    assert 'dir="rtl"' in arabic.text
    assert "/ar/" in arabic.text
