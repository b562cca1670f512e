"""The shapes of leaving."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class Leaving(BaseModel):
    """What shows that it is you: your password or, if you have none, a code from `POST /auth/phone`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"password": "trois mots faciles"}]}, extra="forbid"
    )

    password: SecretStr = Field(default=SecretStr(""), max_length=400)
    code: str = Field(default="", max_length=40)
