"""The life of an identity check: who may do what, from where to where."""

from twiza.kit.states import Machine, Move
from twiza.trust.kyc.models import KycParty as P
from twiza.trust.kyc.models import KycStatus as S

# fmt: off
#               verb       from                            to                who
SUBMIT  = Move("submit",  {S.NOT_SUBMITTED, S.REJECTED},   S.PENDING,        {P.PERSON})
APPROVE = Move("approve", {S.PENDING},                     S.APPROVED,       {P.ADMIN})
REJECT  = Move("reject",  {S.PENDING},                     S.REJECTED,       {P.ADMIN})
REVOKE  = Move("revoke",  {S.APPROVED},                    S.REJECTED,       {P.ADMIN})
LOSE    = Move("lose",    {S.PENDING},                     S.NOT_SUBMITTED,  {P.CLOCK})
FORGET  = Move("forget",  set(S),                          S.NOT_SUBMITTED,  {P.CLOCK})
# fmt: on

KYC = Machine("kyc", [SUBMIT, APPROVE, REJECT, REVOKE, LOSE, FORGET])
