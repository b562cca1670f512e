"""What is forgotten of old tasks, so that the tables don't grow for ever."""

from sqlalchemy import text

from twiza.kit.db import unit_of_work

# Counts per second become one count per task and outcome, so that the sum never falls.
_FOLD = """
WITH old AS (
    DELETE FROM pgqueuer_statistics WHERE created > 'epoch' AND created < now() - interval '1 day'
    RETURNING count, priority, status, entrypoint
)
INSERT INTO pgqueuer_statistics (created, count, priority, status, entrypoint)
SELECT 'epoch', sum(count), priority, status, entrypoint FROM old GROUP BY priority, status, entrypoint
ON CONFLICT (priority, date_trunc('sec', timezone('UTC', created)), status, entrypoint)
DO UPDATE SET count = pgqueuer_statistics.count + excluded.count
"""
_PRUNE = (
    _FOLD,
    "DELETE FROM pgqueuer_log WHERE aggregated AND created < now() - interval '7 days'",
    "DELETE FROM task_pickup WHERE picked_at < now() - interval '1 day'"
    " AND NOT EXISTS (SELECT FROM pgqueuer WHERE pgqueuer.id = task_pickup.job_id)",
    "DELETE FROM failed_task WHERE failed_at < now() - interval '90 days'",
)


async def prune() -> None:
    """Keep a week of the queue's log and three months of failures."""
    for statement in _PRUNE:
        async with unit_of_work() as session:
            await session.execute(text(statement))
