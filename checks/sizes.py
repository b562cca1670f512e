"""Small files are read; long ones are scrolled past."""

import statistics
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST = 300
MEDIAN = 60
COMPOSITION_ROOTS = {"main.py": 80, "worker.py": 80, "cli.py": 110}


def check() -> str:
    """No source file over 300 lines, composition roots short; the median file holds at most 60 lines of words."""
    texts = {path: path.read_text().splitlines() for path in (ROOT / "src").rglob("*.py")}
    sizes = {path: len(lines) for path, lines in texts.items()}
    said = [
        f"{path.relative_to(ROOT)}: {lines} lines, {MOST} at most"
        for path, lines in sizes.items()
        if lines > MOST
    ]
    for name, most in COMPOSITION_ROOTS.items():
        lines = sizes.get(ROOT / "src" / "twiza" / name, 0)
        if lines > most:
            said.append(f"src/twiza/{name}: {lines} lines, {most} at most")
    # Empty lines cost nobody anything: squeezing them out would make files worse (docs/adr/0010).
    median = statistics.median(sum(1 for line in lines if line.strip()) for lines in texts.values())
    if median > MEDIAN:
        said.append(f"the median file holds {median:.0f} lines of words, {MEDIAN} at most")
    return "\n".join(said)
