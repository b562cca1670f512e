from pathlib import Path

import pytest
from pydantic import SecretStr

from twiza.kit.settings import Settings
from twiza.notifications.channels.push import vapid
from twiza.operations import safety
from twiza.stand_ins.fcm import Firebase

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
        ({"whatsapp_phone_id": "1"}, "TWIZA_WHATSAPP_TOKEN"),
        ({"whatsapp_phone_id": "1", "whatsapp_token": SecretStr("t")}, "TWIZA_WHATSAPP_APP_SECRET"),
        ({"whatsapp_verify_token": SecretStr("t")}, "TWIZA_WHATSAPP_PHONE_ID"),
        ({"fcm_service_account": SecretStr("/nowhere.json")}, "TWIZA_FCM_SERVICE_ACCOUNT"),
        ({"fcm_service_account": SecretStr("{}")}, "TWIZA_FCM_SERVICE_ACCOUNT"),
        ({"vapid_private_key": SecretStr("short")}, "TWIZA_VAPID_PRIVATE_KEY"),
    ],
)
def test_production_refuses(change: dict[str, object], told: str) -> None:
    assert told in faults(**change)


def test_production_takes_whole_keys_of_channels() -> None:
    whatsapp = {
        "whatsapp_phone_id": "1",
        "whatsapp_token": SecretStr("t"),
        "whatsapp_app_secret": SecretStr("s"),
        "whatsapp_verify_token": SecretStr("v"),
    }
    push = {
        "vapid_private_key": SecretStr(vapid.new_key()),
        "fcm_service_account": SecretStr(Firebase().key_file),
    }
    assert faults(**whatsapp, **push) == ""


def test_development_takes_its_defaults() -> None:
    assert safety.faults(Settings(env="development", data_dir=Path("/tmp"))) == []


async def test_production_refuses_a_database_with_demo_accounts(committed: None) -> None:
    from twiza import demo
    from twiza.kit.db import unit_of_work

    assert await safety.demo_accounts_fault() is None
    async with unit_of_work() as session:
        await demo.load(session)
    assert "demo accounts" in (await safety.demo_accounts_fault() or "")
