"""Work done after the answer: enqueued in a transaction, retried, never lost nor run twice at once.

Write `@task("name") async def f(id: UUID)`, then `await enqueue(session, f, some_id)`: the task exists once
that transaction has committed, and never when it rolls back. Tasks take ids, open their own
`unit_of_work()`, look at the state again and bear being run once more, since a worker may die right after
the work and before saying so.
"""

from twiza.kit.tasks.enqueuing import enqueue, queueing
from twiza.kit.tasks.registry import Task, task
from twiza.kit.tasks.schema import install_sql, remove_sql

__all__ = ["Task", "enqueue", "install_sql", "queueing", "remove_sql", "task"]
