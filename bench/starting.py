"""Seconds to the first page, cold and warm, and what an idle Twiza keeps in memory."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.reporting import Line
from tests.site import free_port

COLD, WARM, MEMORY = 60.0, 3.0, 350.0
_MB = 1024


def measure(folder: Path) -> list[Line]:
    """The data folder is new for the first start and kept for the second."""
    data = folder / "run"
    cold, _ = _start(data)
    warm, memory = _start(data)
    return [
        Line("cold start to the first page (packages installed)", cold, "s", at_most=COLD),
        Line("warm start to the first page", warm, "s", at_most=WARM),
        Line("idle memory of web, worker, PostgreSQL and starter", memory, "MB", at_most=MEMORY),
    ]


def _start(data: Path) -> tuple[float, float]:
    # Compiled modules are kept, as they are on every machine that doesn't forbid it.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "TWIZA_DATA_DIR": str(data), "PORT": str(free_port())}
    begun = time.monotonic()
    program = subprocess.Popen(
        [sys.executable, "-m", "twiza.cli", "run"], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert program.stdout is not None
    for line in program.stdout:
        if "Twiza runs at" in line:
            break
    taken = time.monotonic() - begun
    time.sleep(3)
    memory = _memory(program.pid, data)
    program.send_signal(signal.SIGINT)
    program.wait(30)
    return taken, memory


def _memory(pid: int, data: Path) -> float:
    """Proportional share of everything that belongs to this start, in MB: shared pages count once."""
    total = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            total += _share(entry) if _belongs(int(entry.name), pid, data) else 0
    return total / _MB


def _belongs(candidate: int, pid: int, data: Path) -> bool:
    """The starter's children, and the server that watches over this data folder with its children."""
    while candidate > 1:
        try:
            stat = Path(f"/proc/{candidate}/stat").read_text().rsplit(")", 1)[1].split()
            command = Path(f"/proc/{candidate}/cmdline").read_text()
        except OSError:
            return False
        if candidate == pid or str(data) in command:
            return True
        candidate = int(stat[1])
    return False


def _share(entry: Path) -> int:
    try:
        rollup = (entry / "smaps_rollup").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
