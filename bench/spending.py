"""How much CPU time each process of a running site has taken."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.site import Site

_TICKS = os.sysconf("SC_CLK_TCK")
_BACKENDS = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"


class Meter:
    """PostgreSQL is asked for its processes; webs, each with its own children, are told apart by their port."""

    def __init__(self, site: Site, webs: Mapping[str, Sequence[str]], others: Mapping[str, int]) -> None:
        self._site = site
        ports = {one.rsplit(":", 1)[1]: who for who, addresses in webs.items() for one in addresses}
        self._numbers: dict[str, list[int]] = {who: [number] for who, number in others.items()}
        for who, number in _children(ports):
            self._numbers.setdefault(who, []).append(number)

    def read(self) -> Mapping[str, float]:
        """Seconds by who took them, those of PostgreSQL together."""
        children = _by_parent()
        told = {
            who: sum(_seconds(one) for number in numbers for one in (number, *children.get(number, ())))
            for who, numbers in self._numbers.items()
        }
        backends = sum(_seconds(row["pid"]) for row in self._site.sql(_BACKENDS))
        return {**told, "PostgreSQL": backends}


def _children(ports: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """The site's processes among our own children."""
    for number in _by_parent().get(os.getpid(), ()):
        words = _words(number, "cmdline")
        if b"twiza.cli" not in words:
            continue
        port = next((one[5:].decode() for one in _words(number, "environ") if one.startswith(b"PORT=")), "")
        if b"worker" in words:
            yield "worker", number
        elif port in ports:
            yield ports[port], number


def _by_parent() -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        number = int(folder.name)
        with suppress(OSError):
            found.setdefault(int(_after_name(number)[1]), []).append(number)
    return found


def _words(number: int, name: str) -> list[bytes]:
    try:
        return Path(f"/proc/{number}/{name}").read_bytes().split(b"\0")
    except OSError:
        return []


def _seconds(number: int) -> float:
    """Its own time and the kernel's for it; a process that is gone counts for nothing."""
    try:
        told = _after_name(number)
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / _TICKS


def _after_name(number: int) -> list[str]:
    """What stands behind the name, which may itself hold spaces."""
    return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()
