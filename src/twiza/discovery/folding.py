"""Search folds as everything does."""

from twiza.kit.folding import fold

__all__ = ["fold"]
