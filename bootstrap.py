"""Makes `.venv` from the hashed lock with nothing but Python: `python3 bootstrap.py run` or `... dev`.

Uses uv when it is on the machine (faster), else Python's own venv and pip. Does nothing when the lock has not changed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"


def main(kind: str) -> None:
    if sys.version_info < (3, 11):
        sys.exit("Twiza needs Python 3.11 or newer. Debian, Ubuntu: apt install python3.11 python3.11-venv")
    lock = HERE / "requirements" / f"{kind}.txt"
    wanted = f"{kind} {hashlib.sha256(lock.read_bytes()).hexdigest()} {sys.version_info[:2]}"
    with (HERE / ".bootstrap.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not _is_installed(kind, wanted):
            _make_environment()
            _install(lock)
            _link_source()
            STAMP.write_text(wanted)


def _is_installed(kind: str, wanted: str) -> bool:
    """The development lock holds all of the running one, so it serves `run` too."""
    found = STAMP.read_text() if STAMP.exists() else ""
    if found == wanted:
        return True
    if kind == "run" and found.startswith("dev "):
        dev = hashlib.sha256((HERE / "requirements" / "dev.txt").read_bytes()).hexdigest()
        return found == f"dev {dev} {sys.version_info[:2]}"
    return False


def _make_environment() -> None:
    if PYTHON.exists() and _version(PYTHON) == str(sys.version_info[:2]):
        return
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)], "Making the Python environment")


def _version(python: Path) -> str:
    asked = [str(python), "-c", "import sys; print(sys.version_info[:2])"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def _install(lock: Path) -> None:
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), str(lock)]
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        command += ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    _run(command, f"Installing the packages of {lock.relative_to(HERE)}")


def _link_source() -> None:
    """The checkout itself is the program: a path file and a command, no build step."""
    site = next((VENV / "lib").glob("python3*/site-packages"))
    (site / "twiza.pth").write_text(f"{HERE / 'src'}\n")
    command = VENV / "bin" / "twiza"
    command.write_text(f"#!{PYTHON}\nfrom twiza.cli import main\n\nmain()\n")
    command.chmod(0o755)


def _run(command: list[str], telling: str) -> None:
    """Run it, counting the seconds so that nobody stares at a silent screen."""
    done = threading.Event()
    teller = threading.Thread(target=_tell, args=(telling, done), daemon=True)
    teller.start()
    result = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "TZ": "UTC"}
    )
    done.set()
    teller.join()
    if result.returncode:
        sys.exit(
            f"{telling} failed:\n{result.stdout}{result.stderr}\nMend this and run the same command again."
        )


def _tell(telling: str, done: threading.Event) -> None:
    start = time.monotonic()
    live = sys.stderr.isatty()
    if not live:
        print(f"{telling} …", file=sys.stderr, flush=True)
    while not done.wait(1):
        if live:
            print(f"\r{telling} … {time.monotonic() - start:.0f} s", end="", file=sys.stderr, flush=True)
    if live:
        print(f"\r{telling}: done in {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
