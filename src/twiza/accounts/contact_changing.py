"""Another phone or email: it takes the place of the old one only when its code has been typed in."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import codes, limits, links, messages, proving, queries, verifying
from twiza.accounts.models import Account, Code, CodePurpose
from twiza.accounts.proving import Proof
from twiza.kit import clock, i18n, outgoing
from twiza.kit.db import lock
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_, _

SAME_PHONE = N_("This is already your number.")
SAME_EMAIL = N_("This is already your address.")


async def ask_phone(session: AsyncSession, account_id: UUID, phone: str, *, proof: Proof) -> None:
    """Send a code to the new number; if somebody else owns it, only they hear of it."""
    account = await queries.own(session, account_id)
    if account.phone == phone and account.phone_verified:
        raise Invalid({"phone": SAME_PHONE})
    await send_phone_code(session, account, phone, proof=proof)


async def send_phone_code(session: AsyncSession, account: Account, phone: str, *, proof: Proof) -> None:
    """A code to one's own number, or to another one for whoever proves that the account is theirs."""
    if phone not in {account.phone, await pending(session, account.id, CodePurpose.VERIFY_PHONE)}:
        await proving.check(account, proof, field="password", beside="phone")
    await verifying.send_phone_code(session, account.id, phone, address=proof.address)


async def confirm_phone(session: AsyncSession, account_id: UUID, code: str) -> Account:
    """The code from the new number: it is now the account's, and the old one is told."""
    return await verifying.verify_phone(session, account_id, code)


async def ask_email(session: AsyncSession, account_id: UUID, email: str, *, proof: Proof) -> None:
    """Send a code to the new address; if somebody else owns it, only they hear of it."""
    account = await queries.own(session, account_id)
    if account.email_verified and (account.email or "").casefold() == email.casefold():
        raise Invalid({"email": SAME_EMAIL})
    await _check_new_email(session, account, email, proof)
    await send_email_code(session, account_id, email, address=proof.address)


async def ask_email_by_link(session: AsyncSession, account_id: UUID, email: str, *, proof: Proof) -> None:
    """The same by a link, for apps that don't ask for codes."""
    await _check_new_email(session, await queries.own(session, account_id), email, proof)
    await verifying.send_email_link(session, account_id, email, address=proof.address)


async def send_email_code(session: AsyncSession, account_id: UUID, email: str, *, address: str) -> None:
    """A code for this account, to an address that is its own or may become so."""
    await limits.sending(email, address)
    account = await lock(session, Account, account_id)
    owner = await queries.owner_of_email(session, email)
    foreign = owner is not None and owner.id != account_id
    # A link sent earlier would otherwise bring an address back that was given up meanwhile.
    await links.retire(session, account_id, CodePurpose.VERIFY_EMAIL)
    code = await codes.issue(
        session,
        account_id,
        account_id=None if foreign else account_id,
        purpose=CodePurpose.VERIFY_EMAIL,
        target=email,
    )
    if owner is not None and foreign:
        await messages.tell_email_owner(session, owner, email)
    else:
        await _mail_code(session, account, email, code)


async def confirm_email(session: AsyncSession, account_id: UUID, code: str) -> Account:
    """The code from the new address: it is now the account's, and the old one is told."""
    used = await codes.redeem(session, account_id, purpose=CodePurpose.VERIFY_EMAIL, code=code)
    return await verifying.email_proved(session, account_id, used.target)


async def pending(session: AsyncSession, account_id: UUID, purpose: CodePurpose) -> str | None:
    """The number or address whose code this account may type in now; decoys look the same."""
    return await session.scalar(
        select(Code.target)
        .where(
            Code.holder == account_id,
            Code.purpose == purpose,
            Code.used_at.is_(None),
            Code.expires_at > clock.now(),
        )
        .order_by(Code.created_at.desc())
        .limit(1)
    )


async def _check_new_email(session: AsyncSession, account: Account, email: str, proof: Proof) -> None:
    """What is on the account already, or waits for its code, was proved when it was first asked for."""
    known = {account.email, await pending(session, account.id, CodePurpose.VERIFY_EMAIL)}
    if email.casefold() not in {one.casefold() for one in known if one}:
        await proving.check(account, proof, field="password", beside="email")


async def _mail_code(session: AsyncSession, account: Account, email: str, code: str) -> None:
    with i18n.use(account.language):
        subject = _("Your code to confirm this address")
        paragraphs = (
            _("Hello {name},", name=account.first_name),
            _("Your code is {code}. It works for 5 minutes. Never share it.", code=code),
            _("If you didn’t ask for this, ignore this message: nothing will change."),
        )
    await outgoing.send(
        session,
        channel="email",
        to=email,
        subject=subject,
        text="\n\n".join(paragraphs) + "\n",
        account_id=account.id,
        secret=True,
        language=account.language,
        expires_at=clock.now() + codes.LIFE,
    )
