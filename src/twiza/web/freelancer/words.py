"""Levels, languages and paces of freelancers, as every page names them."""

from collections.abc import Mapping
from datetime import timedelta

from twiza.kit.i18n import N_, gettext, ngettext
from twiza.profiles.models import Fluency, SkillLevel
from twiza.profiles.speaking import SPOKEN

LEVELS: Mapping[SkillLevel, str] = {
    SkillLevel.BEGINNER: N_("Beginner"),
    SkillLevel.SKILLED: N_("Skilled"),
    SkillLevel.EXPERT: N_("Expert"),
}
FLUENCIES: Mapping[Fluency, str] = {
    Fluency.BASIC: N_("Basics"),
    Fluency.CONVERSATIONAL: N_("Conversational"),
    Fluency.FLUENT: N_("Fluent"),
    Fluency.NATIVE: N_("Mother tongue"),
}
# How many of three dots a level fills.
DOTS: Mapping[SkillLevel, int] = {level: place for place, level in enumerate(LEVELS, start=1)}


def level_options() -> list[tuple[str, str]]:
    return [(level, gettext(said)) for level, said in LEVELS.items()]


def fluency_options() -> list[tuple[str, str]]:
    return [(fluency, gettext(said)) for fluency, said in FLUENCIES.items()]


def spoken_options() -> list[tuple[str, str]]:
    return [(code, gettext(said)) for code, said in SPOKEN.items()]


def spoken(code: str) -> str:
    return gettext(SPOKEN[code]) if code in SPOKEN else code


def pace(wait: timedelta) -> str:
    """A wait as people tell it: minutes, then hours, then days, never less than it was."""
    minutes = max(1, round(wait.total_seconds() / 60))
    if minutes < 60:
        return ngettext("{n} minute", "{n} minutes", minutes)
    hours = -(-minutes // 60)
    if hours < 24:
        return ngettext("{n} hour", "{n} hours", hours)
    return ngettext("{n} day", "{n} days", -(-hours // 24))
