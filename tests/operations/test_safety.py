from pathlib import Path

import pytest
from pydantic import SecretStr

from twiza.kit.settings import Settings
from twiza.operations import safety

FIT = {
    "env": "production",
    "secret_key": SecretStr("x" * 48),
    "base_url": "https://twiza.example",
    "sms_url": "https://sms.example/send",
    "smtp_url": "smtp://mail.example:587",
}


def faults(**changes: object) -> str:
    return "\n".join(safety.faults(Settings(**{**FIT, **changes})))


def test_production_starts_with_fit_settings() -> None:
    assert faults() == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"secret_key": SecretStr("development-only-secret-of-twiza-change-me")}, "TWIZA_SECRET_KEY"),
        ({"secret_key": SecretStr("short")}, "TWIZA_SECRET_KEY"),
        ({"demo": True}, "known passwords"),
        ({"sms_url": ""}, "TWIZA_SMS_URL"),
        ({"smtp_url": ""}, "TWIZA_SMTP_URL"),
        ({"base_url": "http://twiza.example"}, "https"),
    ],
)
def test_production_refuses(change: dict[str, object], told: str) -> None:
    assert told in faults(**change)


def test_development_takes_its_defaults() -> None:
    assert safety.faults(Settings(env="development", data_dir=Path("/tmp"))) == []


async def test_production_refuses_a_database_with_demo_accounts(committed: None) -> None:
    from twiza import demo
    from twiza.kit.db import unit_of_work

    assert await safety.demo_accounts_fault() is None
    async with unit_of_work() as session:
        await demo.load(session)
    assert "demo accounts" in (await safety.demo_accounts_fault() or "")
