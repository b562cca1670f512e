"""Files: told by content, pictures redrawn, sealed ones unreadable on disk, erased ones gone."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from tests.cast import Cast
from twiza.kit import clock, db, storage
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.settings import settings
from twiza.kit.storage import erasing, images, kinds, links, names, sealing, store

CANARY = b"canary-7f3a91-never-on-disk"


def picture(fmt: str = "JPEG", size: tuple[int, int] = (640, 480), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, fmt, **options)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name in names:
            opened.writestr(name, "x")
    return out.getvalue()


def on_disk() -> list[Path]:
    return [path for path in settings().data_dir.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture("JPEG"), kinds.JPEG),
        (picture("PNG"), kinds.PNG),
        (picture("WEBP"), kinds.WEBP),
        (picture("GIF"), kinds.GIF),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n%%EOF", kinds.PDF),
        (archive("a.txt"), kinds.ZIP),
        (archive("[Content_Types].xml", "word/document.xml"), kinds.DOCX),
        (archive("[Content_Types].xml", "xl/workbook.xml"), kinds.XLSX),
        ("Bonjour, ça va ? مرحبا\n".encode(), kinds.TEXT),
        (b"MZ\x90\x00" + b"\x00" * 200, None),
        (b"\x7fELF" + b"\x00" * 200, None),
        (b"PK\x03\x04 but not really a zip", None),
    ],
)
def test_the_content_tells_the_kind(content: bytes, kind: kinds.Kind | None) -> None:
    assert kinds.recognise(content) == kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Windows\\devis.pdf", "devis.pdf"),
        ("devis\u202efdp.exe", "devis fdp.pdf"),
        ("عرض سعر.pdf", "عرض سعر.pdf"),
        ('a"; filename="b.html', "b.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
        ("two\r\nlines.pdf", "two lines.pdf"),
    ],
)
def test_names_are_made_harmless(given: str, kept: str) -> None:
    name = names.safe_name(given, kinds.PDF)
    assert "/" not in name and "\\" not in name and '"' not in name and "\n" not in name
    if given != 'a"; filename="b.html':
        assert name == kept
    assert name.endswith(".pdf")
    assert names.disposition(name).isascii()


async def test_a_picture_loses_where_and_when_it_was_taken() -> None:
    plain = Image.new("RGB", (400, 200), "teal")
    exif = plain.getexif()
    exif[0x0112] = 6  # held upright
    exif[0x010F] = "SpyPhone"
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 35.0, 0.0), 3: "W", 4: (7.0, 36.0, 0.0)})
    out = io.BytesIO()
    plain.save(out, "JPEG", exif=exif, comment=CANARY)
    assert b"SpyPhone" in out.getvalue()
    whole, copies = await images.redraw(out.getvalue(), widths=(96,))
    redrawn = Image.open(io.BytesIO(whole.data))
    assert redrawn.format == "WEBP"
    assert redrawn.size == (200, 400)
    assert len(redrawn.getexif()) == 0
    assert b"SpyPhone" not in whole.data
    assert CANARY not in whole.data
    assert (copies[96].width, copies[96].height) == (96, 192)


async def test_what_hangs_behind_a_picture_is_gone() -> None:
    whole, _ = await images.redraw(picture("PNG") + b"<script>alert(1)</script>" + archive("evil.txt"))
    assert b"<script>" not in whole.data
    assert b"PK\x03\x04" not in whole.data


async def test_transparency_and_squares_are_kept() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (300, 100), (10, 20, 30, 0)).save(out, "PNG")
    whole, _ = await images.redraw(out.getvalue(), square=True)
    assert (whole.width, whole.height) == (100, 100)
    assert Image.open(io.BytesIO(whole.data)).convert("RGBA").getpixel((50, 50))[3] == 0


async def test_a_bomb_is_refused_by_its_header() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(Invalid) as refusal:
        await images.redraw(out.getvalue(), field="avatar")
    assert refusal.value.fields == {"avatar": images.TOO_MANY_PIXELS}


@pytest.mark.parametrize(
    "content", [picture()[:200], b"\xff\xd8\xff\xe0" + b"\x00" * 64, b"\x89PNG\r\n\x1a\n" + b"\x00" * 64]
)
async def test_a_broken_picture_is_a_field_error(content: bytes) -> None:
    with pytest.raises(Invalid):
        await images.redraw(content)


async def test_a_public_picture_has_an_address_for_each_width(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        row = await storage.put_image(session, picture(), owner=cast.amina.id, widths=(96,), square=True)
    assert row.media_type == "image/webp"
    assert (row.width, row.height) == (480, 480)
    for address in (storage.media_url(row.key), storage.media_url(row.key, 96)):
        name = address.removeprefix("/media/")
        assert links.is_media_name(name)
        assert await store.read(store.path_of(storage.Visibility.PUBLIC, name))


async def test_the_extension_decides_nothing(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        row = await storage.put(session, picture("PNG"), owner=cast.amina.id, name="contrat.pdf")
        assert (row.name, row.media_type) == ("contrat.webp", "image/webp")
        with pytest.raises(Invalid):
            await storage.put_image(session, b"<html><script>1</script>", owner=cast.amina.id, name="me.jpg")
        with pytest.raises(Invalid):
            await storage.put(session, b"MZ" + b"\x00" * 99, owner=cast.amina.id, name="cv.pdf")
        with pytest.raises(Invalid):
            await storage.put(session, b"", owner=cast.amina.id, name="cv.pdf")
        with pytest.raises(Invalid):
            await storage.put(session, b"hello", owner=cast.amina.id, name="cv.pdf", accept={kinds.PDF})


class Endless:
    """A body that never ends."""

    taken = 0

    async def read(self, size: int, /) -> bytes:
        self.taken += size
        return b"a" * size


async def test_too_large_is_noticed_while_reading(cast: Cast) -> None:
    body = Endless()
    async with db.unit_of_work() as session:
        with pytest.raises(Invalid) as refused:
            await storage.put(session, body, owner=cast.amina.id, name="a.txt", limit=600_000)
    assert "0,6" in refused.value.field_texts()["file"]
    assert body.taken < 2_000_000


async def test_a_sealed_file_is_nowhere_readable_on_disk(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        plain = await storage.put(session, CANARY * 9, owner=cast.amina.id, name="note.txt")
        assert any(CANARY in path.read_bytes() for path in on_disk()), (
            "the test must be able to find a canary"
        )
        await storage.erase(session, plain.id)
        await erasing.erase_bytes(plain.visibility, plain.key)
        sealed = await storage.put(
            session, CANARY * 9, owner=cast.amina.id, name="cin.txt", visibility=storage.Visibility.SEALED
        )
    assert not [path for path in on_disk() if CANARY in path.read_bytes()]
    assert await storage.read(sealed) == CANARY * 9
    assert b"".join([piece async for piece in await storage.stream(sealed)]) == CANARY * 9
    key = sealing.keys_folder() / f"{sealed.key}.key"
    assert key.stat().st_mode & 0o777 == 0o600


async def test_a_sealed_file_can_be_neither_changed_nor_swapped() -> None:
    one, other = sealing.seal("one", b"first"), sealing.seal("other", b"second")
    try:
        with pytest.raises(NotFound):
            sealing.unseal("one", one[:-1] + bytes([one[-1] ^ 1]))
        with pytest.raises(NotFound):
            sealing.unseal("one", other)
        assert sealing.unseal("one", one) == b"first"
    finally:
        sealing.destroy_key("one")
        sealing.destroy_key("other")
    with pytest.raises(NotFound):
        sealing.unseal("one", one)


async def test_erasing_leaves_no_byte_and_no_key(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        photo = await storage.put_image(session, picture(), owner=cast.amina.id, widths=(96, 384))
        sealed = await storage.put(
            session, CANARY, owner=cast.amina.id, name="cin.txt", visibility=storage.Visibility.SEALED
        )
    stems = (photo.key[:32], sealed.key[:32])
    assert len([path for path in on_disk() if path.name.startswith(stems)]) == 5
    for row in (photo, sealed):
        async with db.unit_of_work() as session:
            await storage.erase(session, row.id)
        async with db.unit_of_work() as session:
            with pytest.raises(NotFound):
                await storage.find(session, row.id)
        await erasing.erase_bytes(row.visibility, row.key)
        await erasing.erase_bytes(row.visibility, row.key)
    assert not [path for path in on_disk() if path.name.startswith(stems)]


async def test_the_sweep_takes_what_no_row_speaks_of(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        kept = await storage.put(session, b"kept", owner=cast.amina.id, name="a.txt")
    with pytest.raises(RuntimeError):
        async with db.unit_of_work() as session:
            lost = await storage.put(session, b"lost", owner=cast.amina.id, name="b.txt")
            raise RuntimeError
    assert await storage.read(lost) == b"lost"
    await storage.sweep()
    assert await storage.read(lost) == b"lost", "it might belong to a transaction still under way"
    with clock.travel(timedelta(days=2)):
        assert await storage.sweep() >= 1
    assert await storage.read(kept) == b"kept"
    with pytest.raises(NotFound):
        await storage.read(lost)


def test_links_are_for_one_person_and_a_few_minutes() -> None:
    from uuid import uuid4

    file_id, amina, karim = uuid4(), uuid4(), uuid4()
    link = storage.signed_link(file_id, amina)
    expires, proof = (part.partition("=")[2] for part in link.partition("?")[2].split("&"))
    assert links.link_holds(file_id, amina, expires, proof)
    assert not links.link_holds(file_id, karim, expires, proof)
    assert not links.link_holds(uuid4(), amina, expires, proof)
    assert not links.link_holds(file_id, amina, str(int(expires) + 1), proof)
    assert not links.link_holds(file_id, amina, expires, proof[:-1])
    assert not links.link_holds(file_id, amina, "٣", proof)
    with clock.travel(timedelta(minutes=11)):
        assert not links.link_holds(file_id, amina, expires, proof)


@pytest.mark.parametrize(
    "name", ["../../secret", "a.webp", "..%2f", "0" * 32 + ".webp/..", "0" * 32 + "-1.webp", "0" * 32]
)
def test_only_our_names_reach_the_store(name: str) -> None:
    assert not links.is_media_name(name)
