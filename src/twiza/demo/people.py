"""Who lives in the demo world. Numbers are of the 06 99 range, which no operator gives out in this order."""

from dataclasses import dataclass

from twiza.accounts.models import HatKind
from twiza.demo import trades, written
from twiza.demo.accounts import EMAIL_DOMAIN

CLIENT, FREELANCER, PRO, COMPANY = HatKind.CLIENT, HatKind.FREELANCER, HatKind.PRO, HatKind.COMPANY


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person: how they're called, what they do, where, and in which language."""

    first: str
    last: str
    hat: HatKind
    city: str
    category: str = ""
    headline: str = ""
    bio: str = ""
    language: str = "fr"
    face: str = ""
    admin: bool = False
    banned: str = ""
    # For those who share their first name with somebody.
    handle: str = ""

    @property
    def login(self) -> str:
        return f"{self.handle or self.first.lower()}{EMAIL_DOMAIN}"

    @property
    def is_verified(self) -> bool:
        """Whose identity an administrator has checked; of the crowd two in three."""
        if self.handle:
            return int(self.handle.removeprefix("pro")) % 3 != 0
        return self.first in VERIFIED


# fmt: off
KNOWN = (
    Somebody("Amina", "Berrada", CLIENT, "casablanca", face="amina"),
    Somebody("Youssef", "El Idrissi", FREELANCER, "rabat-sale", "web-mobile", "Développeur web : sites vitrines et boutiques en ligne",
             "Dix ans de sites pour des commerces marocains. J’écris du code simple, je livre à l’heure et je reste joignable après la mise en ligne.", face="youssef"),
    Somebody("Hassan", "Ouali", PRO, "casablanca", "plomberie", "Plombier : fuites, robinetterie, chauffe-eau",
             "Plombier depuis 2009 à Casablanca. Je donne un prix avant de commencer et je laisse l’endroit propre.", face="hassan"),
    Somebody("Karim", "Daoudi", CLIENT, "fes", face="karim"),
    Somebody("Salma", "Rami", CLIENT, "rabat-sale", face="salma", admin=True),
    Somebody("Imane", "Bennis", FREELANCER, "casablanca", "design", "Identités visuelles pour cafés, marques et associations",
             "Graphiste formée à l’École des beaux-arts de Casablanca. Logo, charte, menus et emballages, avec des fichiers prêts à imprimer.", face="imane"),
    Somebody("Mehdi", "Lahlou", FREELANCER, "marrakech", "web-mobile", "Applications mobiles Android et iOS",
             "Je conçois des applications qui s’ouvrent vite, même sur un vieux téléphone.", face="mehdi"),
    Somebody("Zineb", "Alaoui", FREELANCER, "rabat-sale", "traduction", "ترجمة محلّفة: العربية والفرنسية والإنجليزية",
             "مترجمة محلّفة لدى المحاكم. عقود وشهادات ومواقع إلكترونية، مع مراجعة لغوية قبل التسليم.", "ar", "zineb"),
    Somebody("Anas", "Tahiri", FREELANCER, "tanger", "video-photo", "Montage de vidéos courtes, sous-titres en darija",
             "Reels, TikTok et capsules pour commerces. Deux allers-retours compris, livraison en trois jours.", face="anas"),
    Somebody("Nadia", "Kettani", FREELANCER, "casablanca", "comptabilite", "Comptabilité des auto-entrepreneurs et des petites sociétés",
             "Déclarations, TVA et tableaux de bord lisibles. Première question gratuite.", face="nadia"),
    Somebody("Sara", "Mernissi", FREELANCER, "agadir", "marketing", "إدارة صفحات التواصل الاجتماعي والإعلانات",
             "أدير صفحات مطاعم ومتاجر في أكادير والدار البيضاء: محتوى أسبوعي، ردود سريعة وتقارير واضحة.", "ar", "sara"),
    Somebody("Rachid", "Mansouri", PRO, "casablanca", "climatisation", "Climatisation : pose, entretien, recharge de gaz",
             "Technicien frigoriste. Toutes marques, intervention propre, garantie de trois mois sur la pose.", face="rachid"),
    Somebody("Omar", "Sebti", PRO, "tanger", "peinture", "Peinture intérieure et tadelakt",
             "Vingt ans de chantiers à Tanger et à Tétouan. Devis après visite, couleurs essayées sur le mur.", face="omar"),
    Somebody("Lina", "Haddad", PRO, "marrakech", "jardinage", "Jardins et terrasses, plantes d’ici",
             "Création et entretien de jardins qui boivent peu : oliviers, lavandes, succulentes.", face="lina"),
    Somebody("Abdellah", "Naciri", PRO, "rabat-sale", "electricite", "كهربائي: أعطال، لوحات، إنارة",
             "كهربائي معتمد بالرباط وسلا. أشرح العطل وأعطي الثمن قبل أن أبدأ.", "ar"),
    Somebody("Fatima", "Zahraoui", PRO, "casablanca", "menage", "تنظيف شامل للشقق والمكاتب",
             "فريق من ثلاث نساء، مواد التنظيف مشمولة، ونحترم الموعد.", "ar"),
    Somebody("Brahim", "Oubella", PRO, "agadir", "bricolage", "Bricolage : meubles, étagères, petites réparations",
             "Une perceuse, un niveau et de la patience. Je viens aussi le samedi."),
    Somebody("Mustapha", "Cherkaoui", PRO, "fes", "serrurerie", "Serrurier : ouverture de porte et changement de cylindre",
             "J’ouvre sans casser quand c’est possible et je vous dis quand ça ne l’est pas."),
    Somebody("Khadija", "Amrani", FREELANCER, "fes", "traduction", "Relecture et rédaction en français et en arabe",
             "Ancienne professeure de lettres. Mémoires, sites et courriers, relus deux fois."),
    Somebody("Yassine", "Boukhari", FREELANCER, "casablanca", "video-photo", "Photographe de produits et de lieux",
             "Studio mobile : je viens chez vous avec lumière et fond. Dix photos retouchées sous 48 h."),
    Somebody("Hind", "Filali", CLIENT, "marrakech", language="ar"),
    Somebody("Atlas", "Studio", COMPANY, "casablanca", headline="Agence de design et de développement"),
    Somebody("Driss", "Fassi", CLIENT, "tanger", banned="Fausses demandes répétées malgré deux avertissements"),
)
# fmt: on

# Whose identity an administrator has verified.
VERIFIED = frozenset(
    {
        "Youssef",
        "Hassan",
        "Lina",
        "Rachid",
        "Imane",
        "Zineb",
        "Nadia",
        "Lamia",
        "Fouad",
        "Walid",
        "Houda",
        "Samira",
        "Nisrine",
        "Reda",
        "Dounia",
    }
)


def _freelancers() -> tuple[Somebody, ...]:
    return tuple(
        Somebody(first, last, FREELANCER, city, category, headline, bio, language)
        for first, last, city, category, language, headline, bio in written.rows("freelancers.txt")
    )


def _clients() -> tuple[Somebody, ...]:
    return tuple(
        Somebody(first, last, CLIENT, city, language=language)
        for first, last, city, language in written.rows("clients.txt")
    )


def _pros() -> tuple[Somebody, ...]:
    return tuple(
        Somebody(
            one.first,
            one.last,
            PRO,
            one.city,
            one.category,
            one.headline,
            one.bio,
            one.language,
            handle=one.handle,
        )
        for one in trades.crowd()
    )


# Those of the start screen come first: their numbers never change when others move in.
PEOPLE = (*KNOWN, *_freelancers(), *_clients(), *_pros())
