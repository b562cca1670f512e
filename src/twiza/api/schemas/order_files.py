"""Files, proofs and deliveries of an order."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.orders.kinds import FileRole

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"


class FileLink(BaseModel):
    """A file of the order; the link is yours alone and lasts ten minutes."""

    id: UUID
    role: FileRole
    by_id: UUID
    name: str
    media_type: str
    bytes: int
    url: str
    proof_id: UUID | None
    delivery_id: UUID | None
    dispute_id: UUID | None
    statement_id: UUID | None


class UploadedFile(BaseModel):
    """A file that waits to be attached to the order it was sent for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": _ID, "name": "recu.pdf", "media_type": "application/pdf", "bytes": 48213}]
        }
    )

    id: UUID
    name: str
    media_type: str
    bytes: int


class Proof(BaseModel):
    """A declared transfer."""

    id: UUID
    transaction_id: str
    payer_name: str
    amount: int
    amount_text: str
    used_before: bool = Field(description="Another order was paid with this transaction number")
    amount_differs: bool = Field(description="The amount isn’t the price")
    verified: bool
    refused_at: datetime | None
    refusal: str
    submitted_at: datetime
    submitted_local: str


class Handover(BaseModel):
    id: UUID
    number: int
    note: str
    created_at: datetime
    created_local: str
