"""What is remembered of tasks beside the queue itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Moment


class TaskPickup(Base):
    """A task that was begun: how often without an end, and how often it failed; gone when it succeeds."""

    __tablename__ = "task_pickup"

    job_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    pickups: Mapped[int] = mapped_column(server_default=text("0"))
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    picked_at: Mapped[CreatedAt]


class FailedTask(Base):
    """A task that was given up, with the reason, for an admin to look at."""

    __tablename__ = "failed_task"

    id: Mapped[Id]
    job_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    task: Mapped[str]
    args: Mapped[list[Any]] = mapped_column(JSONB)
    error: Mapped[str]
    traceback: Mapped[str]
    tries: Mapped[int]
    failed_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), index=True, server_default=text("now()")
    )


class PeriodicTick(Base):
    """The last moment each periodic task was due and enqueued, by whichever worker was first."""

    __tablename__ = "periodic_tick"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[Moment]
