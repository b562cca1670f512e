"""The forms of the wizard: read into what the domain takes, and filled from what is stored."""

from collections.abc import Mapping

from starlette.datastructures import FormData, UploadFile

from twiza.gigs import limits
from twiza.gigs.models import Tier
from twiza.gigs.said import Details, FaqSaid, PackageSaid, QuestionSaid
from twiza.gigs.whole import WholeGig

Typed = Mapping[str, str]
_SPARE_ROWS = 2
_PARTS = ("title", "contents", "price", "delivery_days", "revisions")


def typed(form: FormData) -> dict[str, str]:
    """The text fields, the first of each name."""
    return {name: value for name, value in reversed(form.multi_items()) if isinstance(value, str)}


def uploads(form: FormData) -> list[UploadFile]:
    """The files that were chosen; an empty file input sends one without a name."""
    return [each for each in form.getlist("pictures") if isinstance(each, UploadFile) and each.filename]


def details(said: Typed) -> Details:
    return Details(
        title=said.get("title", ""),
        description=said.get("description", ""),
        category=said.get("category", ""),
        language=said.get("language", ""),
        tags=said.get("tags", ""),
    )


def packages(said: Typed) -> dict[Tier, PackageSaid]:
    return {tier: PackageSaid(*(said.get(f"packages.{tier}.{part}", "") for part in _PARTS)) for tier in Tier}


def faq(said: Typed) -> list[FaqSaid]:
    return [
        FaqSaid(said.get(f"faq.{row}.question", ""), said.get(f"faq.{row}.answer", ""))
        for row in range(limits.MOST_FAQ)
    ]


def questions(said: Typed) -> list[QuestionSaid]:
    return [
        QuestionSaid(said.get(f"questions.{row}.question", ""), required=f"questions.{row}.required" in said)
        for row in range(limits.MOST_QUESTIONS)
    ]


def empty() -> dict[str, str]:
    """Every field of the wizard, saying nothing."""
    parts = [f"packages.{tier}.{part}" for tier in Tier for part in _PARTS]
    faq_rows = [f"faq.{row}.{part}" for row in range(limits.MOST_FAQ) for part in ("question", "answer")]
    asked = [
        f"questions.{row}.{part}" for row in range(limits.MOST_QUESTIONS) for part in ("question", "required")
    ]
    names = ["title", "description", "category", "language", "tags", *parts, *faq_rows, *asked]
    return dict.fromkeys(names, "")


def filled(gig: WholeGig, category: str) -> dict[str, str]:
    """The fields of all steps as they are stored."""
    values = {
        **empty(),
        "title": gig.title,
        "description": gig.description,
        "category": category,
        "language": gig.language,
        "tags": ", ".join(gig.tags),
    }
    for tier in Tier:
        values[f"packages.{tier}.revisions"] = "1"
    for package in gig.packages:
        at = f"packages.{package.tier}"
        values |= {
            f"{at}.title": package.title,
            f"{at}.contents": package.contents,
            f"{at}.price": amount(package.price),
            f"{at}.delivery_days": str(package.delivery_days),
            f"{at}.revisions": "" if package.revisions is None else str(package.revisions),
        }
    for row, entry in enumerate(gig.faq):
        values |= {f"faq.{row}.question": entry.question, f"faq.{row}.answer": entry.answer}
    for row, asked in enumerate(gig.questions):
        values[f"questions.{row}.question"] = asked.question
        if asked.required:
            values[f"questions.{row}.required"] = "1"
    return values


def amount(centimes: int) -> str:
    """An amount as people type it: cents only when there are any."""
    whole, cents = divmod(centimes, 100)
    return f"{whole},{cents:02}" if cents else str(whole)


def rows(values: Typed, name: str, most: int) -> list[int]:
    """So many lines are shown: those that say something, and a few to write more."""
    used = [
        row
        for row in range(most)
        if values.get(f"{name}.{row}.question") or values.get(f"{name}.{row}.answer")
    ]
    return list(range(min(most, (max(used) + 1 if used else 0) + _SPARE_ROWS)))
