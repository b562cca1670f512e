"""The shapes of cities with their neighbourhoods, and of categories."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from twiza.profiles.places import CategoryKind

NEIGHBOURHOOD_EXAMPLE: dict[str, Any] = {
    "slug": "agdal",
    "name": "Agdal",
    "names": {"fr": "Agdal", "ar": "أكدال", "en": "Agdal"},
}
CITY_EXAMPLE: dict[str, Any] = {
    "slug": "rabat-sale",
    "name": "Rabat-Salé",
    "names": {"fr": "Rabat-Salé", "ar": "الرباط وسلا", "en": "Rabat-Salé"},
    "neighbourhoods": [NEIGHBOURHOOD_EXAMPLE],
    "allowed_actions": [],
}
SUBCATEGORY_EXAMPLE: dict[str, Any] = {
    "slug": "logo-identite",
    "kind": "online",
    "icon": "palette",
    "name": "Logo & identité",
    "names": {"fr": "Logo & identité", "ar": "شعارات وهوية بصرية", "en": "Logos & identity"},
    "allowed_actions": [],
}
CATEGORY_EXAMPLE: dict[str, Any] = {
    "slug": "design",
    "kind": "online",
    "icon": "palette",
    "name": "Design & marque",
    "names": {"fr": "Design & marque", "ar": "تصميم وهوية", "en": "Design & branding"},
    "children": [SUBCATEGORY_EXAMPLE],
    "allowed_actions": [],
}


class Names(BaseModel):
    """A name in each language."""

    model_config = ConfigDict(json_schema_extra={"examples": [CATEGORY_EXAMPLE["names"]]})

    fr: str
    ar: str
    en: str


class Neighbourhood(BaseModel):
    """A part of a city."""

    model_config = ConfigDict(json_schema_extra={"examples": [NEIGHBOURHOOD_EXAMPLE]})

    slug: str = Field(description="Two cities may have a neighbourhood of one name")
    name: str = Field(description="In the caller's language")
    names: Names


class City(BaseModel):
    """A city that Twiza serves, with its neighbourhoods."""

    model_config = ConfigDict(json_schema_extra={"examples": [CITY_EXAMPLE]})

    slug: str
    name: str = Field(description="In the caller's language")
    names: Names
    neighbourhoods: list[Neighbourhood]
    allowed_actions: list[str]


class Subcategory(BaseModel):
    """A category of services of the second level; gigs belong to these."""

    model_config = ConfigDict(json_schema_extra={"examples": [SUBCATEGORY_EXAMPLE]})

    slug: str
    kind: CategoryKind = Field(description="`online`: delivered as files; `local`: done at the client's door")
    icon: str
    name: str = Field(description="In the caller's language")
    names: Names
    allowed_actions: list[str]


class Category(Subcategory):
    """A category of services of the first level, with those under it."""

    model_config = ConfigDict(json_schema_extra={"examples": [CATEGORY_EXAMPLE]})

    children: list[Subcategory]


class Place(BaseModel):
    """A city or category, as objects point at it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"slug": "rabat-sale", "name": "Rabat-Salé"}]})

    slug: str
    name: str = Field(description="In the caller's language")
