"""Finding what one needs: freelancers, gigs, the pros of a city, and what the home page shows of all.

Gigs are found by the words of four languages, whatever their spelling (`stemming`, `synonyms`, `vocabulary`), from an
index that the database keeps in step by itself (`models`), in an order that one formula gives (`ranking`).

Pros are listed by city and category, those who are free first, in the order that `pro_ranking` documents; their lists
look hours up in the calendars, follow profiles and services by triggers, and the clock and accounts by `pro_keeping`.
"""

# It listens from the moment anything is looked for.
from twiza.discovery import pro_keeping
from twiza.discovery.asked import Asked, Sort
from twiza.discovery.facets import facets
from twiza.discovery.finding import Found, Place, count_gigs, search_gigs
from twiza.discovery.folding import fold
from twiza.discovery.offering import featured_gigs, similar
from twiza.discovery.people import Filters, Person, PersonPage, featured, person, search_people
from twiza.discovery.pro_search import ProCard, ProPage, ProPlace, ProsAsked
from twiza.discovery.pro_standing import Standing, pro_standing
from twiza.discovery.suggesting import suggest as suggest_gigs
from twiza.discovery.suggesting import written

__all__ = [
    "Asked",
    "Filters",
    "Found",
    "Person",
    "PersonPage",
    "Place",
    "ProCard",
    "ProPage",
    "ProPlace",
    "ProsAsked",
    "Sort",
    "Standing",
    "count_gigs",
    "facets",
    "featured",
    "featured_gigs",
    "fold",
    "person",
    "pro_keeping",
    "pro_standing",
    "search_gigs",
    "search_people",
    "similar",
    "suggest_gigs",
    "written",
]
