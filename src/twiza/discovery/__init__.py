"""Finding what one needs: the directory of people, the search for gigs, and what the home page shows of both.

Gigs are found by the words of four languages, whatever their spelling (`stemming`, `synonyms`, `vocabulary`), from an
index that the database keeps in step by itself (`models`), in an order that one formula gives (`ranking`).
"""

from twiza.discovery.asked import Asked, Sort
from twiza.discovery.facets import facets
from twiza.discovery.finding import Found, Place, count_gigs, search_gigs
from twiza.discovery.folding import fold
from twiza.discovery.offering import featured_gigs, similar
from twiza.discovery.people import Filters, Person, PersonPage, featured, person, search_people
from twiza.discovery.suggesting import suggest as suggest_gigs
from twiza.discovery.suggesting import written

__all__ = [
    "Asked",
    "Filters",
    "Found",
    "Person",
    "PersonPage",
    "Place",
    "Sort",
    "count_gigs",
    "facets",
    "featured",
    "featured_gigs",
    "fold",
    "person",
    "search_gigs",
    "search_people",
    "similar",
    "suggest_gigs",
    "written",
]
