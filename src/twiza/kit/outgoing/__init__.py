"""Messages that leave the house: one row each, written in the transaction of what they tell of.

A domain calls `send`; the row and the task that delivers it commit or vanish together. How a channel delivers
is the business of `twiza.notifications`, which is why the task is enqueued by its name. A channel without
keys keeps its messages where an admin can read them, so that everything can be tried.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock, ids, tasks
from twiza.kit.gathering import Part, leave
from twiza.kit.outgoing.kinds import Channel, OutgoingStatus
from twiza.kit.outgoing.models import Outgoing
from twiza.kit.settings import settings

__all__ = ["DELIVER", "Channel", "Outgoing", "OutgoingStatus", "configured", "send"]

DELIVER = "deliver_outgoing"
# A code or a link is worth nothing later than the longest-lived of them.
SECRET_LIFE = timedelta(minutes=30)
_LEAVING = Part(
    "outgoing",
    {
        "left_outgoing": """
            INSERT INTO outgoing (id, account_id, channel, "to", language, subject, body, html, unsubscribe_url,
                payload, secret, dedupe, status, next_try_at, expires_at, created_at)
            SELECT * FROM jsonb_to_recordset(:outgoing) AS message (id uuid, account_id uuid,
                channel outgoing_channel, "to" text, language text, subject text, body text, html text,
                unsubscribe_url text, payload jsonb, secret boolean, dedupe text, status outgoing_status,
                next_try_at timestamptz, expires_at timestamptz, created_at timestamptz)
            ON CONFLICT (dedupe) DO NOTHING
            RETURNING id, status, next_try_at - created_at AS delay
        """,
        "queued_outgoing": tasks.queueing(
            f"SELECT '{DELIVER}', json_build_array(id)::text, delay, NULL FROM left_outgoing WHERE status = 'queued'"  # noqa: S608
        ),
    },
)


async def send(
    session: AsyncSession,
    *,
    channel: str,
    to: str,
    text: str,
    subject: str | None = None,
    html: str | None = None,
    account_id: UUID | None = None,
    secret: bool = False,
    language: str = "fr",
    dedupe: str | None = None,
    expires_at: datetime | None = None,
    unsubscribe_url: str | None = None,
    payload: Mapping[str, object] | None = None,
    not_before: datetime | None = None,
) -> UUID:
    """Write a message that leaves once the caller's transaction has committed, and never if it rolls back.

    `payload` is what its channel needs besides words; `not_before` holds it back, as quiet hours do. `secret` marks
    codes and links: admins see them masked in production, they aren't sent after `expires_at`, and the body is wiped
    once delivered or expired. A second message with the same `dedupe` is left out.
    """
    now, message_id = clock.now(), ids.new()
    status = OutgoingStatus.QUEUED if configured(Channel(channel)) else OutgoingStatus.KEPT
    row = {
        "id": message_id,
        "account_id": account_id,
        "channel": Channel(channel),
        "to": to,
        "language": language,
        "subject": subject,
        "body": text,
        "html": html,
        "unsubscribe_url": unsubscribe_url,
        "payload": dict(payload or {}),
        "secret": secret,
        "dedupe": dedupe,
        "status": status,
        "next_try_at": max(now, not_before or now),
        "expires_at": expires_at or (now + SECRET_LIFE if secret else None),
        "created_at": now,
    }
    leave(session, _LEAVING, row)
    return message_id


def configured(channel: Channel) -> bool:
    """Whether this channel has what it needs to reach people."""
    chosen = settings()
    keys = {
        Channel.EMAIL: chosen.smtp_url,
        Channel.SMS: chosen.sms_url,
        Channel.WHATSAPP: chosen.whatsapp_phone_id and chosen.whatsapp_token.get_secret_value(),
        Channel.PUSH: chosen.fcm_service_account.get_secret_value()
        or chosen.vapid_private_key.get_secret_value(),
    }
    return bool(keys[channel])
