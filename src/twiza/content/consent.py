"""What a newcomer accepts: the documents in today's version, with a hash of the words that were shown."""

from hashlib import sha256

from twiza.accounts.terms import OF_AGE, PRIVACY, TERMS, Accepted
from twiza.content.pages import page, version


def accepted(language: str) -> tuple[Accepted, ...]:
    """The terms, the privacy policy and the age, as they read in this language."""
    terms = Accepted(TERMS, version(TERMS), _hash(TERMS, language))
    privacy = Accepted(PRIVACY, version(PRIVACY), _hash(PRIVACY, language))
    return terms, privacy, Accepted(OF_AGE, terms.version, terms.text_hash)


def _hash(slug: str, language: str) -> str:
    shown = page(slug, language, link=_plain)
    words = "\n".join([shown.title, shown.intro, *(f"{part.title}\n{part.html}" for part in shown.sections)])
    return sha256(words.encode()).hexdigest()


def _plain(_language: str, path: str) -> str:
    return path
