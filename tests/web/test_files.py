"""Files over HTTP: private ones to the person of the link alone, public pictures to everybody."""

import io
from datetime import timedelta

import httpx
from PIL import Image

from tests.cast import Cast, sign_in
from twiza.kit import clock, db, storage


async def _contract(cast: Cast, **more: object) -> storage.FileRow:
    async with db.unit_of_work() as session:
        return await storage.put(
            session, b"%PDF-1.7\n%%EOF", owner=cast.amina.id, name="عقد n\u00ba1.pdf", **more
        )


async def test_the_person_of_the_link_reads_it(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    for visibility in (storage.Visibility.PRIVATE, storage.Visibility.SEALED):
        row = await _contract(cast, visibility=visibility)
        response = await client.get(storage.signed_link(row.id, cast.amina.id))
        assert response.status_code == 200
        assert response.content == b"%PDF-1.7\n%%EOF"
        assert response.headers["content-type"] == "application/pdf"
        assert response.headers["content-disposition"].startswith("attachment")
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in response.headers["content-security-policy"]
        assert response.headers["cache-control"] == "private, no-store"


async def test_nobody_else_does(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    row = await _contract(cast)
    link = storage.signed_link(row.id, cast.amina.id)
    assert (await client.get(link)).status_code == 404
    await sign_in(other_client, cast.karim)
    assert (await other_client.get(link)).status_code == 404
    await sign_in(client, cast.amina)
    assert (await client.get(link)).status_code == 200
    assert (await client.get(link[:-1] + ("A" if link[-1] != "A" else "B"))).status_code == 404
    assert (await client.get(link.partition("?")[0])).status_code == 404
    assert (await client.get("/files/../../etc/passwd")).status_code == 404
    with clock.travel(timedelta(minutes=11)):
        assert (await client.get(link)).status_code == 404


async def test_an_erased_file_is_gone_for_its_owner_too(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    row = await _contract(cast)
    async with db.unit_of_work() as session:
        await storage.erase(session, row.id)
    assert (await client.get(storage.signed_link(row.id, cast.amina.id))).status_code == 404


async def test_public_pictures_are_kept_for_ever(client: httpx.AsyncClient, cast: Cast) -> None:
    out = io.BytesIO()
    Image.new("RGB", (50, 50), "red").save(out, "PNG")
    async with db.unit_of_work() as session:
        row = await storage.put_image(session, out.getvalue(), owner=cast.amina.id, widths=(96,))
    response = await client.get(storage.media_url(row.key, 96))
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/webp"
    assert "immutable" in response.headers["cache-control"]
    assert (await client.get("/media/" + "0" * 32 + ".webp")).status_code == 404
    assert (await client.get("/media/%2e%2e%2fkeys")).status_code == 404
