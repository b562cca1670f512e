"""Every setting of the program: `TWIZA_*` in the environment, plus `PORT` and `DATABASE_URL` as hosts name them."""

from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_SECRET = "development-only-secret-of-twiza-change-me"  # noqa: S105  refused in production
CHECKOUT = Path(__file__).resolve().parents[3]


class Settings(BaseSettings):
    """Defaults suit a developer's machine; `production` refuses the unsafe ones (see `kit.safety`)."""

    model_config = SettingsConfigDict(env_prefix="TWIZA_", extra="ignore", populate_by_name=True)

    env: Literal["development", "test", "production"] = "development"
    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    host: str = "127.0.0.1"
    port: int = Field(8000, validation_alias=AliasChoices("TWIZA_PORT", "PORT"))
    web_workers: int = Field(1, ge=1)
    base_url: str = Field(
        "", description="Public address, without a slash at the end; empty: http://host:port"
    )
    trusted_proxies: str = ""
    database_url: str | None = Field(
        None, validation_alias=AliasChoices("TWIZA_DATABASE_URL", "DATABASE_URL")
    )
    database_pool: int = Field(10, ge=1)
    data_dir: Path = CHECKOUT / "var"
    log_format: Literal["console", "json"] = "console"
    metrics_token: SecretStr = Field(
        SecretStr(""), description="Bearer token of /metrics; empty: this machine only"
    )
    demo: bool | None = Field(None, description="Load the demo world on the first run; off in production")

    cors_origins: list[str] = []
    body_limit: int = 1_000_000
    upload_limit: int = 10_000_000

    unverified_cap: int = Field(
        2_000,
        ge=1,
        description="The most, in dirhams, one order may pay a seller whose identity isn’t verified",
    )
    orders_an_hour: int = Field(20, ge=1, description="The most orders one client may place within an hour")
    kyc_kept_days: int = Field(
        30, ge=0, description="How long identity pictures are kept after an approval; refused ones go at once"
    )
    late_cancel_grace: int = Field(
        0, ge=0, description="Minutes after its confirmation in which a late cancellation has no consequence"
    )

    smtp_url: str = Field("", description="smtp://user:password@host:587; empty: messages stay in the outbox")
    mail_from: str = "Twiza <bonjour@twiza.local>"
    sms_url: str = Field("", description="Address of the SMS provider; empty: messages stay in the outbox")
    sms_headers: dict[str, str] = {}
    sms_body: str = Field('{"to": "{to}", "text": "{text}"}', description="JSON template of one SMS")

    whatsapp_phone_id: str = Field(
        "", description="Id of the sending number; empty: messages stay in the outbox"
    )
    whatsapp_token: SecretStr = SecretStr("")
    whatsapp_app_secret: SecretStr = Field(SecretStr(""), description="Signs what the webhook brings")
    whatsapp_verify_token: SecretStr = Field(
        SecretStr(""), description="What the webhook's first call must know"
    )
    whatsapp_url: str = "https://graph.facebook.com/v26.0"
    fcm_service_account: SecretStr = Field(
        SecretStr(""),
        description="The key file of Firebase, or its path; empty: pushes to the app stay in the outbox",
    )
    fcm_url: str = "https://fcm.googleapis.com"
    vapid_private_key: SecretStr = Field(
        SecretStr(""), description="Of `twiza vapid-keys`; empty: browsers can't switch notifications on"
    )
    push_services: list[str] = Field(
        [
            "https://fcm.googleapis.com",
            "https://updates.push.services.mozilla.com",
            "https://web.push.apple.com",
            "https://*.notify.windows.com",
        ],
        description="Whom browsers may name as their push service: an address they choose is one that we call",
    )
    sms_fallback_after: int = Field(
        4, ge=1, description="Minutes after which an urgent alert that nobody read goes by SMS"
    )

    google_client_id: str = ""
    google_client_secret: SecretStr = SecretStr("")
    google_issuer: str = "https://accounts.google.com"
    github_client_id: str = ""
    github_client_secret: SecretStr = SecretStr("")
    github_url: str = "https://github.com"
    github_api_url: str = "https://api.github.com"

    s3_bucket: str = Field("", description="Empty: files are kept on disk under data_dir/files")
    s3_endpoint: str = ""
    s3_region: str = "us-east-1"
    s3_access_key: str = ""
    s3_secret_key: SecretStr = SecretStr("")

    contact_email: str = Field(
        "", description="Where people write to us; empty: pages name none, messages the address of mail_from"
    )
    publisher_name: str = ""
    publisher_address: str = ""
    publisher_ice: str = ""
    cndp_receipt: str = ""

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def secret(self) -> str:
        return self.secret_key.get_secret_value()

    @property
    def public_url(self) -> str:
        return self.base_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def contact(self) -> str:
        return self.contact_email or parseaddr(self.mail_from)[1]

    @property
    def database_dsn(self) -> str:
        """Where the database is, as PostgreSQL's own tools and asyncpg want it written."""
        if self.database_url is None:
            raise RuntimeError(
                "No DATABASE_URL: start through `twiza run`, which starts the embedded PostgreSQL"
            )
        scheme, _, rest = self.database_url.partition("://")
        ours = scheme in {"postgres", "postgresql", "postgresql+asyncpg"}
        return f"postgresql://{rest}" if ours else self.database_url

    @property
    def with_demo(self) -> bool:
        return self.demo if self.demo is not None else self.env == "development"


@lru_cache
def settings() -> Settings:
    """The one set of settings of this process; tests call `settings.cache_clear()` after changing the environment."""
    # Everything comes from the environment; checkers don’t know that fields have defaults of their own.
    return Settings()  # pyright: ignore[reportCallIssue]
