"""The headers of a request as they came, for the layers that each request passes: no object is built to look at one."""

from starlette.types import Scope


def first(scope: Scope, name: bytes) -> bytes:
    """The first header of this name (in lower case), as Starlette reads it too; empty when there is none."""
    for given, value in scope["headers"]:
        if given == name:
            return value
    return b""
