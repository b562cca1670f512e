"""The words an order is told in: its states, the parties who move it, why files lie in it."""

from collections.abc import Mapping
from enum import StrEnum


class OrderStatus(StrEnum):
    PENDING_PAYMENT = "PENDING_PAYMENT"
    PAYMENT_SUBMITTED = "PAYMENT_SUBMITTED"
    PAYMENT_CONFIRMED = "PAYMENT_CONFIRMED"
    IN_PROGRESS = "IN_PROGRESS"
    SUBMITTED = "SUBMITTED"
    REVISION_REQUESTED = "REVISION_REQUESTED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


class Party(StrEnum):
    """Who moves an order; the clock and the card gateway are parties like the others."""

    CLIENT = "client"
    FREELANCER = "freelancer"
    ADMIN = "admin"
    CLOCK = "clock"
    GATEWAY = "gateway"


class Stage(StrEnum):
    """Where an order is, told in four words instead of eight."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class PaymentStatus(StrEnum):
    PENDING = "pending"
    SUCCESS = "success"
    FAILED = "failed"


class FileRole(StrEnum):
    """Why a file lies in an order."""

    RECEIPT = "receipt"
    ANSWER = "answer"
    DELIVERY = "delivery"
    EVIDENCE = "evidence"


STAGES: Mapping[OrderStatus, Stage] = {
    OrderStatus.PENDING_PAYMENT: Stage.PENDING,
    OrderStatus.PAYMENT_SUBMITTED: Stage.PENDING,
    OrderStatus.COMPLETED: Stage.COMPLETED,
    OrderStatus.CANCELLED: Stage.CANCELLED,
}
