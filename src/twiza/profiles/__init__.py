"""What people say about themselves, where they are and what they do.

A freelancer's profile grows entry by entry: skills, studies, certificates, languages, finished work, one verb
file each. Cities and categories of services are short lists in three languages that change rarely, so each
process keeps them for a minute.
"""

# Both listen from the moment anything of profiles is used.
from twiza.profiles import giving_back, reactions
from twiza.profiles.lists import (
    CategoryItem,
    CityItem,
    categories,
    category_kept,
    category_named,
    cities,
    every_city,
)
from twiza.profiles.places import Category, CategoryKind, City

__all__ = [
    "Category",
    "CategoryItem",
    "CategoryKind",
    "City",
    "CityItem",
    "categories",
    "category_kept",
    "category_named",
    "cities",
    "every_city",
    "giving_back",
    "reactions",
]
