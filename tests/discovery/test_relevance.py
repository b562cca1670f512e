"""The answers stay as good as they are: two hundred queries in four languages, their typos too."""

import pytest

from tests.discovery.offers import offer, seller
from tests.discovery.relevance.judged import ndcg, queries, report, shop
from twiza import discovery
from twiza.discovery import Asked, seeding, synonyms
from twiza.discovery.vocabulary import count_again
from twiza.kit.db import unit_of_work

# A little under what is reached: a change that answers worse is seen.
LEAST = 0.89
SELLERS = 12


async def open_shop() -> dict[str, str]:
    """The gigs' names by their titles; stars and orders differ so that quality has its say."""
    gigs = shop()
    async with unit_of_work() as session:
        await seeding.seed(session)
        sellers = [await seller(session, number) for number in range(SELLERS)]
        for number, gig in enumerate(gigs):
            votes = number * 7 % 23
            await offer(
                session,
                sellers[number % SELLERS].id,
                gig.title,
                category=gig.category,
                tags=gig.tags,
                description=gig.description,
                language=gig.language,
                price=100 + number * 37 % 900,
                ratings=[5 - vote % 2 for vote in range(votes)],
                orders=votes + number % 5,
                age=number % 200,
            )
        await count_again(session)
    synonyms.forget()
    return {gig.title: gig.name for gig in gigs}


async def test_good_answers_come_first(committed: None, capsys: pytest.CaptureFixture[str]) -> None:
    names = await open_shop()
    assert len(names) == len(shop()), "titles tell gigs apart"
    asked = queries()
    assert len(asked) >= 200
    scores: dict[str, float] = {}
    for query in asked:
        found = await discovery.search_gigs(Asked(query.words), limit=10)
        scores[query.words] = ndcg(query, [names[row["title"]] for row in found.rows], list(names.values()))
    synonyms.forget()
    with capsys.disabled():
        print(f"\n{report(scores)}")
    assert sum(scores.values()) / len(scores) >= LEAST
