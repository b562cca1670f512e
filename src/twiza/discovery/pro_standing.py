"""Why a pro stands where they stand: each part of the order in words, with what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.discovery import pro_ranking
from twiza.discovery.pro_ranking import Record
from twiza.kit import clock
from twiza.kit.i18n import format_date, language, ngettext, number
from twiza.kit.i18n import gettext as _
from twiza.pros import hours

_PRO = text("""
SELECT profile.paused_at, profile.hidden_until, profile.suspended_at, profile.premium_until, profile.min_notice_hours,
       city.name_fr AS city_fr, city.name_ar AS city_ar, city.name_en AS city_en,
       coalesce(hat.rating_sum, 0) AS rating_sum, coalesce(hat.rating_count, 0) AS rating_count,
       coalesce(record.asked, 0) AS asked, coalesce(record.answered, 0) AS answered, record.minutes,
       coalesce(record.confirmed, 0) AS confirmed, coalesce(record.done, 0) AS done,
       coalesce(record.called_off, 0) AS called_off,
       (SELECT free_hour(calendar.open & ~calendar.locked, calendar.base_hour,
                         greatest(CAST(:soonest AS bigint) + profile.min_notice_hours, calendar.base_hour), :until)
          FROM pro_calendar AS calendar WHERE calendar.pro_id = profile.account_id) AS next_free
  FROM pro_profile AS profile
  JOIN city ON city.id = profile.city_id
  LEFT JOIN hat ON hat.account_id = profile.account_id AND hat.kind = 'pro'
  LEFT JOIN pro_record AS record ON record.pro_id = profile.account_id
 WHERE profile.account_id = :pro
""")
# Chance decides among equals, so a pro's place is a span.
_PLACES = text("""
SELECT category.name_fr, category.name_ar, category.name_en, own.boosted,
       (SELECT count(*) FROM pro_listing AS other
         WHERE (other.city_id, other.category_id) = (own.city_id, own.category_id)
           AND (other.boosted, other.standing) > (own.boosted, own.standing)) + 1 AS best,
       (SELECT count(*) FROM pro_listing AS other
         WHERE (other.city_id, other.category_id) = (own.city_id, own.category_id)
           AND (other.boosted, other.standing) >= (own.boosted, own.standing)) AS last,
       (SELECT count(*) FROM pro_listing AS other
         WHERE (other.city_id, other.category_id) = (own.city_id, own.category_id)) AS of
  FROM pro_listing AS own JOIN category ON category.id = own.category_id
 WHERE own.pro_id = :pro ORDER BY own.leads DESC, category.position
""")


@dataclass(frozen=True, slots=True)
class Said:
    """One part: its name, how full it is (0 to 100, none where it is yes or no), and what stands behind it."""

    name: str
    text: str
    percent: int | None = None
    weight: int | None = None
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Where the pro stands in one category, going by what doesn't depend on the hour: from `best` to `last`."""

    category: str
    best: int
    last: int
    of: int
    boosted: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that decides, in the order in which it does; `away` tells why nobody finds the pro now."""

    away: str
    city: str
    steps: Sequence[Said]
    quality: int
    parts: Sequence[Said]
    places: Sequence[Listed]


async def pro_standing(connection: AsyncConnection, pro_id: UUID) -> Standing | None:
    """None for whoever is no pro."""
    now = clock.now()
    soonest = hours.hour_of(now) + 1
    values = {"pro": pro_id, "soonest": soonest, "until": soonest + pro_ranking.WITHIN}
    row = (await connection.execute(_PRO, values)).one_or_none()
    if row is None:
        return None
    listed = (await connection.execute(_PLACES, {"pro": pro_id})).all()
    record = Record(*(getattr(row, name) for name in Record._fields))
    code = language.get()
    return Standing(
        away=_away(row, now, is_listed=bool(listed)),
        city=getattr(row, f"city_{code}"),
        steps=[_free(row), _boost(listed, code), _premium(row.premium_until, now)],
        quality=round(pro_ranking.quality(record) * 100 / pro_ranking.SCALE),
        parts=_parts(record),
        places=[
            Listed(getattr(one, f"name_{code}"), one.best, one.last, one.of, one.boosted) for one in listed
        ],
    )


def _away(row: Row[Any], now: datetime, *, is_listed: bool) -> str:
    if row.suspended_at:
        return _("Your profile is suspended: nobody finds it until an administrator has decided.")
    if row.hidden_until and row.hidden_until > now:
        return _("Your profile is hidden until {date}.", date=format_date(row.hidden_until, "moment"))
    if row.paused_at:
        return _("You have paused your profile: nobody finds it until you resume.")
    return "" if is_listed else _("You offer no service at the moment: there is no list to stand in.")


def _free(row: Row[Any]) -> Said:
    free = row.next_free is not None
    said = (
        _("Your next free hour is {date}.", date=format_date(hours.moment_of(row.next_free), "moment"))
        if free
        else _("You have no free hour in the next seven days: those who have some stand before you.")
    )
    return Said(_("Free hours"), said, holds=free)


def _boost(listed: Sequence[Row[Any]], code: str) -> Said:
    boosted = [getattr(one, f"name_{code}") for one in listed if one.boosted]
    said = (
        _("A Boost runs for: {categories}.", categories=_(", ").join(boosted))
        if boosted
        else _("You have no active Boost. Boosts are optional, and boosted pros are marked as sponsored.")
    )
    return Said(_("Boost"), said, holds=bool(boosted))


def _premium(until: datetime | None, now: datetime) -> Said:
    runs = until is not None and until > now
    said = (
        _("Premium runs until {date}.", date=format_date(until, "long"))
        if until is not None and runs
        else _("Without Premium you stand after Premium pros who are as free as you are.")
    )
    return Said(_("Premium"), said, holds=runs)


def _parts(record: Record) -> list[Said]:
    """Each part of quality, the heaviest first."""
    said = {
        "stars": (_("Stars"), _stars(record)),
        "answers": (_("Answers"), _answers(record)),
        "completion": (_("Jobs done"), _done(record)),
        "speed": (_("Speed of your answers"), _speed(record)),
        "loyalty": (_("Kept appointments"), _kept(record)),
    }
    parts, weights = pro_ranking.parts(record)._asdict(), pro_ranking.WEIGHTS._asdict()
    return [
        Said(name, words, percent=round(100 * parts[key]), weight=round(100 * weights[key]))
        for key, (name, words) in said.items()
    ]


def _stars(record: Record) -> str:
    if not record.rating_count:
        return _("No review yet: you begin with what is usual.")
    average = number(round(record.rating_sum / record.rating_count, 1))
    return ngettext(
        "{average} from {n} review. Few reviews move little.",
        "{average} from {n} reviews. Few reviews move little.",
        record.rating_count,
        average=average,
    )


def _answers(record: Record) -> str:
    if not record.asked:
        return _("Nobody has asked you lately: you begin with what is usual.")
    return ngettext(
        "You answered {answered} of {n} request in time.",
        "You answered {answered} of {n} requests in time.",
        record.asked,
        answered=number(record.answered),
    )


def _speed(record: Record) -> str:
    if record.minutes is None:
        return _("You haven’t answered any request lately.")
    if record.minutes < 60:
        return ngettext(
            "You usually answer within {n} minute.",
            "You usually answer within {n} minutes.",
            max(record.minutes, 1),
        )
    return ngettext(
        "You usually answer within {n} hour.",
        "You usually answer within {n} hours.",
        round(record.minutes / 60),
    )


def _done(record: Record) -> str:
    if not record.confirmed:
        return _("No job yet: mark each one as done once it is over.")
    return ngettext(
        "{done} of {n} confirmed job was done and marked so.",
        "{done} of {n} confirmed jobs were done and marked so.",
        record.confirmed,
        done=number(record.done),
    )


def _kept(record: Record) -> str:
    if not record.called_off:
        return _("You haven’t called off any confirmed appointment.")
    return ngettext(
        "You called off {n} confirmed appointment.",
        "You called off {n} confirmed appointments.",
        record.called_off,
    )
