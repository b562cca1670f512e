"""Where people are and what they do: cities and categories of services, in three languages.

Both lists are short and change rarely, so each process keeps them for a minute.
"""

from twiza.profiles.lists import CategoryItem, CityItem, categories, category_named, cities
from twiza.profiles.places import Category, CategoryKind, City

__all__ = [
    "Category",
    "CategoryItem",
    "CategoryKind",
    "City",
    "CityItem",
    "categories",
    "category_named",
    "cities",
]
