"""The stylesheet is one text for the file, the inlined copy and the policy; addresses change with their content."""

import base64
import gzip
import hashlib
import re

import httpx
from starlette.applications import Starlette

from twiza.web import assets


async def get(address: str) -> httpx.Response:
    transport = httpx.ASGITransport(Starlette(routes=assets.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://twiza.test") as client:
        return await client.get(address)


def test_the_policy_names_the_inlined_stylesheets():
    digest = base64.b64encode(hashlib.sha256(assets.css_text().encode()).digest()).decode()
    assert assets.css_hashes()[0] == f"sha256-{digest}"
    assert len(set(assets.css_hashes())) == len(assets.INLINED)


def test_a_page_brings_its_own_look_the_way_the_shared_one_came():
    inside = assets.own_css("css/home.css", "the shared one")
    assert inside == f"<style>{assets.css('css/home.css')}</style>"
    assert assets.own_css("css/home.css", None) == (
        f'<link rel="stylesheet" href="{assets.asset("css/home.css")}">'
    )


async def test_every_address_in_the_stylesheet_answers_and_may_be_kept():
    found = set(re.findall(r"url\((/[^)#]+)", assets.css_text()))
    assert any("woff2" in address for address in found)
    for address in found:
        response = await get(address)
        assert response.status_code == 200, address
        assert "immutable" in response.headers["cache-control"], address


async def test_the_stylesheet_is_served_under_its_own_address():
    response = await get(str(assets.asset(assets.STYLESHEET)))
    assert response.text == assets.css_text()
    assert response.headers["content-type"].startswith("text/css")


async def test_an_address_without_version_is_kept_for_a_day_only():
    assert (await get("/static/art/logo.svg")).headers["cache-control"] == assets.A_DAY


async def test_the_service_worker_stands_at_the_root_and_is_always_asked_for_again():
    response = await get("/sw.js")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-cache"
    assert "javascript" in response.headers["content-type"]


def test_weights_stay_within_the_budget():
    """14 KB of CSS, 20 KB of JavaScript, 70 KB of fonts, as the browser receives them."""
    assert len(gzip.compress(assets.css_text().encode(), 9)) <= 14 * 1024
    scripts = b"".join((assets.FOLDER / f"js/{name}").read_bytes() for name in ("htmx.js", "app.js"))
    assert len(gzip.compress(scripts, 9)) <= 20 * 1024
    fonts = sum(font.stat().st_size for font in (assets.FOLDER / "fonts").glob("*.woff2"))
    assert fonts <= 70 * 1024


async def test_a_stylesheet_that_is_not_there_is_not_found():
    for path in ("css/none.css", "css/%2e%2e/%2e%2e/pyproject.toml", "css"):
        assert (await get(f"/static/{path}")).status_code == 404


def test_no_stylesheet_asks_its_container() -> None:
    """Chromium paints a first frame without such styles, and the page jumps (docs/adr/0011)."""
    asking = re.compile(r"@container|\bcontainer(-type)?\s*:")
    assert [path.name for path in assets.FOLDER.rglob("*.css") if asking.search(path.read_text())] == []
