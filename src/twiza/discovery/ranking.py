"""Which gig comes first: one formula, the same for numbers here and for columns in the database.

    quality = 0.55 × stars + 0.25 × orders + 0.12 × freshness + 0.08 × answers        how good a gig is, whoever asks
    score   = 0.60 × text + 0.12 × category + 0.28 × quality                           how well it answers this search

All parts lie between 0 and 1. *Stars* are the average that the gig would have if eight more people had given it 4.3
(Bayes: one review of five stars is no proof). *Orders* are n ⁄ (n + 15): the first ones say most. *Freshness* is 1 in
a gig's first two weeks, then fades in steps until its third month. *Answers* is the share of first messages that the
seller answers within a day, one half while nobody knows. *Text* is how well the words match, best in the title
(`CLASSES`), averaged over the words asked for; *category* is the share of those words that the gig's category bears.

Two gigs of one score stand by their ids, so that pages never depend on chance. Nothing here is paid for.
`gig_quality` in migration 0004 computes the same for triggers; a test compares the two.
"""

from typing import Any

PRIOR_STARS, PRIOR_REVIEWS = 4.3, 8.0
HALF_ORDERS = 15.0
FRESHEST = 3.0
# Scores are kept as whole numbers, so that equal means equal.
SCALE = 1_000_000

# A word of the search found in the title as typed, in the title by another name, in the tags, in the category's name,
# in the description; otherwise nothing.
TITLE, TITLE_OTHERWISE, TAGS, CATEGORY, DESCRIPTION = 1.0, 0.9, 0.75, 0.6, 0.35

# Quality from which a gig bears the sign of each tier: searches for common words look at the best tiers first.
TIERS = (
    560_000,
    600_000,
    640_000,
    670_000,
    700_000,
    725_000,
    750_000,
    775_000,
    800_000,
    825_000,
    850_000,
    875_000,
)

# A number, or a column of numbers: the formula is the same for both.
Number = Any


def stars(rating_sum: Number, rating_count: Number) -> Number:
    """The average stars, drawn towards what is usual while few have voted."""
    return (rating_sum + PRIOR_STARS * PRIOR_REVIEWS) / (rating_count + PRIOR_REVIEWS)


def quality(
    rating_sum: Number, rating_count: Number, orders: Number, freshness: Number, answers: Number
) -> Number:
    """How good a gig is, from 0 to 1; freshness counts from 0 to 3, answers from 0 to 100."""
    return (
        0.55 * (stars(rating_sum, rating_count) - 1.0) / 4.0
        + 0.25 * orders / (orders + HALF_ORDERS)
        + 0.12 * freshness / FRESHEST
        + 0.08 * answers / 100.0
    )


def score(text: Number, category: Number, quality: Number) -> Number:
    """How well a gig answers a search, from 0 to 1."""
    return 0.60 * text + 0.12 * category + 0.28 * quality
