"""Where one is paid."""

from fastapi import APIRouter, Response

from twiza.api import order_shapes
from twiza.api.answers import answer
from twiza.api.deps import CurrentViewer, Session
from twiza.api.schemas.orders import BankGiven, PayoutGiven
from twiza.api.schemas.payout import Payout
from twiza.kit.errors import NotFound
from twiza.payments import queries, receiving

router = APIRouter(prefix="/users/me/payout", tags=["account"], responses={200: {"model": Payout}})


@router.get("")
async def show_payout(viewer: CurrentViewer, session: Session) -> Response:
    """Your bank account or wallet, as clients with an order to pay see it."""
    found = await queries.payout_of(session, viewer.id)
    if found is None:
        raise NotFound
    return answer(order_shapes.payout(found), private=True)


@router.put("")
async def set_payout(viewer: CurrentViewer, session: Session, given: PayoutGiven) -> Response:
    """Give a bank account, checked by the key of its RIB, or a wallet."""
    if isinstance(given, BankGiven):
        kept = await receiving.set_bank(session, viewer.id, holder=given.holder, rib=given.rib)
    else:
        kept = await receiving.set_wallet(
            session, viewer.id, holder=given.holder, provider=given.provider, wallet=given.wallet
        )
    return answer(order_shapes.payout(kept), private=True)


@router.delete("", status_code=204)
async def forget_payout(viewer: CurrentViewer, session: Session) -> Response:
    """Take it away."""
    await receiving.forget(session, viewer.id)
    return Response(status_code=204)
