from enum import StrEnum

import pytest

from twiza.kit.errors import Conflict, Forbidden
from twiza.kit.states import Machine, Move


class S(StrEnum):
    OPEN = "OPEN"
    DONE = "DONE"


class P(StrEnum):
    CLIENT = "client"
    SELLER = "seller"


FINISH = Move("finish", {S.OPEN}, S.DONE, {P.SELLER})
MACHINE = Machine("thing", [FINISH])


def test_the_right_party_in_the_right_state() -> None:
    FINISH.check(S.OPEN, P.SELLER)
    assert MACHINE.allowed(S.OPEN, P.SELLER) == ["finish"]


def test_the_wrong_party_is_told_before_the_wrong_state() -> None:
    with pytest.raises(Forbidden):
        FINISH.check(S.DONE, P.CLIENT)
    with pytest.raises(Conflict) as refused:
        FINISH.check(S.DONE, P.SELLER)
    assert refused.value.code == "wrong_state"
    assert MACHINE.allowed(S.OPEN, P.CLIENT) == []


def test_the_diagram_says_the_same() -> None:
    assert "OPEN --> DONE: finish" in MACHINE.diagram()
