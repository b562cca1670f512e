from tests.browser import browser, context, page, playwright, site

__all__ = ["browser", "context", "page", "playwright", "site"]
