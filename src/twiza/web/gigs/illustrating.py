"""The third step: pictures, the FAQ and the questions to clients are kept by one form."""

from collections.abc import Sequence
from uuid import UUID

from starlette.datastructures import UploadFile

from twiza.gigs import drafting, picturing
from twiza.kit import ids
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid
from twiza.web.gigs import forms


async def save_pictures(
    gig_id: UUID, by: UUID, said: forms.Typed, uploads: Sequence[UploadFile]
) -> dict[str, str]:
    """What was wrong, by field. Pictures come first and by themselves: a browser can't send them once more."""
    faults = await _add(gig_id, by, uploads)
    try:
        async with unit_of_work() as session:
            await picturing.describe(session, gig_id, by=by, words=_descriptions(said))
            await drafting.change_faq(session, gig_id, by=by, given=forms.faq(said))
            await drafting.change_questions(session, gig_id, by=by, given=forms.questions(said))
            if first := ids.parse(said.get("first", "")):
                await picturing.put_first(session, gig_id, first, by=by)
            if removed := ids.parse(said.get("remove", "")):
                await picturing.remove_picture(session, gig_id, removed, by=by)
    except Invalid as error:
        faults |= error.field_texts()
    return faults


async def _add(gig_id: UUID, by: UUID, uploads: Sequence[UploadFile]) -> dict[str, str]:
    if not uploads:
        return {}
    try:
        async with unit_of_work() as session:
            await picturing.add_pictures(session, gig_id, by=by, uploads=uploads)
    except Invalid as error:
        return error.field_texts()
    return {}


def _descriptions(said: forms.Typed) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for name, text in said.items():
        picture = ids.parse(name.removeprefix("describe.")) if name.startswith("describe.") else None
        if picture:
            found[picture] = text
    return found
