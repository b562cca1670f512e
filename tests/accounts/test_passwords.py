import pytest

from twiza.accounts import passwords
from twiza.kit.errors import Invalid


@pytest.mark.parametrize(
    "password",
    [
        "correct cheval agrafe",
        "thé à la menthe 3x",
        "نعناع شاي سكر",
        "gT7#pw0Lmz",
        "azerty est un clavier bizarre",
        "Hassan mange des figues",
    ],
)
def test_long_uncommon_passwords_pass(password: str) -> None:
    passwords.check(password, "Hassan", "Ouali", "+212633333333", "hassan@example.ma")


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("court", passwords.TOO_SHORT),
        ("x" * 201, passwords.TOO_LONG),
        ("1234567890", passwords.TOO_COMMON),
        ("١٢٣٤٥٦٧٨٩٠", passwords.TOO_COMMON),
        ("azertyuiop", passwords.TOO_COMMON),
        ("Casablanca2026", passwords.TOO_COMMON),
        ("motdepasse!", passwords.TOO_COMMON),
        ("P@ssw0rd123", passwords.TOO_COMMON),
        ("aaaaaaaaaaaa", passwords.TOO_COMMON),
        ("abcabcabcabc", passwords.TOO_COMMON),
        ("0987654321", passwords.TOO_COMMON),
        ("hassanouali1", passwords.TOO_PERSONAL),
        ("0633333333!!", passwords.TOO_PERSONAL),
    ],
)
def test_short_common_and_personal_ones_do_not(password: str, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        passwords.check(password, "Hassan", "Ouali", "+212633333333", "hassan@example.ma")
    assert refused.value.fields == {"password": message}


async def test_a_password_matches_however_the_keyboard_composes_it() -> None:
    kept = await passwords.hashed("café crème noisette")
    assert kept.startswith("$argon2id$")
    assert await passwords.matches(kept, "cafe\u0301 cre\u0300me noisette")
    assert not await passwords.matches(kept, "cafe creme noisette")


async def test_without_a_hash_no_password_is_right() -> None:
    assert not await passwords.matches(None, "nobody's password")
    assert not await passwords.matches("not a hash", "anything at all")
