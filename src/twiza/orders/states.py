"""The life of an order: who may do what, from where to where. Nothing skips a step."""

from typing import Final

from twiza.kit.states import Machine, Move
from twiza.orders.models import OrderStatus as S
from twiza.orders.models import Party as P  # noqa: N817  one letter keeps the table narrow

ENDED: Final = frozenset({S.COMPLETED, S.CANCELLED})
OPEN: Final = frozenset(S) - ENDED
BEFORE_THE_START: Final = frozenset({S.PENDING_PAYMENT, S.PAYMENT_SUBMITTED, S.PAYMENT_CONFIRMED})
WORKING: Final = frozenset({S.IN_PROGRESS, S.REVISION_REQUESTED})

# fmt: off
#                       verb                from                   to                    who
SUBMIT_PAYMENT   = Move("submit-payment",   {S.PENDING_PAYMENT},   S.PAYMENT_SUBMITTED,  {P.CLIENT, P.GATEWAY})
REFUSE_PAYMENT   = Move("refuse-payment",   {S.PAYMENT_SUBMITTED}, S.PENDING_PAYMENT,    {P.FREELANCER})
CONFIRM_PAYMENT  = Move("confirm-payment",  {S.PAYMENT_SUBMITTED}, S.PAYMENT_CONFIRMED,  {P.FREELANCER, P.GATEWAY})
START            = Move("start",            {S.PAYMENT_CONFIRMED}, S.IN_PROGRESS,        {P.FREELANCER, P.CLOCK})
SUBMIT_WORK      = Move("submit-work",      WORKING,               S.SUBMITTED,          {P.FREELANCER})
REQUEST_REVISION = Move("request-revision", {S.SUBMITTED},         S.REVISION_REQUESTED, {P.CLIENT})
APPROVE          = Move("approve",          {S.SUBMITTED},         S.COMPLETED,          {P.CLIENT, P.CLOCK})
CANCEL           = Move("cancel",           {S.PENDING_PAYMENT},   S.CANCELLED,          {P.CLIENT, P.FREELANCER, P.CLOCK})
FORCE_COMPLETE   = Move("force-complete",   OPEN,                  S.COMPLETED,          {P.ADMIN})
FORCE_CANCEL     = Move("force-cancel",     OPEN,                  S.CANCELLED,          {P.ADMIN})
# fmt: on

ORDER = Machine(
    "order",
    [
        SUBMIT_PAYMENT,
        REFUSE_PAYMENT,
        CONFIRM_PAYMENT,
        START,
        SUBMIT_WORK,
        REQUEST_REVISION,
        APPROVE,
        CANCEL,
        FORCE_COMPLETE,
        FORCE_CANCEL,
    ],
)
