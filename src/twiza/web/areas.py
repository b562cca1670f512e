"""All areas of the site: each is a module with a list named `routes`."""

import importlib
from types import ModuleType

from twiza.kit.settings import settings

# The first that matches an address answers.
AREAS = (
    "assets", "pwa", "preferences", "health.pages", "live.pages", "files.pages", "home.pages", "content.pages",
    "content.seo", "calendar.pages", "bookings.pages", "pro.pages", "people.pages", "pros.pages", "search.pages",
    "gigs.pages", "api_docs.pages", "reviews.pages", "orders.pages", "payout.pages", "auth.pages", "social.pages",
    "two_step.pages", "dashboard.pages", "profile.pages", "freelancer.pages", "settings.pages", "account_data.pages",
    "notifications.pages", "messages.pages", "trust.pages", "kyc.pages", "admin.pages", "webhooks.pages",
)  # fmt: skip


def load() -> list[ModuleType]:
    """The pages' modules: nearly all that a start waits for, and all that needs no database."""
    areas = AREAS if settings().is_production else (*AREAS, "styleguide.pages")
    return [importlib.import_module(f"twiza.web.{area}") for area in areas]
