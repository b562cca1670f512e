"""Bringing an archive of `backup` back."""

from __future__ import annotations

import json
import shutil
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from .backup import DUMP, FILES, FORMAT, KEY_FOLDER, KEY_TABLES, MANIFEST
from .client import convert, psql, run
from .problem import PostgresProblem, file_faults

USER_TABLES = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""

# Everything but what belongs to extensions: some of those only a superuser could make again.
EMPTY = """
DO $$
DECLARE thing record;
BEGIN
  FOR thing IN SELECT nspname FROM pg_namespace n
    WHERE nspname NOT IN ('public', 'information_schema') AND nspname NOT LIKE 'pg\\_%'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = n.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', thing.nspname);
  END LOOP;
  FOR thing IN SELECT (pg_identify_object(d.classid, d.objid, 0)).* FROM pg_depend d
    WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = 'public'::regnamespace AND d.deptype = 'n'
    AND d.classid <> 'pg_extension'::regclass
    AND NOT EXISTS (
      SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e'
    )
  LOOP
    IF thing.identity IS NOT NULL THEN
      EXECUTE format('DROP %s IF EXISTS %s CASCADE', thing.type, thing.identity);
    END IF;
  END LOOP;
END $$;
"""


def restore(
    dsn: str,
    storage_root: Path | None,
    source: Path,
    *,
    force: bool = False,
    key_tables: Sequence[str] = KEY_TABLES,
) -> None:
    """Puts the archive's database and files in place of an empty one, or with `force` of whatever is there.

    The database changes in one transaction: when anything fails it is as before. File keys that are on this
    machine stay, for they are in no archive.
    """
    with (
        file_faults(source),
        tempfile.TemporaryDirectory(prefix=".restore-", dir=_beside(storage_root)) as scratch,
    ):
        _unpack(source, Path(scratch))
        _refuse_to_overwrite(dsn, storage_root, force=force)
        kept = _keys_here(dsn, key_tables) if force else ""
        _load(dsn, Path(scratch), kept)
        if storage_root is not None:
            _replace_files(storage_root, Path(scratch))


def _beside(storage_root: Path | None) -> Path | None:
    """A folder on the same disk as the files, so that they can be moved into place."""
    if storage_root is None:
        return None
    storage_root.parent.mkdir(parents=True, exist_ok=True)
    return storage_root.parent


def _unpack(source: Path, scratch: Path) -> None:
    """Only plain files, and only below the scratch folder."""
    (scratch / FILES).mkdir()
    try:
        with tarfile.open(source, "r:") as tar:
            for member in tar:
                name = PurePosixPath(member.name)
                content = tar.extractfile(member) if member.isfile() else None
                if content is None or name.is_absolute() or ".." in name.parts:
                    raise _not_ours(source)
                path = scratch / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with content, path.open("wb") as file:
                    shutil.copyfileobj(content, file)
        told: dict[str, object] = json.loads((scratch / MANIFEST).read_text())
    except (tarfile.TarError, FileNotFoundError, ValueError) as fault:
        if not source.exists():
            raise PostgresProblem(
                f"{source} does not exist", "Name the archive that twiza backup made."
            ) from fault
        raise _not_ours(source) from fault
    if told.get("format") != FORMAT or not (scratch / DUMP).is_file():
        raise _not_ours(source)


def _not_ours(source: Path) -> PostgresProblem:
    return PostgresProblem(
        f"{source} is not a whole archive of twiza backup", "Name another one. Nothing was changed."
    )


def _refuse_to_overwrite(dsn: str, storage_root: Path | None, *, force: bool) -> None:
    if force:
        return
    if int(psql(dsn, USER_TABLES)):
        raise PostgresProblem(
            "The database is not empty", "Restore into a new one, or overwrite it with --force."
        )
    if storage_root is not None and storage_root.is_dir() and any(storage_root.iterdir()):
        raise PostgresProblem(f"{storage_root} is not empty", "Move it away, or overwrite it with --force.")


def _keys_here(dsn: str, key_tables: Sequence[str]) -> str:
    """This machine's file keys as statements, one a row: they pass through memory, never through a file."""
    quoted = ", ".join("'" + table.replace("'", "''") + "'" for table in key_tables)
    listed = f"SELECT t FROM unnest(ARRAY[{quoted}]::text[]) t WHERE to_regclass(t) IS NOT NULL"  # noqa: S608
    there = psql(dsn, listed).split() if key_tables else []
    if not there:
        return ""
    tables = [f"--table={table}" for table in there]
    return run(
        dsn, "pg_dump", "--data-only", "--column-inserts", "--on-conflict-do-nothing", "--no-owner", *tables
    )


def _load(dsn: str, scratch: Path, kept: str) -> None:
    """Empties, loads and puts the keys back in one go; a key whose file is not in the archive is dropped."""
    empty, load, loose = scratch / "empty.sql", scratch / "load.sql", scratch / "loose.sql"
    empty.write_text(EMPTY)
    convert(scratch / DUMP, load)
    loose.write_text("\\set ON_ERROR_STOP off\n\\set ON_ERROR_ROLLBACK on\n")
    scripts = [part for path in (empty, load, loose) for part in ("-f", str(path))]
    scripts += ["-f", "-"] if kept else []
    run(dsn, "psql", "-Xq", "--single-transaction", "-v", "ON_ERROR_STOP=1", *scripts, text=kept)


def _replace_files(root: Path, scratch: Path) -> None:
    """Swaps the folders; keys that lie among the old files move over."""
    new, old = scratch / FILES, scratch / "old"
    if not root.exists():
        new.rename(root)
        return
    root.rename(old)
    try:
        if (old / KEY_FOLDER).exists():
            (old / KEY_FOLDER).rename(new / KEY_FOLDER)
        new.rename(root)
    except OSError:
        old.rename(root)
        raise
