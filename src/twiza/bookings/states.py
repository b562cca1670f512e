"""The life of a booking: who may do what, from where to where. Nothing skips a step."""

from typing import Final

from twiza.bookings.kinds import BookingParty as P
from twiza.bookings.kinds import BookingStatus as S
from twiza.kit.states import Machine, Move

OPEN: Final = frozenset({S.PENDING, S.CONFIRMED})
ENDED: Final = frozenset(S) - OPEN
# A pro who never came may have said all the same that the job was done.
VISITED: Final = frozenset({S.CONFIRMED, S.COMPLETED})

# fmt: off
#                  verb               from           to                                who
CONFIRM     = Move("confirm",         {S.PENDING},   S.CONFIRMED,                      {P.PRO})
DECLINE     = Move("decline",         {S.PENDING},   S.DECLINED,                       {P.PRO})
WITHDRAW    = Move("cancel",          {S.PENDING},   S.CANCELLED_BY_CLIENT,            {P.CLIENT})
CANCEL      = Move("cancel",          {S.CONFIRMED}, S.CANCELLED_BY_CLIENT,            {P.CLIENT})
CANCEL_LATE = Move("cancel",          {S.CONFIRMED}, S.CANCELLED_BY_CLIENT_LATE,       {P.CLIENT})
CALL_OFF    = Move("cancel",          {S.CONFIRMED}, S.CANCELLED_BY_PRO,               {P.PRO})
RESCHEDULE  = Move("reschedule",      {S.CONFIRMED}, S.CONFIRMED,                      {P.CLIENT, P.PRO})
COMPLETE    = Move("complete",        {S.CONFIRMED}, S.COMPLETED,                      {P.PRO})
EXPIRE      = Move("expire",          {S.PENDING},   S.EXPIRED,                        {P.CLOCK})
GIVE_WAY    = Move("give-way",        {S.PENDING},   S.CANCELLED_AUTO_FIRST_CONFIRMED, {P.CLOCK})
CLIENT_AWAY = Move("client-no-show",  {S.CONFIRMED}, S.CANCELLED_BY_CLIENT_LATE,       {P.ADMIN})
PRO_AWAY    = Move("pro-no-show",     VISITED,       S.CANCELLED_BY_PRO,               {P.ADMIN})
CLIENT_GONE = Move("settle-client",   OPEN,          S.CANCELLED_BY_CLIENT,            {P.ADMIN, P.CLOCK})
PRO_GONE    = Move("settle-pro",      {S.CONFIRMED}, S.CANCELLED_BY_PRO,               {P.ADMIN, P.CLOCK})
PRO_CLOSED  = Move("settle-pro",      {S.PENDING},   S.DECLINED,                       {P.ADMIN, P.CLOCK})
# fmt: on

BOOKING = Machine(
    "booking",
    [
        CONFIRM,
        DECLINE,
        WITHDRAW,
        CANCEL,
        CANCEL_LATE,
        CALL_OFF,
        RESCHEDULE,
        COMPLETE,
        EXPIRE,
        GIVE_WAY,
        CLIENT_AWAY,
        PRO_AWAY,
        CLIENT_GONE,
        PRO_GONE,
        PRO_CLOSED,
    ],
)
