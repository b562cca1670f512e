"""Orders of these days, one or more in every state, told step by step as their people would take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from twiza.gigs.models import Tier
from twiza.orders.disputes.models import DisputeOutcome, DisputeReason

# One step: so many days before today's midnight, at this hour, this verb, with these words.
Step = tuple[float, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Story:
    """`gig` is the place of the gig among those of its seller; the first step is the order itself."""

    client: str
    seller: str
    gig: int
    tier: Tier
    steps: Sequence[Step]


BASIC, STANDARD = Tier.BASIC, Tier.STANDARD
BRIEF = "Un café de quinze couverts à Rabat, ouvert tôt le matin."
QUIET: dict[str, Any] = {}


def paid(ago: float) -> Sequence[Step]:
    """Placed with its answers, declared and confirmed the same day."""
    return (
        (ago, "place", {"answer": BRIEF}),
        (ago - 0.1, "submit_payment", QUIET),
        (ago - 0.3, "confirm_payment", QUIET),
    )


def begun(ago: float) -> Sequence[Step]:
    return (*paid(ago), (ago - 0.4, "start", QUIET))


def delivered(ago: float, after: float) -> Sequence[Step]:
    return (*begun(ago), (ago - after, "submit_work", {"note": "Voici la première version complète."}))


STORIES: tuple[Story, ...] = (
    # Youssef sells: each thing he may have to do waits for him once.
    Story("Amina", "Youssef", 0, STANDARD, begun(5)),
    Story("Karim", "Youssef", 1, BASIC, [*paid(1.4)[:2]]),
    Story("Leila", "Youssef", 2, BASIC, paid(0.3)),
    Story(
        "Mounia",
        "Youssef",
        3,
        BASIC,
        [
            *delivered(8, 6.5),
            (
                1,
                "request_revision",
                {"reason": "Le menu du téléphone cache le bouton de commande. Le reste est parfait."},
            ),
        ],
    ),
    Story("Claire", "Youssef", 0, BASIC, delivered(6, 5)),
    Story("Samir", "Youssef", 3, BASIC, [(0.6, "place", {"answer": ""})]),
    Story(
        "Hatem",
        "Youssef",
        1,
        BASIC,
        [
            *begun(6),
            (
                1.2,
                "ask_extension",
                {"days": 3, "reason": "Le transporteur ne m’a pas encore donné ses tarifs par ville."},
            ),
        ],
    ),
    Story(
        "Rania",
        "Youssef",
        2,
        BASIC,
        [
            *delivered(9, 7),
            (
                1.5,
                "open_dispute",
                {
                    "reason": DisputeReason.NOT_AS_AGREED,
                    "details": "La page en arabe manque alors qu’elle est dans la formule.",
                },
            ),
            (
                0.8,
                "state",
                {
                    "by": "seller",
                    "text": "La formule de base ne comprend qu’une langue\u00a0; j’ai proposé une offre pour l’arabe.",
                },
            ),
        ],
    ),
    # Amina buys: what she may have to do, and what she waits for.
    Story("Amina", "Imane", 0, BASIC, delivered(6, 4.6)),
    Story("Amina", "Zineb", 0, BASIC, [(1.2, "place", {"answer": BRIEF})]),
    Story(
        "Amina",
        "Anas",
        0,
        BASIC,
        [(2, "place", {"answer": ""}), (1.9, "submit_payment", QUIET), (1.5, "confirm_payment", QUIET)],
    ),
    Story("Amina", "Walid", 0, BASIC, [*paid(1.2)[:2]]),
    Story(
        "Amina",
        "Meryem",
        1,
        BASIC,
        [
            (3, "place", {"answer": BRIEF}),
            (2.9, "submit_payment", QUIET),
            (2.2, "refuse_payment", {"reason": "Rien n’est arrivé sur mon compte ce matin."}),
        ],
    ),
    # The rest: everything else that may happen.
    Story(
        "Karim",
        "Ghita",
        0,
        BASIC,
        [
            (6, "place", {"answer": BRIEF}),
            (5.8, "submit_payment", QUIET),
            (5, "refuse_payment", {"reason": "Je ne vois aucun virement."}),
            (4.5, "submit_payment", QUIET),
            (3.5, "refuse_payment", {"reason": "Toujours rien, ma banque confirme."}),
        ],
    ),
    Story(
        "Hind",
        "Sara",
        0,
        BASIC,
        [*begun(12), (0.9, "claim", {"details": "لم أتوصل بأي شيء رغم مرور الأجل."})],
    ),
    Story(
        "Taha",
        "Samira",
        0,
        BASIC,
        [
            *begun(7),
            (1.6, "claim", {"details": "La date est passée, où en êtes-vous\u00a0?"}),
            (
                0.7,
                "answer_claim",
                {"answer": "Le disque a lâché\u00a0: je livre demain soir, avec mes excuses."},
            ),
        ],
    ),
    Story("Ibtissam", "Hamza", 0, BASIC, begun(3)),
    Story(
        "Noureddine",
        "Bilal",
        0,
        BASIC,
        [
            *begun(4),
            (1, "ask_extension", {"days": 2, "reason": "حسابكم الإعلاني ما زال قيد المراجعة."}),
            (0.6, "accept_extension", QUIET),
        ],
    ),
    Story("James", "Selma", 0, BASIC, delivered(6, 4.7)),
    Story(
        "Hanane",
        "Safae",
        0,
        BASIC,
        [(4, "place", {"answer": BRIEF}), (3, "cancel", {"by": "client", "reason": ""})],
    ),
    Story(
        "Ouafae",
        "Ikram",
        0,
        BASIC,
        [
            (9, "place", {"answer": BRIEF}),
            (8, "cancel", {"by": "seller", "reason": "أنا مسافرة هذا الأسبوع، أعتذر."}),
        ],
    ),
    Story("Samir", "Fouad", 0, BASIC, [(16, "place", {"answer": BRIEF}), (8.9, "cancel", {"by": "clock"})]),
    Story(
        "Leila",
        "Nisrine",
        0,
        BASIC,
        [
            *begun(20),
            (
                8,
                "open_dispute",
                {"reason": DisputeReason.NOT_DELIVERED, "details": "Aucune nouvelle depuis dix jours."},
            ),
            (
                5,
                "close_dispute",
                {
                    "outcome": DisputeOutcome.FORCE_CANCEL,
                    "decision": "Rien n’a été livré et personne n’a répondu\u00a0: la commande est annulée.",
                },
            ),
        ],
    ),
    Story(
        "Claire",
        "Reda",
        0,
        BASIC,
        [
            *delivered(24, 12),
            (11, "open_dispute", {"reason": DisputeReason.NOT_AS_AGREED, "details": "Il manque une langue."}),
            (
                8,
                "close_dispute",
                {
                    "outcome": DisputeOutcome.FORCE_COMPLETE,
                    "decision": "La langue manquante n’était pas dans la formule choisie.",
                },
            ),
        ],
    ),
    Story("Mounia", "Houda", 0, BASIC, [*delivered(14, 6), (4.9, "approve", {"by": "clock"})]),
    Story(
        "Rania",
        "Imane",
        1,
        BASIC,
        [
            *delivered(9, 6),
            (1.5, "approve", {"by": "client"}),
            (1.2, "review", {"rating": 5, "text": "Le menu se lit enfin le soir. Merci Imane\u00a0!"}),
        ],
    ),
)
