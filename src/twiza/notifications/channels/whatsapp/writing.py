"""Write a notice for WhatsApp: as one of the approved templates, to who agreed to it."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import i18n, outgoing
from twiza.kit.i18n import gettext as _
from twiza.notifications.channels.whatsapp import templates
from twiza.notifications.channels.whatsapp.templates import Template
from twiza.notifications.notice import Notice
from twiza.notifications.people import Person
from twiza.notifications.preferences import Way, wants_messages
from twiza.notifications.rows import readable

# Meta refuses parameters with line breaks, and messages beyond a thousand signs.
LONGEST_VALUE = 200


def reaches(account: Person, notice: Notice) -> bool:
    """Whether this notice goes to this person by WhatsApp."""
    return (
        account.whatsapp is not None
        and notice.row.kind in templates.BY_KIND
        and wants_messages(account.notification_preferences, notice.row.group, Way.WHATSAPP)
    )


async def write(session: AsyncSession, account: Person, notice: Notice) -> None:
    """What is kept in the outbox reads as it arrives."""
    if not reaches(account, notice) or account.whatsapp is None:
        return
    template = templates.BY_KIND[notice.row.kind]
    with i18n.use(account.language):
        values = _values(template, readable(notice.params))
    await outgoing.send(
        session,
        channel=outgoing.Channel.WHATSAPP,
        to=account.whatsapp,
        text=template.text(account.language, values),
        account_id=account.id,
        language=account.language,
        payload={
            "notice": str(notice.id),
            "kind": notice.row.kind,
            "template": template_part(template, account.language, values, notice.params),
            **notice.only_while,
        },
        dedupe=f"whatsapp:{notice.id}",
        not_before=notice.not_before,
        expires_at=notice.expires_at,
    )


def template_part(
    template: Template, language: str, values: Mapping[str, str], params: Mapping[str, object]
) -> dict[str, object]:
    """The `template` of the Cloud API: the body's parameters in order, then what each button carries."""
    components: list[dict[str, object]] = [
        {
            "type": "body",
            "parameters": [{"type": "text", "text": values[name]} for name in template.parameters],
        }
    ]
    for index, (verb, _said) in enumerate(template.buttons):
        carried = {"type": "payload", "payload": f"bk:{params['booking_id']}:{verb}"}
        components.append(_button("quick_reply", index, carried))
    if template.link:
        components.append(_button("url", 0, {"type": "text", "text": str(params["reference"])}))
    return {"name": template.name, "language": {"code": language}, "components": components}


def _button(kind: str, index: int, parameter: Mapping[str, str]) -> dict[str, object]:
    return {"type": "button", "sub_type": kind, "index": str(index), "parameters": [parameter]}


def _values(template: Template, shown: Mapping[str, object]) -> dict[str, str]:
    """One line each, and never empty: Meta refuses both."""
    lines = {name: " ".join(str(shown.get(name) or "").split()) for name in template.parameters}
    return {name: line[:LONGEST_VALUE] or _("not given") for name, line in lines.items()}
