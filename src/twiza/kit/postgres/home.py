"""The files of one embedded server, and where its data lies."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from .problem import PostgresProblem, file_faults
from .unprivileged import Account, account_for, can_enter, readable_place


@dataclass(frozen=True, slots=True)
class Home:
    """One server's folder (ours) and its cluster (PostgreSQL's); passwords, locks and log stay with us."""

    folder: Path
    cluster: Path
    account: Account

    @property
    def start_lock(self) -> Path:
        """Held by whoever is starting or stopping."""
        return self.folder / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Shared by everybody who uses the server; the watcher takes it alone when they are gone."""
        return self.folder / "users.lock"

    @property
    def watcher_lock(self) -> Path:
        """Held by the watcher for as long as it lives."""
        return self.folder / "watcher.lock"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def port(self) -> Path:
        return self.folder / "port"

    @property
    def passwords(self) -> Path:
        return self.folder / "passwords.json"


def open_folder(data_dir: Path) -> Path:
    """Our own folder, made if need be."""
    with file_faults(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True)
        return data_dir.resolve()


def open_home(folder: Path) -> Home:
    """The server's files, the cluster where the server's user can reach it. Called under the start lock."""
    inside = folder / "cluster"
    if inside.is_symlink():
        return _home_elsewhere(folder, inside)
    account = account_for(inside)
    if can_enter(account, folder):
        return Home(folder, inside, account)
    if inside.exists():
        raise PostgresProblem(
            f"The user that owns {inside} can't enter {folder} any more",
            f"Open {folder} and the folders above it to that user again, and start again.",
        )
    place = _place_elsewhere(folder, account)
    inside.symlink_to(place / "cluster")
    return Home(folder, place / "cluster", account)


def _home_elsewhere(folder: Path, link: Path) -> Home:
    """The data lies outside the checkout: only the checkout it was made for may use it."""
    cluster = link.resolve()
    mark = cluster.parent / "checkout"
    if not mark.is_file() and not cluster.exists():
        link.unlink()  # the data was deleted: begin again
        return open_home(folder)
    made_for = Path(mark.read_text().strip())
    if made_for != folder:
        other = made_for / "cluster"
        if other.is_symlink() and other.resolve() == cluster:
            link.unlink()  # this checkout is a copy of one that is still there: it gets data of its own
            return open_home(folder)
        mark.write_text(f"{folder}\n")  # the checkout was moved: its data follows
    return Home(folder, cluster, account_for(cluster))


def _place_elsewhere(folder: Path, account: Account) -> Path:
    """A new folder outside the checkout; what an earlier checkout of this name left there is not ours."""
    parent, digest = readable_place(account), hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    names = (f"twiza-{digest}{suffix}" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
    place = next(parent / name for name in names if not (parent / name).exists())
    place.mkdir()
    place.chmod(0o755)
    (place / "checkout").write_text(f"{folder}\n")
    return place
