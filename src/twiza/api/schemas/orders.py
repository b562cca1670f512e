"""What is sent about orders, offers and where one is paid."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from twiza.gigs.models import Tier
from twiza.orders.disputes.models import DisputeOutcome, DisputeReason

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
Text = Annotated[str, Field(max_length=20_000)]
Files = Annotated[
    list[UUID], Field(max_length=50, description="Ids of files sent to `/orders/{order_id}/files` before")
]
Money = Annotated[
    StrictInt | str,
    Field(description="Whole centimes as a number, or dirhams as people type them: `1.234,50`"),
]


def _example(**fields: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [fields]}, extra="forbid")


class OrderAsked(BaseModel):
    """A package of a published gig."""

    model_config = _example(
        gig_id=_ID, package="basic", answers={_ID: "Une boulangerie à Salé."}, accepted_terms=True
    )

    gig_id: UUID
    package: Tier = Tier.BASIC
    answers: dict[UUID, Text] = Field(
        {}, description="Answers by the id of the gig’s question", max_length=50
    )
    accepted_terms: bool = Field(description="The terms of use are accepted")


class PaymentDeclared(BaseModel):
    """The transfer that the client made."""

    model_config = _example(
        transaction_id="VIR-2026-118822",
        amount="350,00",
        payer_name="Amina Berrada",
        understood=True,
        receipt=_ID,
    )

    transaction_id: Text
    amount: Money
    payer_name: Text
    understood: bool = Field(
        False, description="You know that the transfer goes straight to the seller: Twiza can’t return it"
    )
    receipt: UUID | None = Field(None, description="A picture or PDF sent to `/orders/{order_id}/files`")


class Reason(BaseModel):
    """Why; the other side reads it."""

    model_config = _example(reason="Rien n’est arrivé sur le compte.")

    reason: Text


class OptionalReason(BaseModel):
    """Why, if you want to say it."""

    model_config = _example(reason="J’ai changé d’avis.")

    reason: Text = ""


class WorkHandedOver(BaseModel):
    """A message and files."""

    model_config = _example(note="Voici les trois pistes.", files=[_ID])

    note: Text
    files: Files = []


class Answers(BaseModel):
    """Answers by the id of the order's question."""

    model_config = _example(answers={_ID: "Une boulangerie à Salé."})

    answers: dict[UUID, Text] = Field(max_length=50)


class MoreTime(BaseModel):
    """How many days more, and why."""

    model_config = _example(days=3, reason="La typographie demande plus de soin.")

    days: int
    reason: Text


class Claim(BaseModel):
    """The deadline passed without work."""

    model_config = _example(details="Aucune nouvelle depuis dix jours.")

    details: Text = ""


class ClaimAnswered(BaseModel):
    """What the freelancer says to it."""

    model_config = _example(answer="La livraison part ce soir.")

    answer: Text


class DisputeAsked(BaseModel):
    """What went wrong."""

    model_config = _example(
        reason="not_as_agreed", details="Le logo livré n’a qu’un format sur trois.", files=[_ID]
    )

    reason: DisputeReason
    details: Text
    files: Files = []


class Statement(BaseModel):
    """One's own side of a dispute."""

    model_config = _example(text="Les trois formats étaient dans l’archive.", files=[_ID])

    text: Text
    files: Files = []


class Decision(BaseModel):
    """How an administrator closes a dispute."""

    model_config = _example(outcome="dismissed", decision="Les trois formats ont été livrés.")

    outcome: DisputeOutcome
    decision: Text


class OfferAsked(BaseModel):
    """Work made to measure for one client."""

    model_config = _example(
        client_id=_ID,
        gig_id=_ID,
        title="Logo et carte de visite",
        scope="Un logo en trois formats et une carte recto verso.",
        price=90000,
        delivery_days=7,
        revisions=2,
    )

    client_id: UUID
    gig_id: UUID | None = None
    title: Text
    scope: Text
    price: Money
    delivery_days: int
    revisions: int | None = Field(None, description="null: as many as needed")


class OfferAccepted(BaseModel):
    """The terms of use are accepted for the order that comes of it."""

    model_config = _example(accepted_terms=True)

    accepted_terms: bool


class BankGiven(BaseModel):
    """A bank account, by its RIB or IBAN."""

    model_config = _example(kind="bank", holder="Youssef El Idrissi", rib="007 780 0001234567890123 96")

    kind: Literal["bank"]
    holder: Text
    rib: Text


class WalletGiven(BaseModel):
    """A mobile wallet."""

    model_config = _example(
        kind="wallet", holder="Youssef El Idrissi", provider="Orange Money", wallet="0600000000"
    )

    kind: Literal["wallet"]
    holder: Text
    provider: Text
    wallet: Text


PayoutGiven = Annotated[BankGiven | WalletGiven, Field(discriminator="kind")]
