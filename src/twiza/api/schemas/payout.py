"""Where a seller is paid."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Payout(BaseModel):
    """Where a seller is paid."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "bank",
                    "holder": "Youssef El Idrissi",
                    "rib": "007780000123456789012396",
                    "iban": "MA64007780000123456789012396",
                    "bank": "Attijariwafa bank",
                    "provider": "",
                    "wallet": "",
                }
            ]
        }
    )

    kind: Literal["bank", "wallet"]
    holder: str
    rib: str
    iban: str
    bank: str = Field(description="Empty when the bank’s code isn’t known to us")
    provider: str
    wallet: str
