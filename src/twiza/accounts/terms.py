"""What is accepted at sign-up: which document, in which version, with which words."""

from dataclasses import dataclass

TERMS = "terms"
PRIVACY = "privacy"
OF_AGE = "of_age"


@dataclass(frozen=True)
class Accepted:
    """One document as it stood when somebody accepted it."""

    document: str
    version: str
    text_hash: str
