"""A freelancer as search engines read them: never more than the page says."""

from twiza.discovery import Person
from twiza.kit.i18n import gettext as _
from twiza.kit.settings import settings
from twiza.profiles.shown import Profile
from twiza.web.content.json_ld import absolute, breadcrumbs, script
from twiza.web.freelancer import words


def person(shown: Person, profile: Profile) -> str:
    """The data of the page's script element."""
    address = absolute(f"/freelancers/{shown.id}")
    told: dict[str, object] = {
        "@type": "Person",
        "name": shown.name,
        "url": address,
        "jobTitle": shown.headline,
        "description": profile.bio,
        "image": settings().public_url + shown.avatar_url if shown.avatar_url else "",
        "address": _place(shown.city) if shown.city else "",
        "knowsLanguage": [words.spoken(one.code) for one in profile.languages],
        "knowsAbout": [one.name for one in profile.skills],
        "alumniOf": [{"@type": "EducationalOrganization", "name": one.school} for one in profile.education],
        "hasCredential": [
            {"@type": "EducationalOccupationalCredential", "name": one.name} for one in profile.certifications
        ],
    }
    page = {"@type": "ProfilePage", "url": address, "mainEntity": {k: v for k, v in told.items() if v}}
    trail = breadcrumbs((_("Freelancers"), "/freelancers"), (shown.name, f"/freelancers/{shown.id}"))
    return script({"@graph": [page, trail]})


def _place(city: str) -> dict[str, str]:
    return {"@type": "PostalAddress", "addressLocality": city, "addressCountry": "MA"}
