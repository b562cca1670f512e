"""Calling a provider over HTTP: how a call that failed is told apart from one that may have worked."""

from collections.abc import Mapping
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

import httpx

from twiza.kit import clock
from twiza.notifications.outcomes import TryLater, Unclear

TIMEOUT = httpx.Timeout(15, connect=5)
LONGEST_WAIT = timedelta(hours=1)


async def post(address: str, content: bytes, headers: Mapping[str, str]) -> httpx.Response:
    """Post it once; a connection that was never made is worth another try, silence after it may hide a success."""
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
            return await client.post(address, content=content, headers=headers)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise TryLater(f"no connection: {error or type(error).__name__}") from error
    except httpx.TransportError as error:
        raise Unclear(f"no answer: {error or type(error).__name__}") from error


def is_busy(answer: httpx.Response) -> bool:
    """429 and 5xx: not taken, and worth another try."""
    return answer.status_code == 429 or answer.is_server_error


def said(answer: httpx.Response) -> str:
    """What an administrator reads about a refusal."""
    return f"HTTP {answer.status_code}: {answer.text[:200]}"


def later(answer: httpx.Response) -> TryLater:
    """Try again when the provider says so, in an hour at the latest."""
    return TryLater(said(answer), after=retry_after(answer.headers.get("retry-after", "")))


def retry_after(header: str) -> timedelta | None:
    """Seconds or a date, as HTTP has it; anything else says nothing."""
    if header.isascii() and header.isdigit():
        return min(timedelta(seconds=int(header)), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    wait = moment.replace(tzinfo=moment.tzinfo or UTC) - clock.now()
    return min(max(wait, timedelta(0)), LONGEST_WAIT)
