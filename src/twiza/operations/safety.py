"""What production refuses: settings that are fine on a laptop and dangerous on the open internet."""

from twiza.kit.settings import DEVELOPMENT_SECRET, Settings

_SHORTEST_SECRET = 32


def faults(chosen: Settings) -> list[str]:
    """Why this must not start in production, each with its remedy; empty when all is well."""
    if not chosen.is_production:
        return []
    found: list[str] = []
    if chosen.secret == DEVELOPMENT_SECRET or len(chosen.secret) < _SHORTEST_SECRET:
        found.append(
            "TWIZA_SECRET_KEY is the default or too short. Set it to the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if chosen.demo:
        found.append("TWIZA_DEMO loads accounts with known passwords. Unset it.")
    if not chosen.sms_url:
        found.append("No channel for codes: set TWIZA_SMS_URL, or nobody can verify a phone.")
    if not chosen.smtp_url:
        found.append("No channel for email: set TWIZA_SMTP_URL.")
    if not chosen.public_url.startswith("https://"):
        found.append("TWIZA_BASE_URL must be the public https:// address.")
    return [*found, *_half_set(chosen)]


def _half_set(chosen: Settings) -> list[str]:
    """Keys that are worth nothing without each other: half of them would lose people's messages silently."""
    whatsapp = {
        "TWIZA_WHATSAPP_PHONE_ID": chosen.whatsapp_phone_id,
        "TWIZA_WHATSAPP_TOKEN": chosen.whatsapp_token.get_secret_value(),
        "TWIZA_WHATSAPP_APP_SECRET": chosen.whatsapp_app_secret.get_secret_value(),
        "TWIZA_WHATSAPP_VERIFY_TOKEN": chosen.whatsapp_verify_token.get_secret_value(),
    }
    missing = [name for name, value in whatsapp.items() if not value]
    found: list[str] = []
    if 0 < len(missing) < len(whatsapp):
        found.append(f"WhatsApp is half set up: set {', '.join(missing)} too, or unset the others.")
    return [*found, *push_faults(chosen)]


def push_faults(chosen: Settings) -> list[str]:
    """Keys of push that can't be read; they are looked at before the first message needs them."""
    # Half of Twiza stands behind these two, and a start on a laptop asks for neither.
    from twiza.notifications.channels.push import fcm, vapid

    found: list[str] = []
    try:
        fcm.read_account(chosen.fcm_service_account.get_secret_value())
    except ValueError as error:
        found.append(f"TWIZA_FCM_SERVICE_ACCOUNT can't be used: {error}. Download the key file again.")
    try:
        vapid.read_key(chosen.vapid_private_key.get_secret_value())
    except ValueError as error:
        found.append(f"TWIZA_VAPID_PRIVATE_KEY can't be used: {error}. Make one: twiza vapid-keys")
    return found


async def demo_accounts_fault() -> str | None:
    """A database that once held the demo world must not serve the public."""
    from sqlalchemy import select

    from twiza.accounts.models import Account
    from twiza.demo import EMAIL_DOMAIN
    from twiza.kit.db import reading

    async with reading() as connection:
        found = await connection.scalar(
            select(Account.id).where(Account.email.endswith(EMAIL_DOMAIN)).limit(1)
        )
    return (
        "The database holds demo accounts with known passwords. Start production on a fresh one."
        if found
        else None
    )
