"""The port of a server on this machine alone."""

from __future__ import annotations

import random
import socket
from contextlib import suppress

from .home import Home

PORTS = range(20_000, 32_000)  # below the ports that the system hands out to clients


def choose_port(home: Home) -> int:
    """The port of last time if it is free, else another, remembered for next time."""
    with suppress(FileNotFoundError, ValueError):
        if is_free(port := int(home.port.read_text())):
            return port
    port = next(port for port in random.sample(PORTS, len(PORTS)) if is_free(port))
    home.port.write_text(f"{port}\n")
    return port


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """A pid file outlives a killed server, a listening socket doesn't."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True
