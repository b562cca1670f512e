"""The second factor: RFC 6238's own vectors, once only, recovery codes, nothing readable at rest."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast
from twiza.accounts import totp
from twiza.accounts.models import Account
from twiza.accounts.totp import codes, recovery, sealing
from twiza.accounts.totp.models import RecoveryCode
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Invalid

SEEDS = {
    "sha1": b"12345678901234567890",
    "sha256": b"12345678901234567890123456789012",
    "sha512": b"1234567890123456789012345678901234567890123456789012345678901234",
}
# RFC 6238, appendix B.
VECTORS = [
    (59, "94287082", "46119246", "90693936"),
    (1111111109, "07081804", "68084774", "25091201"),
    (1111111111, "14050471", "67062674", "99943326"),
    (1234567890, "89005924", "91819424", "93441116"),
    (2000000000, "69279037", "90698825", "38618901"),
    (20000000000, "65353130", "77737706", "47863826"),
]


@pytest.mark.parametrize(("seconds", "sha1", "sha256", "sha512"), VECTORS)
def test_the_vectors_of_rfc_6238(seconds: int, sha1: str, sha256: str, sha512: str) -> None:
    step = codes.step_at(datetime.fromtimestamp(seconds, UTC))
    for algorithm, wanted in (("sha1", sha1), ("sha256", sha256), ("sha512", sha512)):
        assert codes.code_at(SEEDS[algorithm], step, length=8, algorithm=algorithm) == wanted


async def secret_of(account: Account) -> bytes:
    async with unit_of_work() as session:
        row = await session.get_one(Account, account.id)
        waiting = totp.pending(row)
    assert waiting
    return base64.b32decode(waiting.typed.replace(" ", ""))


def shown(secret: bytes) -> str:
    return codes.code_at(secret, codes.step_at(clock.now()))


async def check(account: Account, code: str) -> bool:
    async with unit_of_work() as session:
        return await totp.check(session, account.id, code)


async def switched_on(account: Account) -> tuple[bytes, list[str]]:
    async with unit_of_work() as session:
        await totp.begin(session, account.id)
    secret = await secret_of(account)
    async with unit_of_work() as session:
        return secret, await totp.confirm(session, account.id, shown(secret))


async def test_it_counts_only_once_the_app_has_shown_a_code(cast: Cast) -> None:
    async with unit_of_work() as session:
        await totp.begin(session, cast.salma.id)
    secret = await secret_of(cast.salma)
    assert not await check(cast.salma, shown(secret))
    async with unit_of_work() as session:
        with pytest.raises(Invalid):
            await totp.confirm(session, cast.salma.id, "000000")
    async with unit_of_work() as session:
        assert len(await totp.confirm(session, cast.salma.id, shown(secret))) == recovery.HOW_MANY
    async with unit_of_work() as session:
        with pytest.raises(Conflict):
            await totp.begin(session, cast.salma.id)


async def test_a_code_works_once_and_none_before_it(cast: Cast) -> None:
    secret, _ = await switched_on(cast.salma)
    assert not await check(cast.salma, shown(secret)), "the code that confirmed is used up"
    with clock.travel(timedelta(minutes=2)):
        now = shown(secret)
        before = codes.code_at(secret, codes.step_at(clock.now()) - 1)
        arabic = now.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        assert await check(cast.salma, f"{arabic[:3]} {arabic[3:]}")
        assert not await check(cast.salma, now)
        assert not await check(cast.salma, before)


async def test_a_clock_half_a_minute_off_is_accepted_two_minutes_are_not(cast: Cast) -> None:
    secret, _ = await switched_on(cast.salma)
    with clock.travel(timedelta(minutes=10)):
        step = codes.step_at(clock.now())
        assert not await check(cast.salma, codes.code_at(secret, step - 4))
        assert not await check(cast.salma, codes.code_at(secret, step + 4))
        assert await check(cast.salma, codes.code_at(secret, step + 1))


async def test_recovery_codes_work_once_and_new_ones_void_the_old(cast: Cast) -> None:
    _, first = await switched_on(cast.salma)
    assert await check(cast.salma, first[0].upper().replace("-", " "))
    assert not await check(cast.salma, first[0])
    assert not await check(cast.amina, first[1]), "they open one account only"
    async with unit_of_work() as session:
        second = await totp.renew(session, cast.salma.id)
    assert not await check(cast.salma, first[1])
    assert await check(cast.salma, second[1])


async def test_neither_the_secret_nor_the_codes_can_be_read_at_rest(cast: Cast) -> None:
    secret, fresh = await switched_on(cast.salma)
    async with reading() as connection:
        kept = await connection.scalar(select(Account.totp_secret).where(Account.id == cast.salma.id))
        digests = list(await connection.scalars(select(RecoveryCode.digest)))
    assert kept
    assert secret not in base64.b64decode(kept)
    assert base64.b32encode(secret).decode() not in kept
    assert sealing.unseal(kept, cast.salma.id) == secret
    assert sealing.unseal(kept, cast.amina.id) is None, "another account's row opens nothing"
    assert not any(code.encode() in digest for code in fresh for digest in digests)


async def test_switching_off_forgets_everything(cast: Cast) -> None:
    secret, fresh = await switched_on(cast.salma)
    async with unit_of_work() as session:
        await totp.switch_off(session, cast.salma.id)
    with clock.travel(timedelta(minutes=2)):
        assert not await check(cast.salma, shown(secret))
        assert not await check(cast.salma, fresh[0])
    async with reading() as connection:
        assert list(await connection.scalars(select(RecoveryCode.id))) == []
