"""What the clock keeps true about the index: words counted, freshness faded, answers counted."""

from datetime import timedelta

from sqlalchemy import text

from twiza.discovery import vocabulary
from twiza.kit import clock
from twiza.kit.db import unit_of_work

# A transaction holds so many gigs at most, so that nobody who publishes waits long.
_AT_ONCE = 1000
_LATELY, _IN_TIME = timedelta(days=90), timedelta(days=1)
# Fewer first messages than this prove nothing.
_LEAST = 5

_FADED = text("""
WITH faded AS MATERIALIZED (
    SELECT gig_id FROM gig_search WHERE fresh <> gig_fresh(published_at) ORDER BY gig_id LIMIT :most
)
SELECT refresh_gigs(ARRAY(SELECT gig_id FROM faded)), (SELECT count(*) FROM faded) AS found
""")
# A conversation counts for whom the first message was written to.
_PACE = text("""
WITH opened AS (
    SELECT DISTINCT ON (conversation_id) conversation_id, sender_id, created_at
      FROM message WHERE created_at > :since ORDER BY conversation_id, id
), asked AS (
    SELECT CASE WHEN sender_id = low_id THEN high_id ELSE low_id END AS account_id,
           EXISTS (SELECT FROM message AS reply
                    WHERE reply.conversation_id = opened.conversation_id AND reply.sender_id <> opened.sender_id
                      AND reply.created_at <= opened.created_at + CAST(:in_time AS interval)) AS answered
      FROM opened JOIN conversation ON conversation.id = conversation_id
     WHERE opened.created_at < :until AND conversation.created_at > :since
), pace AS (
    SELECT account_id, round(avg(answered::int) * 100)::int AS answers
      FROM asked GROUP BY account_id HAVING count(*) >= :least
)
INSERT INTO seller_pace AS kept (account_id, answers) SELECT account_id, answers FROM pace ORDER BY account_id
    ON CONFLICT (account_id) DO UPDATE SET answers = excluded.answers WHERE kept.answers <> excluded.answers
 RETURNING account_id
""")
_REFRESH = text(
    "SELECT refresh_gigs(ARRAY(SELECT id FROM gig WHERE freelancer_id = ANY (:accounts) ORDER BY id))"
)


async def count_words() -> None:
    """The words in use and how many gigs say each."""
    async with unit_of_work() as session:
        await vocabulary.count_again(session)


async def fade() -> None:
    """Gigs that aren't so new any more stand where they belong."""
    found = _AT_ONCE
    while found == _AT_ONCE:
        async with unit_of_work() as session:
            found = (await session.execute(_FADED, {"most": _AT_ONCE})).one().found


async def count_answers() -> None:
    """Which share of the first messages to a seller is answered within a day."""
    now = clock.now()
    said = {"until": now - _IN_TIME, "since": now - _LATELY, "in_time": _IN_TIME, "least": _LEAST}
    async with unit_of_work() as session:
        changed = list((await session.scalars(_PACE, said)).all())
        if changed:
            await session.execute(_REFRESH, {"accounts": changed})
