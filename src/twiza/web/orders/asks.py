"""What an act asks for before it is done: one `Ask` a field, drawn and read by the same table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from starlette.datastructures import FormData, UploadFile

LONGEST = 4000
MOST_FILES = 10


@dataclass(frozen=True)
class Ask:
    """One field; `kind` is text, line, decimal, numeric, choice, tick or files."""

    name: str
    kind: str
    label: str
    hint: str = ""
    value: str = ""
    required: bool = True
    rows: int = 4
    longest: int = LONGEST
    dir: str = ""
    options: Sequence[tuple[str, str]] = ()
    accept: str = ""
    multiple: bool = False


@dataclass(frozen=True)
class Act:
    """A verb as a button: its words, what it asks for, and what is said when it is done."""

    verb: str
    label: str
    icon: str
    done: str
    kind: str = ""
    question: str = ""
    explain: str = ""
    asks: Sequence[Ask] = ()
    hidden: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def title(self) -> str:
        """What stands above its form."""
        return self.question or self.label

    @property
    def has_files(self) -> bool:
        return any(ask.kind == "files" for ask in self.asks)


@dataclass(frozen=True)
class Typed:
    """What a form brought: its texts, and the files that were really chosen."""

    texts: dict[str, str]
    files: dict[str, list[UploadFile]]

    @classmethod
    def of(cls, form: FormData) -> "Typed":
        texts: dict[str, str] = {}
        files: dict[str, list[UploadFile]] = {}
        for name, value in form.multi_items():
            if isinstance(value, str):
                texts.setdefault(name, value)
            elif value.filename:
                files.setdefault(name, []).append(value)
        return cls(texts, files)

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def file(self, name: str) -> UploadFile | None:
        return next(iter(self.files.get(name, [])), None)

    def id(self, name: str) -> UUID | None:
        from twiza.kit import ids

        return ids.parse(self.text(name))

    def answers(self) -> dict[int, str]:
        """The answers to a gig's questions, by their place."""
        numbered = ((name.removeprefix("answer-"), text) for name, text in self.texts.items())
        return {int(place): text for place, text in numbered if place.isdecimal() and len(place) < 3}

    def sentences(self) -> list[str]:
        """What was written by hand and would be a pity to lose."""
        return [text for text in self.texts.values() if " " in text.strip()]
