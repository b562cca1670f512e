"""Runs every check, all of them even when one fails, and prints a line for each."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from checks import migrations, sizes, texts

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CODE = ["src", "tests", "checks", "bench", "migrations", "bootstrap.py"]


def command(*words: str) -> Callable[[], str]:
    """A check made of a program: silent when well, else its output."""

    def run() -> str:
        done = subprocess.run(
            [BIN / words[0], *words[1:]], capture_output=True, text=True, check=False, cwd=ROOT
        )
        return "" if done.returncode == 0 else done.stdout + done.stderr

    return run


CHECKS: dict[str, Callable[[], str]] = {
    "style (ruff)": command("ruff", "check", "--no-cache", *CODE),
    "format (ruff)": command("ruff", "format", "--no-cache", "--check", *CODE),
    "types (basedpyright)": command("basedpyright", "--level", "error"),
    "layers (import-linter)": command("lint-imports", "--no-cache"),
    "house rules (ast-grep)": command("ast-grep", "scan", "--config", "checks/sgconfig.yml", "src"),
    "templates (djlint)": command("djlint", "src/twiza/web", "--lint", "--quiet"),
    "texts in three languages": texts.check,
    "file and function sizes": sizes.check,
    "migrations match the models": migrations.check,
}


def main() -> int:
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(_timed, CHECKS.items()))
    for name, said, seconds in results:
        print(f"{'FAILED' if said else 'ok    '}  {name}  ({seconds:.1f} s)")
        if said:
            print("        " + said.strip().replace("\n", "\n        "))
    return 1 if any(said for _, said, _ in results) else 0


def _timed(check: tuple[str, Callable[[], str]]) -> tuple[str, str, float]:
    start = time.monotonic()
    return check[0], check[1](), time.monotonic() - start


if __name__ == "__main__":
    sys.exit(main())
