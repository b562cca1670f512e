"""Every page a person can open, and as whom: the gates, the screenshots and the link test read this list."""

from dataclasses import dataclass

LANGUAGES = ("fr", "ar", "en")
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Somebody:
    """Who looks: nobody, or a demo account."""

    name: str
    login: str | None


@dataclass(frozen=True)
class Known:
    """One page; `status` is what it answers on purpose."""

    path: str
    who: str = "visitor"
    status: int = 200

    @property
    def slug(self) -> str:
        return (self.path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-") or "home") + (
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
    Known("/pros"),
    Known("/pro/{pro}"),
    Known("/auth/login"),
    Known("/auth/signup"),
    Known("/auth/forgot"),
    Known("/offline"),
    Known("/styleguide"),
    Known("/api/docs"),
    Known("/no-such-page", status=404),
    Known("/dashboard", "freelancer"),
    Known("/client/profile", "freelancer"),
    Known("/client/settings", "freelancer"),
    Known("/notifications", "freelancer"),
    Known("/", "freelancer"),
    Known("/admin", "admin"),
    Known("/admin/users", "admin"),
    Known("/admin/users/{freelancer_account}", "admin"),
    Known("/admin/outbox", "admin"),
    Known("/admin/audit", "admin"),
]


def address(language: str, path: str) -> str:
    """The page's address in that language; the API's documentation stands outside the languages."""
    if language == "fr" or path.startswith("/api/"):
        return path
    return f"/{language}{path}"
