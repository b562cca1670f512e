"""Logs: one configuration, a line of JSON (or of colour) per happening, naming its request or task.

Nothing secret or personal gets through: values are masked by the name of their key, and what slips into
free text is masked by its look.
"""

import logging
import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import cast

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from twiza.kit import clock
from twiza.kit.settings import settings

_access = structlog.get_logger("access")
MASK = "[redacted]"
_SECRET_PARTS = ("password", "token", "secret", "authorization", "cookie", "phone", "email", "api_key")
_SECRET_NAMES = frozenset({"code", "codes", "otp", "totp", "to", "login"})
_LOOKS_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+"  # an email address
    r"|(?<![\w.])\+\d[\d .-]{7,16}\d"  # an international phone number
    r"|\beyJ[\w-]+\.[\w-]+\.[\w-]+"  # a signed token
)
_FREE_TEXT = ("event", "exception", "reason", "error")
_LIBRARIES = {
    # The access line is ours; uvicorn's would show query strings.
    "uvicorn.access": "CRITICAL",
    "uvicorn.error": "WARNING",
    "pgqueuer": "WARNING",
    "httpx": "WARNING",
    "sqlalchemy": "WARNING",
}


def configure() -> None:
    """Send structlog's and the standard library's records the same way; call it first thing in a process."""
    # Rich tracebacks print every local: slow, and full of what logs must not hold.
    in_colour = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    render: Processor = in_colour if settings().log_format == "console" else _json
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, redact, render],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_names: structlog.WriteLogger(sys.stderr),
        # Tests look at what is written, and each of them has a stderr of its own.
        cache_logger_on_first_use=settings().env != "test",
    )
    foreign = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact,
            render,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(foreign)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    for name, level in _LIBRARIES.items():
        library = logging.getLogger(name)
        library.handlers = []
        library.propagate = True
        library.setLevel(level)


def access(**told: object) -> None:
    """The one line of a request. Its fields are all ours, so it passes by what other lines must go through."""
    if settings().log_format == "console":
        _access.info("request", **told)
        return
    line = {**told, "level": "info", "timestamp": clock.now(), "event": "request"}
    sys.stderr.write(orjson.dumps(line, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE).decode())
    sys.stderr.flush()


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Mask what must never be written down."""
    for name, value in event.items():
        if _is_secret(name):
            event[name] = None if value is None else MASK
        elif isinstance(value, str):
            event[name] = scrub(value) if name in _FREE_TEXT else value
        elif not isinstance(value, int | float):
            event[name] = _masked(value)
    return event


def scrub(text: str) -> str:
    """The text without the addresses, phone numbers and tokens it happens to contain."""
    return _LOOKS_PERSONAL.sub(MASK, text)


def _masked(value: object) -> object:
    if isinstance(value, Mapping):
        items = cast("Mapping[str, object]", value).items()
        return {
            name: MASK if _is_secret(name) and inner is not None else _masked(inner) for name, inner in items
        }
    if isinstance(value, list | tuple):
        return [_masked(inner) for inner in cast("list[object]", value)]
    return value


# Lines use the same few names again and again.
@lru_cache(maxsize=1024)
def _is_secret(name: str) -> bool:
    lower = name.lower()
    return lower in _SECRET_NAMES or any(part in lower for part in _SECRET_PARTS)


def _json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
