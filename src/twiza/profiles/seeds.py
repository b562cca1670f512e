"""The cities and categories that Twiza opens with; an administrator's later changes are left alone."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.profiles.places import Category, CategoryKind, City
from twiza.profiles.subcategories import SUBCATEGORIES

# slug, French, Arabic, English
CITIES = (
    ("casablanca", "Casablanca", "الدار البيضاء", "Casablanca"),
    ("rabat-sale", "Rabat-Salé", "الرباط وسلا", "Rabat-Salé"),
    ("marrakech", "Marrakech", "مراكش", "Marrakesh"),
    ("tanger", "Tanger", "طنجة", "Tangier"),
    ("fes", "Fès", "فاس", "Fez"),
    ("agadir", "Agadir", "أكادير", "Agadir"),
)

LOCAL, ONLINE = CategoryKind.LOCAL, CategoryKind.ONLINE
# slug, kind, icon, French, Arabic, English
CATEGORIES = (
    ("design", ONLINE, "palette", "Design & marque", "تصميم وهوية", "Design & branding"),
    ("web-mobile", ONLINE, "code", "Web & mobile", "مواقع وتطبيقات", "Web & mobile"),
    ("video-photo", ONLINE, "camera", "Vidéo & photo", "فيديو وصور", "Video & photo"),
    ("traduction", ONLINE, "languages", "Traduction", "ترجمة", "Translation"),
    ("comptabilite", ONLINE, "calculator", "Comptabilité", "محاسبة", "Accounting"),
    ("marketing", ONLINE, "megaphone", "Marketing", "تسويق", "Marketing"),
    ("plomberie", LOCAL, "wrench", "Plomberie", "سباكة", "Plumbing"),
    ("electricite", LOCAL, "zap", "Électricité", "كهرباء", "Electricity"),
    ("climatisation", LOCAL, "snowflake", "Climatisation", "تكييف", "Air conditioning"),
    ("serrurerie", LOCAL, "key-round", "Serrurerie", "أقفال", "Locksmith"),
    ("menage", LOCAL, "sparkles", "Ménage", "تنظيف", "Cleaning"),
    ("peinture", LOCAL, "paint-roller", "Peinture", "صباغة", "Painting"),
    ("bricolage", LOCAL, "hammer", "Bricolage", "إصلاحات منزلية", "Handyman"),
    ("jardinage", LOCAL, "sprout", "Jardinage", "بستنة", "Gardening"),
)


async def seed(session: AsyncSession) -> None:
    """Add what is missing."""
    for position, (slug, french, arabic, english) in enumerate(CITIES):
        names = {"name_fr": french, "name_ar": arabic, "name_en": english}
        await session.execute(
            insert(City).values(slug=slug, position=position, **names).on_conflict_do_nothing()
        )
    for position, (slug, kind, icon, french, arabic, english) in enumerate(CATEGORIES):
        names = {"name_fr": french, "name_ar": arabic, "name_en": english}
        values = {"slug": slug, "kind": kind, "icon": icon, "position": position, **names}
        await session.execute(insert(Category).values(**values).on_conflict_do_nothing())
    await _second_level(session)


async def _second_level(session: AsyncSession) -> None:
    """One statement for them all; a parent's kind and icon are its children's too."""
    parents = {
        parent.slug: parent
        for parent in await session.scalars(select(Category).where(Category.slug.in_(SUBCATEGORIES)))
    }
    rows = [
        {
            "parent_id": parents[parent].id,
            "slug": slug,
            "kind": parents[parent].kind,
            "icon": parents[parent].icon,
            "position": position,
            "name_fr": french,
            "name_ar": arabic,
            "name_en": english,
        }
        for parent, children in SUBCATEGORIES.items()
        for position, (slug, french, arabic, english) in enumerate(children)
        if parent in parents
    ]
    await session.execute(insert(Category).values(rows).on_conflict_do_nothing())
