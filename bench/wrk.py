"""The load: `wrk`, bounded in time, against this machine's loopback only."""

import os
import re
import shutil
import statistics
import subprocess
import sys

SECONDS = 4
ROUNDS = 3


def ensure() -> None:
    """Install Debian's package where that can be done."""
    if shutil.which("wrk"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-q", "wrk"], check=False, stdout=subprocess.DEVNULL)
    if not shutil.which("wrk"):
        sys.exit("The benchmarks need wrk: apt-get install wrk")


def rates(*addresses: str, connections: int = 32, headers: tuple[str, ...] = ()) -> list[float]:
    """Requests per second of each, the median of interleaved rounds, so that noise meets all alike."""
    ensure()
    found: dict[str, list[float]] = {address: [] for address in addresses}
    for address in addresses:
        _run(address, 1, connections, headers)
    for _ in range(ROUNDS):
        for address in addresses:
            found[address].append(_run(address, SECONDS, connections, headers))
    return [statistics.median(found[address]) for address in addresses]


def _run(address: str, seconds: int, connections: int, headers: tuple[str, ...]) -> float:
    words = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s"]
    for header in headers:
        words += ["-H", header]
    output = subprocess.run([*words, address], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output:
        raise RuntimeError(f"{address} answered with errors:\n{output}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    if found is None:
        raise RuntimeError(output)
    return float(found[1])
