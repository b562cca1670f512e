"""The neighbourhoods that Twiza opens with; an administrator's later changes are left alone."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.profiles.places import City
from twiza.pros.models import Neighbourhood

# City → slug, French, Arabic; English readers know them by their French names, but for those that say what they are.
NEIGHBOURHOODS: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "casablanca": (
        ("maarif", "Maârif", "المعاريف"),
        ("gauthier", "Gauthier", "غوتييه"),
        ("racine", "Racine", "راسين"),
        ("bourgogne", "Bourgogne", "بورغون"),
        ("anfa", "Anfa", "أنفا"),
        ("ain-diab", "Aïn Diab", "عين الذياب"),
        ("cil", "CIL", "حي السيال"),
        ("oasis", "Oasis", "الوازيس"),
        ("californie", "Californie", "كاليفورنيا"),
        ("beausejour", "Beauséjour", "بوسيجور"),
        ("hay-hassani", "Hay Hassani", "الحي الحسني"),
        ("oulfa", "Oulfa", "الألفة"),
        ("sidi-maarouf", "Sidi Maârouf", "سيدي معروف"),
        ("ain-chock", "Aïn Chock", "عين الشق"),
        ("derb-sultan", "Derb Sultan", "درب السلطان"),
        ("ben-msick", "Ben M’Sick", "ابن امسيك"),
        ("sbata", "Sbata", "سباتة"),
        ("hay-mohammadi", "Hay Mohammadi", "الحي المحمدي"),
        ("roches-noires", "Roches Noires", "الصخور السوداء"),
        ("belvedere", "Belvédère", "بلفيدير"),
        ("ain-sebaa", "Aïn Sebaâ", "عين السبع"),
        ("sidi-bernoussi", "Sidi Bernoussi", "سيدي البرنوصي"),
        ("sidi-moumen", "Sidi Moumen", "سيدي مومن"),
        ("ancienne-medina", "Ancienne Médina", "المدينة القديمة"),
        ("bouskoura", "Bouskoura", "بوسكورة"),
    ),
    "rabat-sale": (
        ("agdal", "Agdal", "أكدال"),
        ("hassan", "Hassan", "حسان"),
        ("hay-riad", "Hay Riad", "حي الرياض"),
        ("souissi", "Souissi", "السويسي"),
        ("ocean", "Océan", "حي المحيط"),
        ("orangers", "Les Orangers", "حي الليمون"),
        ("diour-jamaa", "Diour Jamaa", "ديور الجامع"),
        ("akkari", "Akkari", "العكاري"),
        ("yacoub-el-mansour", "Yacoub El Mansour", "يعقوب المنصور"),
        ("aviation", "Aviation", "حي الطيران"),
        ("youssoufia", "Youssoufia", "اليوسفية"),
        ("takaddoum", "Takaddoum", "التقدم"),
        ("medina-rabat", "Médina de Rabat", "مدينة الرباط العتيقة"),
        ("medina-sale", "Médina de Salé", "مدينة سلا العتيقة"),
        ("tabriquet", "Tabriquet", "تابريكت"),
        ("bettana", "Bettana", "بطانة"),
        ("hay-salam", "Hay Salam", "حي السلام"),
        ("hay-karima", "Hay Karima", "حي كريمة"),
        ("hay-rahma", "Hay Rahma", "حي الرحمة"),
        ("laayayda", "Laâyayda", "العيايدة"),
        ("hssaine", "Hssaine", "احصين"),
        ("sala-al-jadida", "Sala Al Jadida", "سلا الجديدة"),
        ("bouknadel", "Bouknadel", "بوقنادل"),
    ),
    "marrakech": (
        ("gueliz", "Guéliz", "جليز"),
        ("hivernage", "Hivernage", "الحي الشتوي"),
        ("medina", "Médina", "المدينة العتيقة"),
        ("kasbah", "Kasbah", "القصبة"),
        ("mellah", "Mellah", "الملاح"),
        ("bab-doukkala", "Bab Doukkala", "باب دكالة"),
        ("agdal", "Agdal", "أكدال"),
        ("sidi-youssef-ben-ali", "Sidi Youssef Ben Ali", "سيدي يوسف بن علي"),
        ("majorelle", "Majorelle", "ماجوريل"),
        ("semlalia", "Semlalia", "السملالية"),
        ("daoudiate", "Daoudiate", "الداوديات"),
        ("issil", "Issil", "إسيل"),
        ("amerchich", "Amerchich", "أمرشيش"),
        ("assif", "Assif", "أسيف"),
        ("massira", "Massira", "المسيرة"),
        ("targa", "Targa", "تاركة"),
        ("mhamid", "M’hamid", "المحاميد"),
        ("azli", "Azli", "أزلي"),
        ("camp-el-ghoul", "Camp El Ghoul", "كامب الغول"),
        ("sidi-ghanem", "Sidi Ghanem", "سيدي غانم"),
        ("palmeraie", "Palmeraie", "النخيل"),
        ("tamansourt", "Tamansourt", "تامنصورت"),
    ),
}
_IN_ENGLISH = {
    "ancienne-medina": "Old Medina",
    "medina-rabat": "Rabat Medina",
    "medina-sale": "Salé Medina",
    "medina": "Medina",
    "palmeraie": "Palm Grove",
}


async def seed(session: AsyncSession) -> None:
    """Add what is missing; the cities are there already."""
    found = await session.execute(select(City.slug, City.id))
    cities = {row.slug: row.id for row in found}
    rows = [
        {
            "city_id": cities[city],
            "slug": slug,
            "position": position,
            "name_fr": french,
            "name_ar": arabic,
            "name_en": _IN_ENGLISH.get(slug, french),
        }
        for city, places in NEIGHBOURHOODS.items()
        if city in cities
        for position, (slug, french, arabic) in enumerate(places)
    ]
    await session.execute(insert(Neighbourhood).values(rows).on_conflict_do_nothing())
