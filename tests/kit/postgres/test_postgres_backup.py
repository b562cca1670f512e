"""A backup brings everything back, except what would bring erased files back."""

import shutil
import stat
import tarfile
from collections.abc import Generator
from pathlib import Path

import pytest

from twiza.kit.postgres import PostgresProblem, Server, backup, restore, running
from twiza.kit.postgres.address import of_database
from twiza.kit.postgres.client import psql

CANARY = "d0d0cafe" * 8

WORLD = f"""
CREATE SCHEMA vault;
CREATE TYPE mood AS ENUM ('good', 'better');
CREATE TABLE file (id uuid PRIMARY KEY DEFAULT uuidv7(), name text UNIQUE, mood mood DEFAULT 'good', place vector(2));
CREATE TABLE vault.file_key (file_id uuid PRIMARY KEY REFERENCES file, key bytea NOT NULL);
CREATE TABLE vault.note (said citext);
CREATE FUNCTION shout(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper(public.unaccent(t))';
CREATE INDEX ON file (shout(name));
CREATE VIEW names AS SELECT name FROM file;
INSERT INTO file (name) VALUES ('صورة.jpg');
INSERT INTO vault.file_key SELECT id, '\\x{CANARY}' FROM file;
INSERT INTO vault.note VALUES ('salam');
"""


@pytest.fixture(scope="module")
def server(made: Path) -> Generator[Server]:
    with running(made, durable=False) as started:
        yield started


@pytest.fixture
def dsn(server: Server) -> Generator[str]:
    yield from database(server, "one")


@pytest.fixture
def empty(server: Server) -> Generator[str]:
    yield from database(server, "two")


def database(server: Server, name: str) -> Generator[str]:
    psql(server.dsn, f"CREATE DATABASE {name}")
    yield of_database(server.dsn, name)
    psql(server.dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    root = tmp_path / "files"
    (root / "ab").mkdir(parents=True)
    (root / "ab" / "photo").write_bytes(b"photo")
    (root / "keys").mkdir()
    (root / "keys" / "master").write_text(CANARY)
    return root


@pytest.fixture
def archive(dsn: str, files: Path, tmp_path: Path) -> Path:
    psql(dsn, WORLD)
    return backup(dsn, files, tmp_path / "backup.tar")


def facts(dsn: str) -> str:
    return psql(
        dsn,
        "SELECT name, mood, shout('fès'), (SELECT said FROM vault.note) FROM names JOIN file USING (name)",
    )


def keys(dsn: str) -> str:
    return psql(dsn, "SELECT encode(key, 'hex') FROM vault.file_key")


def test_a_backup_brings_the_database_and_the_files_back(
    archive: Path, dsn: str, empty: str, tmp_path: Path
) -> None:
    restore(empty, tmp_path / "elsewhere", archive)
    assert facts(empty) == facts(dsn) == "صورة.jpg|good|FES|salam"
    assert (tmp_path / "elsewhere" / "ab" / "photo").read_bytes() == b"photo"


def test_no_file_key_is_in_the_archive(archive: Path, dsn: str, empty: str, tmp_path: Path) -> None:
    assert keys(dsn) == CANARY
    shutil.unpack_archive(archive, tmp_path / "unpacked", "tar")
    restore(empty, tmp_path / "elsewhere", archive)
    assert keys(empty) == ""
    plain = psql(empty, "SELECT 1") and (tmp_path / "unpacked" / "database.dump").read_bytes()
    for told in (archive.read_bytes(), plain):
        assert CANARY.encode() not in told
        assert bytes.fromhex(CANARY) not in told
    assert not (tmp_path / "unpacked" / "files" / "keys").exists()
    assert not (tmp_path / "elsewhere" / "keys").exists()


def test_which_tables_hold_keys_is_a_parameter(dsn: str, empty: str, tmp_path: Path) -> None:
    psql(dsn, WORLD)
    restore(empty, None, backup(dsn, None, tmp_path / "all.tar", key_tables=()))
    assert keys(empty) == CANARY
    second = backup(dsn, None, tmp_path / "fewer.tar", key_tables=("vault.note", "vault.file_key"))
    restore(empty, None, second, force=True, key_tables=())
    assert psql(empty, "SELECT count(*) FROM vault.note") == "0"
    assert keys(empty) == ""


def test_the_archive_is_for_our_eyes_only_and_overwrites_nothing(archive: Path, dsn: str) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [path.name for path in archive.parent.iterdir() if path.name.startswith(".")] == []
    with pytest.raises(PostgresProblem, match="exists already"):
        backup(dsn, None, archive)


def test_a_restore_refuses_what_is_not_empty(archive: Path, dsn: str, empty: str, files: Path) -> None:
    psql(dsn, "INSERT INTO file (name) VALUES ('newer')")
    with pytest.raises(PostgresProblem, match="--force"):
        restore(dsn, None, archive)
    with pytest.raises(PostgresProblem, match="--force"):
        restore(empty, files, archive)
    assert psql(dsn, "SELECT count(*) FROM file") == "2"


def test_a_forced_restore_replaces_everything_but_the_keys(archive: Path, dsn: str, files: Path) -> None:
    psql(dsn, "INSERT INTO file (name) VALUES ('newer'); CREATE TABLE extra (id int); CREATE SCHEMA more")
    psql(dsn, "INSERT INTO vault.file_key SELECT id, '\\x00' FROM file WHERE name = 'newer'")
    (files / "newer").write_text("newer")
    restore(dsn, files, archive, force=True)
    assert facts(dsn) == "صورة.jpg|good|FES|salam"
    assert psql(dsn, "SELECT to_regclass('extra') IS NULL, to_regnamespace('more') IS NULL") == "t|t"
    assert keys(dsn) == CANARY
    assert sorted(path.name for path in files.iterdir()) == ["ab", "keys"]


def test_a_broken_archive_changes_nothing(archive: Path, dsn: str, files: Path, tmp_path: Path) -> None:
    with tarfile.open(archive) as tar:
        cuts = [tar.getmember("database.dump").offset_data + 100, tar.getmember("manifest.json").offset]
    broken = [tmp_path / f"broken-{cut}.tar" for cut in cuts]
    for cut, path in zip(cuts, broken, strict=True):
        path.write_bytes(archive.read_bytes()[:cut])
    for source in (*broken, tmp_path / "missing.tar"):
        with pytest.raises(PostgresProblem) as caught:
            restore(dsn, files, source, force=True)
        assert "\n" not in str(caught.value)
    assert facts(dsn) == "صورة.jpg|good|FES|salam"
    assert (files / "ab" / "photo").exists()


def test_an_archive_cannot_write_outside(dsn: str, tmp_path: Path) -> None:
    (tmp_path / "evil").write_text("evil")
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        tar.add(tmp_path / "evil", "files/../../../escaped")
    with pytest.raises(PostgresProblem, match="not a whole archive"):
        restore(dsn, tmp_path / "files", tmp_path / "evil.tar")


def test_a_database_that_cannot_be_reached(tmp_path: Path) -> None:
    with pytest.raises(PostgresProblem, match="DATABASE_URL") as caught:
        backup("postgresql+asyncpg://who:secret@127.0.0.1:1/none", None, tmp_path / "backup.tar")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
