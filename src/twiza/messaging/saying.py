"""The statement by which something is said: one, for it is the busiest of all.

Both inboxes show the message first, what was archived comes back, one email is due per time of silence, and both sides'
open pages are told: ids only, the recipient's with how many conversations wait.

Messages have one order, which their ids keep, for pages ask for what came after one of them. So an id is made once the
lock of its conversation is granted, and always by the database: of two made within one millisecond by two makers, either
may sort first.
"""

from typing import Any

from sqlalchemy import DateTime, Select, String, Uuid, bindparam, select
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from twiza.messaging import access

_PEOPLE = [bindparam(name, type_=Uuid) for name in ("sender", "recipient")]
_SAID = (
    sql("""
        INSERT INTO message
            (id, conversation_id, sender_id, order_id, offer_id, kind, text, client_key, created_at)
        SELECT
            coalesce(:id, uuidv7()), talk.id, :sender, :order, :offer, CAST(:kind AS message_kind), :text, :key, :now
        FROM talk
        ON CONFLICT (sender_id, client_key) DO NOTHING
        RETURNING id, conversation_id
    """)
    .bindparams(
        *(bindparam(name, type_=Uuid) for name in ("id", "sender", "order", "offer")),
        *(bindparam(name, type_=String) for name in ("kind", "text", "key")),
        bindparam("now", type_=DateTime(timezone=True)),
    )
    .columns(id=Uuid, conversation_id=Uuid)
    .cte("said")
)
_NOTED = (
    sql("""
        INSERT INTO conversation_side AS side
            (conversation_id, account_id, other_id, unread, last_message_id, digest_due_at)
        SELECT said.conversation_id, whose.account_id, whose.other_id, whose.unread, said.id, whose.due
        FROM said, (VALUES (:recipient, :sender, 1, :due), (:sender, :recipient, 0, NULL))
            AS whose (account_id, other_id, unread, due)
        ON CONFLICT (conversation_id, account_id) DO UPDATE SET
            unread = side.unread + excluded.unread,
            last_message_id = excluded.last_message_id,
            archived_at = NULL,
            digest_due_at = CASE
                WHEN side.unread = 0 AND excluded.unread > 0 THEN excluded.digest_due_at ELSE side.digest_due_at
            END
        RETURNING account_id
    """)
    .bindparams(*_PEOPLE, bindparam("due", type_=DateTime(timezone=True)))
    .columns(account_id=Uuid)
    .cte("noted")
)
# As `events.record` would keep `MessageSent`.
_KEPT = (
    sql("""
        INSERT INTO event (id, name, data)
        SELECT :event, 'MessageSent', jsonb_build_object(
            'message_id', said.id, 'conversation_id', said.conversation_id, 'sender_id', :sender,
            'recipient_id', :recipient, 'order_id', NULL
        )
        FROM said
        RETURNING id
    """)
    .bindparams(*_PEOPLE, bindparam("event", type_=Uuid))
    .columns(id=Uuid)
    .cte("kept")
)
_TOLD = (
    sql("""
        SELECT 'account:' || whose.id AS topic, told.common || whose.own AS payload
        FROM said, LATERAL (
            SELECT jsonb_build_object('type', 'message', 'conversation', said.conversation_id, 'id', said.id)
        ) AS told (common), LATERAL (VALUES
            (:recipient, jsonb_build_object('with', :sender, 'unread', 1 + (
                SELECT count(*) FROM conversation_side AS side WHERE side.account_id = :recipient
                    AND side.unread > 0 AND side.conversation_id <> said.conversation_id
            ))),
            (:sender, jsonb_build_object('with', :recipient))
        ) AS whose (id, own)
    """)
    .bindparams(*_PEOPLE)
    .columns(topic=String, payload=JSONB)
    .cte("told")
)
_GIVEN = select(bindparam("conversation", type_=Uuid).label("id")).cte("talk")
# For who holds the conversation already.
SAY: Select[*tuple[Any, ...]] = select(_TOLD.c.topic, _TOLD.c.payload).add_cte(_GIVEN, _SAID, _NOTED)
# A whole transaction: takes the conversation, if nothing stands between the two, and keeps the event as well.
SAY_AT_ONCE: Select[*tuple[Any, ...]] = select(_TOLD.c.topic, _TOLD.c.payload).add_cte(
    access.OPEN_TALK.cte("talk"), _SAID, _NOTED, _KEPT
)
