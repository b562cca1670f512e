"""Devices that take notifications."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from twiza.notifications.channels.push.devices import LONGEST_TOKEN

Token = Annotated[str, Field(min_length=8, max_length=LONGEST_TOKEN)]
_FCM = "fGx1:APA91bEexample-registration-token"
_ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABexample"


class BrowserKeys(BaseModel):
    """What a browser's subscription says of itself: messages are sealed for it."""

    p256dh: str = Field(max_length=200)
    auth: str = Field(max_length=100)


class DeviceGiven(BaseModel):
    """A phone gives the token of Firebase; a browser the endpoint and keys of its subscription."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"platform": "ANDROID", "token": _FCM},
                {
                    "platform": "WEB",
                    "token": _ENDPOINT,
                    "keys": {
                        "p256dh": (
                            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
                        ),
                        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
                    },
                },
            ]
        }
    )

    platform: Literal["IOS", "ANDROID", "WEB"]
    token: Token
    keys: BrowserKeys | None = Field(None, description="Of browsers only")

    @model_validator(mode="after")
    def browsers_have_keys(self) -> Self:
        if (self.platform == "WEB") != (self.keys is not None):
            raise ValueError("browsers give keys, phones don’t")
        return self


class DeviceGone(BaseModel):
    """Which device takes no notifications any more."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"token": _FCM}]})

    token: Token


class Device(BaseModel):
    """A device that takes your notifications."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0193f0a0-0000-7000-8000-00000000d001",
                    "platform": "ANDROID",
                    "created_at": "2026-11-21T12:00:00Z",
                    "created_local": "2026-11-21 12:00",
                }
            ]
        }
    )

    id: UUID
    platform: Literal["IOS", "ANDROID", "WEB"]
    created_at: AwareDatetime
    created_local: str
