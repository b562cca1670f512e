"""The life of an offer: proposed, then answered, taken back or out of time."""

from twiza.kit.states import Machine, Move
from twiza.orders.kinds import Party as P  # noqa: N817  one letter keeps the table narrow
from twiza.orders.offers.models import OfferStatus as S

# fmt: off
#                verb        from           to            who
ACCEPT   = Move("accept",   {S.PROPOSED},  S.ACCEPTED,   {P.CLIENT})
DECLINE  = Move("decline",  {S.PROPOSED},  S.DECLINED,   {P.CLIENT})
WITHDRAW = Move("withdraw", {S.PROPOSED},  S.WITHDRAWN,  {P.FREELANCER})
EXPIRE   = Move("expire",   {S.PROPOSED},  S.EXPIRED,    {P.CLOCK})
# fmt: on

OFFER = Machine("offer", [ACCEPT, DECLINE, WITHDRAW, EXPIRE])
