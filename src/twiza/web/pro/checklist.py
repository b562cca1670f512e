"""What a pro's page still lacks before clients choose it, in the order in which it helps."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit.i18n import gettext as _
from twiza.pros.models import ProPhoto, ProProfile, WeeklyHours
from twiza.web.profile.completeness import Step, percent

__all__ = ["percent", "steps"]


async def steps(session: AsyncSession, profile: ProProfile) -> Sequence[Step]:
    """One statement; what is done stays in the list, ticked."""
    mine = profile.account_id
    asked = select(
        exists().where(WeeklyHours.pro_id == mine, WeeklyHours.timetable_id.is_(None)),
        exists().where(ProPhoto.pro_id == mine),
        Account.avatar.is_not(None),
        Account.identity_verified_at.is_not(None),
    ).where(Account.id == mine)
    has_hours, has_work, has_face, is_verified = (await session.execute(asked)).one()
    return [
        Step(
            _("Open your hours"),
            _("Without hours, nobody can ask for you."),
            "/pro/schedule#week",
            "clock",
            has_hours,
        ),
        Step(
            _("Add a photo of you"),
            _("People open the door sooner to a face they know."),
            "/pro/profile#photo",
            "user",
            has_face,
        ),
        Step(
            _("Write a few lines about your work"),
            _("Since when, what you do best, how you work."),
            "/pro/profile#about",
            "pencil",
            bool(profile.bio),
        ),
        Step(
            _("Show a job you are proud of"),
            _("One picture of your work says more than a long text."),
            "/pro/profile#photos",
            "image",
            has_work,
        ),
        Step(
            _("Verify your identity"),
            _("Identity card and selfie: the “verified” badge reassures clients."),
            "/verification",
            "badge-check",
            is_verified,
        ),
    ]
