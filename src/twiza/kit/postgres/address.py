"""Where a database is found: at a socket in the server's own folder, which is half as dear as a port, or at a port."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

# The system's structure for such an address holds 108 bytes, its end included.
_LONGEST = 107


def socket_folder(cluster: Path, port: int) -> Path | None:
    """The cluster, which is open to its server's user alone; nowhere when its path is too long for a socket."""
    return cluster if len(bytes(cluster / socket_name(port))) <= _LONGEST else None


def socket_name(port: int) -> str:
    """As PostgreSQL calls it."""
    return f".s.PGSQL.{port}"


def address(role: str, password: str, database: str, *, port: int, socket: Path | None) -> str:
    """As libpq, asyncpg and SQLAlchemy understand it."""
    if socket is None:
        return f"postgresql://{role}:{password}@127.0.0.1:{port}/{database}"
    place = urlencode({"host": socket, "port": port}, quote_via=quote, safe="/")
    return f"postgresql://{role}:{password}@/{database}?{place}"


def of_database(dsn: str, name: str) -> str:
    """The same server's database of this name."""
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{name}"))
