"""What belongs to two people isn't there for anybody else: every address of the site and of the API is tried.

An address with a placeholder that isn't named here fails the test, so that nobody adds one without saying whose
it is.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
from starlette.routing import Mount, Route

from tests.belongings import SECRET, Belongings, gather
from tests.cast import Cast, sign_in
from twiza.api import build_api
from twiza.api.examples import example_of
from twiza.kit.db import unit_of_work
from twiza.main import app

# Addresses that anybody may ask for: public things, or one's own by another name.
PUBLIC = re.compile(
    r"^/(static|media|legal|sitemap|art|freelancers|auth|notifications|api|styleguide|report|gigs/\{id:uuid\}/card)"
    r"|^/client/(?!bookings/\{)|^/pro/\{|^/pros/|^/pro/profile/\{part|^/gigs/\{id:uuid\}(/favourite)?$|^/freelancer/profile"
)
# Whoever may be written to has a page for it; what others wrote to them is never on it.
TO_A_PERSON = re.compile(r"^/messages/\{id\}")
PUBLIC_API = re.compile(
    r"^/(users/\{|pros/\{|gigs/\{gig_id\}(/reviews|/favourite)$|freelancers/)|^/reports|^/blocks"
)


@pytest.fixture
async def theirs(cast: Cast) -> Belongings:
    async with unit_of_work() as session:
        return await gather(session, cast)


def placed(path: str, theirs: Belongings, cast: Cast) -> list[str]:
    """The address of each of their things that this route could be asked for."""
    order = str(theirs.order)
    if path.startswith("/orders/{key}"):
        keys = [order, theirs.reference]
        file = str(theirs.order_file)
        return [path.replace("{key}", key).replace("{file_id}", file) for key in keys]
    if path.startswith("/bookings/{key}"):
        keys = [str(theirs.booking), theirs.booking_reference]
        file = str(theirs.booking_file)
        return [path.replace("{key}", key).replace("{file_id}", file) for key in keys]
    if path.startswith("/calendar/"):
        # Whoever knows a pro but not the secret.
        return [path.replace("{pro_id:uuid}", str(cast.hassan.id)).replace("{secret}", "A" * 22)]
    whose = {
        "/client/bookings/{id}/next": str(theirs.request),
        "/client/bookings/": str(theirs.booking),
        "/bookings/": str(theirs.booking),
        "/admin/bookings/": str(theirs.booking),
        "/admin/kyc/": str(cast.hassan.id),
        "/orders/": order,
        "/users/me/": order,
        "/reviews/": str(theirs.review),
        "/offers/": str(theirs.offer),
        "/freelancer/gigs/": str(theirs.draft),
        "/gigs/": str(theirs.draft),
        "/admin/gigs/": str(theirs.draft),
        "/admin/users/": str(cast.amina.id),
        "/admin/orders/": order,
        "/admin/disputes/": str(theirs.dispute),
        "/admin/reviews/": str(theirs.review),
        "/pro/services/": str(theirs.service),
        "/pro/timetables/": str(theirs.timetable),
        "/pro/exceptions/": str(theirs.closed),
        "/pro/schedule/timetables/": str(theirs.timetable),
        "/pro/schedule/exceptions/": str(theirs.closed),
        "/pro/profile/photos/": str(theirs.photo),
        "/pro/photos/": str(theirs.photo),
        "/messages/files/": str(theirs.message_file),
        "/files/": str(theirs.order_file),
        "/admin/": order,
    }
    found = next((value for start, value in whose.items() if path.startswith(start)), None)
    if found is None:
        return []
    named = {
        "file_id": str(theirs.message_file if path.startswith("/messages") else theirs.order_file),
        "extension_id": str(theirs.extension),
        "claim_id": str(theirs.claim),
        "picture_id": order,
        "number": "1",
    }
    filled = re.sub(
        r"\{(\w+)(:\w+)?\}", lambda part: named.get(part[1], found), path.replace("{verb}", "approve")
    )
    return [filled]


def site_routes() -> Iterator[tuple[str, str]]:
    for route in app().routes:
        if isinstance(route, Route) and "{" in route.path:
            yield from ((method, route.path) for method in sorted(route.methods or ()) if method != "HEAD")
        elif not isinstance(route, Route | Mount) and "{" in getattr(route, "path", ""):
            raise AssertionError(route)


def api_routes() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    document: dict[str, Any] = build_api().openapi()
    schemas = document["components"]["schemas"]
    for path, operations in document["paths"].items():
        if "{" in path:
            for method, operation in operations.items():
                yield method.upper(), path, _call(operation, schemas)


def _call(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """How to call it with something valid: the example of its document, or a small file."""
    content: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        return {"json": example_of(content["application/json"]["schema"], schemas)}
    if "multipart/form-data" in content:
        shape = schemas[content["multipart/form-data"]["schema"]["$ref"].rsplit("/", 1)[-1]]
        return {"files": [(name, ("a.txt", b"bonjour", "text/plain")) for name in shape["properties"]]}
    return {}


async def test_no_page_of_theirs_is_there_for_a_stranger(
    client: httpx.AsyncClient, cast: Cast, theirs: Belongings
) -> None:
    await sign_in(client, cast.karim)
    tried = 0
    for method, path in site_routes():
        if PUBLIC.search(path):
            continue
        if TO_A_PERSON.search(path) and not path.startswith("/messages/files"):
            continue
        addresses = placed(path, theirs, cast)
        assert addresses, f"{method} {path}: say in this test whose it is"
        for address in addresses:
            answer = await client.request(method, address, data={"text": "x"} if method == "POST" else None)
            assert answer.status_code == 404, f"{method} {address}: {answer.status_code}"
            assert SECRET not in answer.text
            tried += 1
    assert tried > 30


async def test_no_page_of_theirs_is_there_for_a_visitor(
    client: httpx.AsyncClient, cast: Cast, theirs: Belongings
) -> None:
    for method, path in site_routes():
        if PUBLIC.search(path):
            continue
        for address in placed(path, theirs, cast):
            answer = await client.request(method, address, data={"text": "x"} if method == "POST" else None)
            to_sign_in = answer.status_code == 303 and "/auth/" in answer.headers["location"]
            assert to_sign_in or answer.status_code in {401, 404}, f"{method} {address}: {answer.status_code}"
            assert SECRET not in answer.text


async def test_the_api_has_nothing_of_theirs_for_a_stranger(
    client: httpx.AsyncClient, cast: Cast, theirs: Belongings
) -> None:
    await sign_in(client, cast.karim)
    tried = 0
    for method, path, call in api_routes():
        if PUBLIC_API.search(path):
            continue
        addresses = _api_addresses(path, theirs, cast)
        assert addresses, f"{method} {path}: say in this test whose it is"
        for address in addresses:
            answer = await client.request(method, f"/api/v1{address}", **call)
            assert answer.status_code == 404, f"{method} {address}: {answer.status_code} {answer.text}"
            assert SECRET not in answer.text
            tried += 1
    assert tried > 30


async def test_the_api_has_nothing_of_theirs_for_a_visitor(
    client: httpx.AsyncClient, cast: Cast, theirs: Belongings
) -> None:
    for method, path, call in api_routes():
        if PUBLIC_API.search(path):
            continue
        for address in _api_addresses(path, theirs, cast):
            answer = await client.request(method, f"/api/v1{address}", **call)
            assert answer.status_code in {401, 404}, f"{method} {address}: {answer.status_code} {answer.text}"
            assert SECRET not in answer.text


def _api_addresses(path: str, theirs: Belongings, cast: Cast) -> list[str]:
    if path.startswith(("/messages/", "/conversations/")):
        # Karim's own conversation with Amina: there is none, whatever she wrote to Youssef.
        return [path.replace("{user_id}", str(theirs.order))]
    return placed(path, theirs, cast)


async def test_lists_hold_nothing_of_theirs(
    client: httpx.AsyncClient, cast: Cast, theirs: Belongings
) -> None:
    await sign_in(client, cast.karim)
    for address in (
        "/orders", "/messages", "/dashboard", "/client/bookings", "/client/bookings/standing", "/favourites", "/freelancer/gigs", "/notifications", "/gigs",
        "/api/v1/orders/my", "/api/v1/offers/my", "/api/v1/gigs", "/api/v1/conversations",
        f"/messages/{cast.amina.id}", f"/messages/{cast.youssef.id}", f"/freelancers/{cast.youssef.id}",
    ):  # fmt: skip
        answer = await client.get(address)
        assert answer.status_code < 500, address
        assert SECRET not in answer.text, address
