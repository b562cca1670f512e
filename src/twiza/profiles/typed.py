"""What was typed into a form of the profile, read field by field."""

from twiza.kit import clock
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.profiles import texts

MISSING = N_("Fill this in.")
TOO_LONG = N_("Use at most {most} characters.")
NO_YEAR = N_("Enter a year such as 2019.")
NO_LINK = N_("Enter an address that begins with https://")
_FIRST_YEAR = 1950
_LONGEST_LINK = 300


class Fields:
    """What was typed, read field by field; all faults are told at once."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        self.params: dict[str, str | int] = {}

    def line(self, field: str, text: str, most: int, *, required: bool = True) -> str:
        said = texts.line(text)
        if required and not said:
            self.faults[field] = MISSING
        elif len(said) > most:
            self.faults[field], self.params["most"] = TOO_LONG, most
        return said

    def paragraphs(self, field: str, text: str, most: int) -> str:
        said = texts.paragraphs(text)
        if len(said) > most:
            self.faults[field], self.params["most"] = TOO_LONG, most
        return said

    def year(self, field: str, text: str, *, ahead: int = 0, required: bool = True) -> int | None:
        """A year people live in; Arabic digits are digits."""
        bare = texts.line(text)
        if not bare and not required:
            return None
        year = int(bare) if len(bare) == 4 and bare.isdecimal() else 0
        if not _FIRST_YEAR <= year <= clock.local(clock.now()).year + ahead:
            self.faults[field] = NO_YEAR
            return None
        return year

    def link(self, field: str, text: str) -> str:
        """Only addresses that a browser opens as a page: never a script in disguise."""
        bare = texts.line(text)
        if bare and (
            not bare.startswith(("https://", "http://")) or " " in bare or len(bare) > _LONGEST_LINK
        ):
            self.faults[field] = NO_LINK
        return bare

    def check(self) -> None:
        if self.faults:
            raise Invalid(self.faults, **self.params)
