"""One archive with the database and the stored files, and without any key to them."""

from __future__ import annotations

import json
import tarfile
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from .client import run
from .problem import PostgresProblem, file_faults

FORMAT = 1
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files"

# A file is erased by erasing its key: a key in a backup would bring it back.
KEY_TABLES = ("vault.file_key",)
KEY_FOLDER = "keys"


def backup(
    dsn: str, storage_root: Path | None, target: Path, *, key_tables: Sequence[str] = KEY_TABLES
) -> Path:
    """Writes the archive in one piece, readable by us alone; the database first, then the files it names.

    The rows of `key_tables` stay out of the dump and a `keys` folder out of the files. pg_dump reads one
    snapshot, so the site may stay open.
    """
    with file_faults(target.parent):
        if target.exists():
            raise PostgresProblem(f"{target} exists already", "Name another file, or delete that one.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as scratch:
            dump = Path(scratch) / DUMP
            without_keys = [f"--exclude-table-data={table}" for table in key_tables]
            run(dsn, "pg_dump", "--format=custom", "--no-owner", *without_keys, f"--file={dump}")
            archive = Path(scratch) / "archive.tar"
            archive.touch(mode=0o600)
            with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
                tar.add(dump, DUMP)
                if storage_root is not None:
                    _add_files(tar, storage_root)
                _add_manifest(tar, Path(scratch), key_tables)
            archive.rename(target)
    return target


def _add_manifest(tar: tarfile.TarFile, scratch: Path, key_tables: Sequence[str]) -> None:
    """The last entry: an archive without it is not whole."""
    manifest = scratch / MANIFEST
    told = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(), "without_rows_of": list(key_tables)}
    manifest.write_text(json.dumps(told))
    tar.add(manifest, MANIFEST)


def _add_files(tar: tarfile.TarFile, root: Path) -> None:
    """Adds the stored files; one that is deleted meanwhile is simply not there."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if name.parts[0] == KEY_FOLDER or path.is_symlink() or not path.is_file():
            continue
        try:
            tar.add(path, f"{FILES}/{name.as_posix()}", recursive=False)
        except FileNotFoundError:
            continue
