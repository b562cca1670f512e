"""Every page a person can open, and as whom: the gates, the screenshots and the link test read this list."""

import re
from dataclasses import dataclass

LANGUAGES = ("fr", "ar", "en")
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Known:
    """One page; `who` looks at it (see tests/gates/visiting.py), `status` is what it answers on purpose."""

    path: str
    who: str = "visitor"
    status: int = 200

    @property
    def slug(self) -> str:
        return (re.sub(r"[^a-z0-9]+", "-", self.path).strip("-") or "home") + (
            f"-{self.who}" if self.who != "visitor" else ""
        )


PAGES = [
    Known("/"),
    Known("/about"),
    Known("/faq"),
    Known("/pricing"),
    Known("/devenir-pro"),
    Known("/legal/terms"),
    Known("/legal/privacy"),
    Known("/legal/notice"),
    Known("/freelancers"),
    Known("/freelancers?q=zzzz"),
    Known("/freelancers/{freelancer}"),
    Known("/gigs/{gig}"),
    Known("/gigs"),
    Known("/gigs?category=design"),
    Known("/gigs?q=logo"),
    Known("/gigs?q=zzzzqq"),
    Known("/services"),
    Known("/pros"),
    Known("/pros/casablanca/plomberie"),
    Known("/pros?city=fes&category=peinture&verified=1"),
    Known("/pros?q=zzzzqq"),
    Known("/pro/{plumber}"),
    Known("/pro/why", "pro"),
    Known("/auth/login"),
    Known("/auth/signup"),
    Known("/auth/forgot"),
    Known("/auth/verify", "newcomer"),
    Known("/auth/reset", "forgetful"),
    Known("/auth/phone", "freelancer"),
    Known("/auth/totp", "half-in"),
    Known("/auth/finish", "vouched-for"),
    Known("/auth/continue", "interrupted"),
    Known("{proof}"),
    Known("/auth/verify-email?token=used", status=410),
    Known("/offline"),
    Known("/styleguide"),
    Known("/styleguide/forms"),
    Known("/styleguide/display"),
    Known("/styleguide/feedback"),
    Known("/api/docs"),
    Known("/api/docs/people"),
    Known("/no-such-page", status=404),
    Known("/dashboard", "freelancer"),
    Known("/dashboard", "client"),
    Known("/orders/new?gig={gig}"),
    Known("/orders/new?gig={gig}", "client"),
    Known("/orders/new?gig=gone", status=404),
    Known("/orders", "client"),
    Known("/orders", "freelancer"),
    Known("/orders?state=cancelled", "client"),
    Known("/orders/{unpaid}", "client"),
    Known("/orders/{declared}", "freelancer"),
    Known("/orders/{running}", "freelancer"),
    Known("/orders/{delivered}", "client"),
    Known("/orders/{finished}", "client"),
    Known("/orders/{disputed}", "freelancer"),
    Known("/client/bookings/new", status=404),
    Known("/client/bookings/new?pro={plumber}&category=plomberie"),
    Known("/client/bookings/new?city=casablanca&category=plomberie&urgent=1", "client"),
    Known("/client/bookings", "client"),
    Known("/client/bookings", "freelancer"),
    Known("/client/bookings/standing", "client"),
    Known("/pro/bookings", "pro"),
    Known("/pro/start"),
    Known("/pro/start", "client"),
    Known("/pro/dashboard", "pro"),
    Known("/pro/schedule", "pro"),
    Known("/pro/schedule/exceptions", "pro"),
    Known("/pro/schedule/timetables", "pro"),
    Known("/pro/services", "pro"),
    Known("/pro/profile", "pro"),
    Known("/bookings/{waiting_visit}", "pro"),
    Known("/bookings/{waiting_visit}", "client"),
    Known("/bookings/{confirmed_visit}", "pro"),
    Known("/bookings/{confirmed_visit}", "client"),
    Known("/bookings/{done_visit}", "client"),
    Known("/client/settings/payout", "freelancer"),
    Known("/client/profile", "freelancer"),
    Known("/freelancer/profile", "freelancer"),
    Known("/favourites", "freelancer"),
    Known("/freelancer/gigs", "freelancer"),
    Known("/freelancer/gigs", "client"),
    Known("/freelancer/gigs/new", "freelancer"),
    Known("/freelancer/gigs/{own_gig}/edit?step=packages", "freelancer"),
    Known("/freelancer/gigs/{own_gig}/edit?step=pictures", "freelancer"),
    Known("/freelancer/gigs/{own_gig}/edit?step=publish", "freelancer"),
    Known("/client/settings", "freelancer"),
    Known("/client/settings/phone", "freelancer"),
    Known("/client/settings/whatsapp", "freelancer"),
    Known("/client/settings/email", "freelancer"),
    Known("/client/settings/delete", "freelancer"),
    Known("/client/settings", "admin"),
    Known("/messages", "freelancer"),
    Known("/messages?archived=1", "freelancer"),
    Known("/messages?q=logo", "freelancer"),
    Known("/messages/{friend}", "freelancer"),
    Known("/messages/{friend}/offer", "freelancer"),
    Known("/report/profile/{pro}", "freelancer"),
    Known("/notifications", "freelancer"),
    Known("/notifications", "client"),
    Known("/notifications/preferences", "freelancer"),
    Known("/client/settings/two-step", "admin"),
    Known("/client/settings/two-step", "scanning"),
    Known("/", "freelancer"),
    Known("/admin", "admin"),
    Known("/admin/users", "admin"),
    Known("/admin/users/{freelancer}", "admin"),
    Known("/admin/gigs", "admin"),
    Known("/admin/gigs/{gig}", "admin"),
    Known("/admin/categories", "admin"),
    Known("/admin/categories/new", "admin"),
    Known("/admin/cities", "admin"),
    Known("/admin/cities/new", "admin"),
    Known("/admin/orders", "admin"),
    Known("/admin/orders/{running}", "admin"),
    Known("/admin/disputes", "admin"),
    Known("/admin/disputes/{dispute}", "admin"),
    Known("/admin/outbox", "admin"),
    Known("/admin/outbox/{message}", "admin"),
    Known("/admin/tasks", "admin"),
    Known("/admin/reports", "admin"),
    Known("/admin/synonyms", "admin"),
    Known("/admin/audit", "admin"),
]


def address(language: str, path: str) -> str:
    """The page's address in that language."""
    return path if language == "fr" else f"/{language}{path}"
