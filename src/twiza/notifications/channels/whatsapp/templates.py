"""The templates that Meta approves before we may use them: their exact texts, buttons and languages.

A change here means a new approval: `twiza whatsapp-templates` prints what to submit. `{names}` become Meta's numbers
in the order of `parameters`; the notices they stand for are rows of the catalogue, by their kind.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from twiza.kit.i18n import LANGUAGES
from twiza.notifications import links


@dataclass(frozen=True)
class Template:
    """`buttons` are taps that answer, `link` is a button that opens a page of ours: its path ends with a parameter."""

    name: str
    parameters: tuple[str, ...]
    body: Mapping[str, str]
    buttons: tuple[tuple[str, Mapping[str, str]], ...] = ()
    link: str = ""
    link_text: Mapping[str, str] | None = None

    def text(self, language: str, values: Mapping[str, str]) -> str:
        """As it arrives."""
        return self.body[language].format_map(values)


_CONFIRM = {"fr": "Confirmer", "ar": "تأكيد", "en": "Confirm"}
_DECLINE = {"fr": "Refuser", "ar": "رفض", "en": "Decline"}
_OPEN = {"fr": "Ouvrir la réservation", "ar": "فتح الحجز", "en": "Open the booking"}
ROOM = "/bookings/"

REQUEST = Template(
    "booking_request",
    ("client", "category", "at", "expires_at"),
    {
        "fr": "Nouvelle demande de {client} sur Twiza : {category}, le {at}. "
        "Répondez avant le {expires_at} : la première personne qui confirme obtient la réservation.",
        "ar": "طلب جديد من {client} على تويزة: {category}، {at}. "
        "أجب قبل {expires_at}: أول من يؤكد يحصل على الحجز.",
        "en": "New request from {client} on Twiza: {category}, {at}. "
        "Answer before {expires_at}: the first to confirm gets the booking.",
    },
    buttons=(("confirm", _CONFIRM), ("decline", _DECLINE)),
)
CONFIRMED = Template(
    "booking_confirmed",
    ("pro", "category", "at"),
    {
        "fr": "Votre réservation Twiza est confirmée : {pro}, {category}, le {at}. À bientôt !",
        "ar": "تم تأكيد حجزك على تويزة: {pro}، {category}، {at}. إلى اللقاء!",
        "en": "Your Twiza booking is confirmed: {pro}, {category}, {at}. See you soon!",
    },
    link=ROOM,
    link_text=_OPEN,
)
CANCELLED = Template(
    "booking_cancelled",
    ("pro", "category", "at", "reason"),
    {
        "fr": "Votre réservation Twiza est annulée par {pro} : {category}, le {at}. Motif : {reason}. "
        "D’autres pros peuvent prendre la suite.",
        "ar": "أُلغي حجزك على تويزة من طرف {pro}: {category}، {at}. السبب: {reason}. يمكن لمحترفين آخرين أن يتولوا الأمر.",
        "en": "Your Twiza booking is cancelled by {pro}: {category}, {at}. Reason: {reason}. Other pros can take over.",
    },
    link=ROOM,
    link_text=_OPEN,
)
CANCELLED_BY_CLIENT = Template(
    "booking_cancelled_by_client",
    ("client", "category", "at"),
    {
        "fr": "Réservation Twiza annulée par {client} : {category}, le {at}. Vos heures sont de nouveau libres.",
        "ar": "أُلغي الحجز على تويزة من طرف {client}: {category}، {at}. أصبحت ساعاتك متاحة من جديد.",
        "en": "Twiza booking cancelled by {client}: {category}, {at}. Your hours are free again.",
    },
    link=ROOM,
    link_text=_OPEN,
)
# Each notice that goes by WhatsApp, by its kind.
BY_KIND: Mapping[str, Template] = {
    "booking_requested": REQUEST,
    "booking_urgent_again": REQUEST,
    "booking_confirmed": CONFIRMED,
    "booking_cancelled_by_pro": CANCELLED,
    "booking_cancelled_by_client": CANCELLED_BY_CLIENT,
}
_EXAMPLES = {
    "client": "Fatima B.",
    "pro": "Hassan O.",
    "category": "Plomberie",
    "at": "24 nov. 2026, 10:00",
    "expires_at": "23 nov. 2026, 22:00",
    "reason": "Panne de camionnette",
}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def for_approval() -> list[dict[str, object]]:
    """What the Business Management API takes, one entry for each template and language."""
    every = {template.name: template for template in BY_KIND.values()}
    return [_entry(template, language) for template in every.values() for language in LANGUAGES]


def _entry(template: Template, language: str) -> dict[str, object]:
    numbers = {name: f"{{{{{number}}}}}" for number, name in enumerate(template.parameters, 1)}
    body = _PLACEHOLDER.sub(lambda found: numbers[found[1]], template.body[language])
    examples = [_EXAMPLES[name] for name in template.parameters]
    components: list[dict[str, object]] = [
        {"type": "BODY", "text": body, "example": {"body_text": [examples]}}
    ]
    buttons: list[dict[str, object]] = [
        {"type": "QUICK_REPLY", "text": said[language]} for _verb, said in template.buttons
    ]
    if template.link and template.link_text:
        address = links.absolute(language, template.link)
        buttons.append(
            {
                "type": "URL",
                "text": template.link_text[language],
                "url": f"{address}{{{{1}}}}",
                "example": [f"{address}BK-ABC234"],
            }
        )
    components.append({"type": "BUTTONS", "buttons": buttons})
    return {"name": template.name, "language": language, "category": "UTILITY", "components": components}
