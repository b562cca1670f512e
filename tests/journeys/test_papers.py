"""Identity papers from a phone to their end: whatever is searched afterwards, not a byte of them is found."""

import io
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import FOLDER, WORKER
from tests.journeys import people
from tests.site import Site, running_site
from tests.trust.papers import photo
from twiza.trust.kyc.models import KycSide

SIZE = (640, 404)
STEP = 24


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A data folder of its own: everything in it is searched."""
    folder = FOLDER / f"papers-{WORKER}-{os.getpid()}"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def site(place: Path) -> Iterator[Site]:
    with running_site(place / "site") as running:
        yield running


def test_from_the_camera_to_the_last_byte(
    browser: Browser, page: Page, site: Site, place: Path, tmp_path: Path
) -> None:
    data = place / "site"
    taken = {side: photo(f"canary-{side}", SIZE) for side in KycSide}
    account = _somebody_unverified(page, site)
    _send(page, taken)
    expect(page.locator("main")).to_contain_text("en cours de vérification")

    office = browser.new_context(
        base_url=site.address, locale="fr-MA", viewport={"width": 1280, "height": 900}
    )
    admin = office.new_page()
    people.sign_in(admin, people.demo_login("Salma"))
    shown: list[bytes] = []
    admin.on("response", lambda answer: shown.append(answer.body()) if _is_picture(answer.url) else None)
    admin.goto(f"/admin/kyc/{account}", wait_until="networkidle")
    assert len(shown) == 3
    assert all(
        admin.evaluate("[...document.querySelectorAll('.evidence img')].map((one) => one.naturalWidth > 0)")
    )
    assert len(site.sql("SELECT 1 FROM kyc_look WHERE account_id = $1", account)) == 3
    # On the page they are made lighter; what a click brings is what was sealed.
    shown += [admin.request.get(f"/admin/kyc/{account}/{side}").body() for side in KycSide]

    # The sealed bytes and their keys are what a thief of the disk would find; the dump and the backup hold no key.
    own = "SELECT key FROM file JOIN kyc_file k ON k.file_id = file.id WHERE k.account_id = $1"
    names = {row["key"][:32] for row in site.sql(own, account)}
    keys = {path.read_bytes() for path in (data / "keys").glob("*.key") if path.name[:32] in names}
    files = (data / "files" / "sealed").rglob("*.webp")
    sealed = [path.read_bytes() for path in files if path.name[:32] in names]
    assert (len(keys), len(sealed)) == (3, 3)
    while_waiting = tmp_path / "waiting.tar"
    _twiza("backup", str(while_waiting), where=data, dsn=site.dsn)
    archive = while_waiting.read_bytes()
    assert not any(_traces(archive, content) for content in shown)
    assert not any(key in archive for key in keys)
    assert b"canary" not in archive

    form = admin.locator("form:has(input[value=reject])")
    form.locator("[name=usual]").select_option("1")
    people.press(admin, form.locator("button").last)
    _wait_for_proofs(site, account, 3)
    page.goto("/verification")
    expect(page.locator("main")).to_contain_text("floue")
    assert admin.request.get(f"/admin/kyc/{account}/selfie").status == 404

    after = tmp_path / "after.tar"
    _twiza("backup", str(after), where=data, dsn=site.dsn)
    searched = {
        **_disk(place),
        "backup": after.read_bytes(),
        "dump": _dump(site),
        "what the archive unpacks to": _unpacked(after),
    }
    for name, bytes_found in searched.items():
        for content in (*shown, *sealed):
            assert not _traces(bytes_found, content), name
        assert not any(key in bytes_found for key in keys), name
        assert b"canary" not in bytes_found, name

    # A backup of before the refusal brings the sealed bytes back, and nobody who can open them.
    restored = tmp_path / "restored"
    shutil.copytree(data / "keys", restored / "keys")
    _twiza("restore", str(while_waiting), where=restored)
    back = _disk(restored)
    assert all(any(content == bytes_found for bytes_found in back.values()) for content in sealed)
    for name, bytes_found in back.items():
        assert not any(_traces(bytes_found, content) for content in shown), name
        assert not any(key in bytes_found for key in keys), name
    office.close()


def test_whoever_leaves_takes_them_along(page: Page, site: Site, place: Path) -> None:
    data = place / "site"
    account = _somebody_unverified(page, site, "0661200031")
    _send(page, {side: photo(f"canary-leaving-{side}", SIZE) for side in KycSide})
    keys = site.sql(
        "SELECT key FROM file JOIN kyc_file k ON k.file_id = file.id WHERE k.account_id = $1", account
    )
    assert len(keys) == 3
    archive = page.request.post("/client/settings/export", headers={"origin": site.address}).body()
    with zipfile.ZipFile(io.BytesIO(archive)) as told:
        assert [name for name in told.namelist() if name.endswith(".webp")] == []
        assert b'"PENDING"' in told.read("data.json")
    page.goto("/client/settings/delete")
    page.fill("input[name=password]", people.PASSWORD)
    people.press(page, "form:has(input[name=password]) button[type=submit]")
    _wait_for_proofs(site, account, 3)
    left = [path for row in keys for path in data.rglob(f"{row['key'][:32]}*")]
    assert left == []
    ends = site.sql("SELECT DISTINCT reason FROM kyc_erasure WHERE account_id = $1", account)
    assert [row["reason"] for row in ends] == ["account_deleted"]


def test_a_picture_that_cannot_be_opened_is_told_before_the_others_are_lost(page: Page, site: Site) -> None:
    _somebody_unverified(page, site, "0661200032")
    page.goto("/verification")
    good, bad = (photo("canary-good", SIZE), b"%PDF-1.7 named as a picture")
    for side, content in zip(KycSide, (good, good, bad), strict=True):
        chosen = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content}
        page.locator(f"input[name={side}]").set_input_files(chosen)  # type: ignore[arg-type]
    page.check("input[name=consent]")
    last = page.locator(f"input[name={list(KycSide)[-1]}]")
    expect(last).to_have_js_property(
        "validationMessage", "Cette image ne s’ouvre pas\u00a0: choisissez-en une autre."
    )
    page.click("main form button[type=submit]")
    kept = page.evaluate("[...document.querySelectorAll('main [type=file]')].map((one) => one.files.length)")
    assert kept == [1, 1, 1], "the form was not sent, and has what was chosen"
    last.set_input_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": good})
    expect(last).to_have_js_property("validationMessage", "")


def _somebody_unverified(page: Page, site: Site, phone: str = "0661200030") -> object:
    """A newcomer who adds the profile of a freelancer."""
    people.sign_up(page, phone, first="Ilham", last="Chraibi")
    people.type_code(page, people.code_sent_to(site, f"+212{phone[1:]}"))
    answer = page.request.post("/account/hats", form={"hat": "freelancer"}, headers={"origin": site.address})
    assert answer.ok
    return site.sql("SELECT id FROM account WHERE phone = $1", f"+212{phone[1:]}")[0]["id"]


def _send(page: Page, taken: dict[KycSide, bytes]) -> None:
    page.goto("/verification")
    for side, content in taken.items():
        chosen = {"name": "canary.jpg", "mimeType": "image/jpeg", "buffer": content}
        page.locator(f"input[name={side}]").set_input_files(chosen)  # type: ignore[arg-type]
        expect(page.locator(f"img[data-preview-of=f-{side}]")).to_be_visible()
    page.check("input[name=consent]")
    people.press(page, "main form button[type=submit]")


def _is_picture(url: str) -> bool:
    return "/admin/kyc/" in url and url.removesuffix("/small").rsplit("/", 1)[-1] in {
        str(side) for side in KycSide
    }


def _traces(searched: bytes, content: bytes) -> bool:
    """Whether any stretch of the content, header apart, is in there."""
    return any(content[start : start + STEP] in searched for start in range(64, len(content) - STEP, 1024))


def _disk(folder: Path) -> dict[str, bytes]:
    """Every file under it: the database's own, stored files, keys, logs, whatever else."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _dump(site: Site) -> bytes:
    """Every row of every table as text."""
    tables = [row["t"] for row in site.sql("SELECT tablename t FROM pg_tables WHERE schemaname = 'public'")]
    said = [
        str(row["j"]) for table in tables for row in site.sql(f'SELECT to_jsonb(x)::text j FROM "{table}" x')
    ]
    return "\n".join(said).encode()


def _unpacked(archive: Path) -> bytes:
    with tarfile.open(archive) as opened:
        files = [opened.extractfile(one) for one in opened if one.isfile()]
        return b"\n".join(file.read() for file in files if file)


def _twiza(*words: str, where: Path, dsn: str = "") -> None:
    """A command of ours on that data folder; without a database named, on an embedded one inside it."""
    ours = ("TWIZA_", "DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"TWIZA_DATA_DIR": str(where)} | ({"DATABASE_URL": dsn} if dsn else {})
    done = subprocess.run(
        [sys.executable, "-m", "twiza.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _wait_for_proofs(site: Site, account: object, many: int) -> None:
    until = time.monotonic() + 30
    while len(site.sql("SELECT 1 FROM kyc_erasure WHERE account_id = $1", account)) < many:
        assert time.monotonic() < until, "the worker never destroyed them"
        time.sleep(0.2)
