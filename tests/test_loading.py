"""What a process loads is what reacts in it: both kinds bring all that listens, whatever else they leave for later."""

import subprocess
import sys
from pathlib import Path

import pytest

import twiza

SOURCE = Path(twiza.__file__).parent
# Tables that others point to, reactions to events, and each domain's part of one's own data.
LISTENING = {"models.py", "reactions.py", "own_data.py", "giving_back.py"}


@pytest.mark.parametrize("process", ["main", "worker"])
def test_a_process_loads_all_that_listens(process: str) -> None:
    script = f"import sys; from twiza.{process} import load; load(); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    wanted = {
        ".".join(("twiza", *path.relative_to(SOURCE).with_suffix("").parts))
        for path in SOURCE.rglob("*.py")
        # The API's own table comes with its routes, a moment after the pages.
        if path.name in LISTENING and path.parent.name != "api"
    }
    assert wanted - set(said.stdout.split()) == set()
