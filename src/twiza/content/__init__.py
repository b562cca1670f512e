"""What Twiza says about itself: about, FAQ, prices, terms, privacy, each written in three languages.

The texts are Markdown files under `pages/<language>/`, with a version and a date, because people accept a
given version of the terms. A heading carries its own anchor, the same in every language:
`## Prices {#prices}`.
"""

from twiza.content.pages import SLUGS, Page, Passage, page, version

__all__ = ["SLUGS", "Page", "Passage", "page", "version"]
