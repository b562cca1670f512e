"""Two ways to drive one verb: wrk through HTTP, and pgbench with the verb's statements."""

import os
import re
import subprocess
from pathlib import Path

from bench import wrk
from tests.site import Site
from twiza.kit import postgres

CLIENTS, SECONDS = 8, 5


def through_http(site: Site, script: Path, jobs: Path, first: int) -> float:
    """Requests a second; each takes a job of its own, from that line of the file on, and none may be refused."""
    wrk.ensure()
    environment = {**os.environ, "BENCH_JOBS": str(jobs), "BENCH_FROM": str(first)}
    words = ["wrk", "-t2", f"-c{CLIENTS}", f"-d{SECONDS}s", "-s", str(script), site.address]
    output = subprocess.run(words, capture_output=True, text=True, check=True, env=environment).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    if "Non-2xx" in output or found is None:
        raise RuntimeError(output)
    return float(found[1])


def through_pgbench(site: Site, script: Path) -> float:
    """Transactions a second."""
    binary = postgres.binaries().tool("pgbench")
    words = [str(binary), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS)]
    ran = subprocess.run([*words, "-f", str(script), site.dsn], capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", ran.stdout)
    if ran.returncode or found is None:
        raise RuntimeError(ran.stdout + ran.stderr)
    return float(found[1])
