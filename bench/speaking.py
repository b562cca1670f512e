"""This process speaks to the database of a running site, with the site's own code."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests.site import Site
from twiza.kit.settings import settings


@contextmanager
def speaking_to(site: Site) -> Iterator[None]:
    """The site's database and secret are ours."""
    os.environ |= {"DATABASE_URL": site.dsn, "TWIZA_ENV": "development"}
    settings.cache_clear()
    try:
        yield
    finally:
        del os.environ["DATABASE_URL"]
        settings.cache_clear()
