"""Signing in with Google and GitHub: off until their keys are set."""

from twiza.accounts.social.providers import enabled

__all__ = ["enabled"]
