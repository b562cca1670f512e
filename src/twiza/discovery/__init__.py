"""Finding people: the directory of freelancers and pros, its search, and who stands on the home page."""

from twiza.discovery.folding import fold
from twiza.discovery.people import Filters, Person, PersonPage, featured, person, search_people

__all__ = ["Filters", "Person", "PersonPage", "featured", "fold", "person", "search_people"]
