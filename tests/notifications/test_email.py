"""An email as mail programs get it: two parts, honest headers, right to left when it must be."""

from email.message import EmailMessage
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.notifications.conftest import Mailbox
from twiza.kit import outgoing
from twiza.kit.db import unit_of_work
from twiza.notifications import delivering
from twiza.notifications.channels.email.transport import Server, server
from twiza.notifications.channels.sms.transport import body

pytestmark = pytest.mark.usefixtures("committed")


async def sent(mailbox: Mailbox, **values: object) -> tuple[UUID, EmailMessage]:
    async with unit_of_work() as session:
        message = await outgoing.send(
            session,
            **{
                "channel": "email",
                "to": "amina@example.ma",
                "subject": "Été à Salé",
                "text": "Salut",
                **values,
            },
        )
    await delivering.deliver(message)
    return message, mailbox.mails[-1]


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return found.get_content()


async def test_headers_are_complete_and_the_id_is_that_of_the_row(mailbox: Mailbox) -> None:
    message, mail = await sent(mailbox)
    assert mail["From"] == "Twiza <bonjour@twiza.ma>"
    assert mail["Subject"] == "Été à Salé"
    assert mail["Message-ID"] == f"<{message}@twiza.ma>"
    assert mail["Date"].datetime.tzinfo is not None
    assert mail["Content-Language"] == "fr"
    assert mail["List-Unsubscribe"] is None


async def test_text_and_html_say_the_same(mailbox: Mailbox) -> None:
    _, mail = await sent(
        mailbox,
        text="Bonjour Amina,\n\nÇa marche.\n\nOuvrir mes paramètres\nhttp://twiza.test/client/settings",
    )
    assert "Ça marche." in part(mail, "plain")
    assert "Ça marche." in part(mail, "html")
    assert ">Ouvrir mes paramètres</a>" in part(mail, "html")
    assert "Été à Salé</h1>" in part(mail, "html")


async def test_what_is_not_about_safety_carries_a_one_click_way_out(mailbox: Mailbox) -> None:
    address = "http://twiza.test/notifications/unsubscribe/x"
    _, mail = await sent(mailbox, unsubscribe_url=address)
    assert mail["List-Unsubscribe"] == f"<{address}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in part(mail, "plain")
    assert "Ne plus recevoir ces e-mails" in part(mail, "html")


async def test_an_arabic_letter_is_written_from_right_to_left(mailbox: Mailbox) -> None:
    _, mail = await sent(mailbox, language="ar", subject="تم تغيير كلمة المرور", text="مرحبًا")
    assert '<html lang="ar" dir="rtl">' in part(mail, "html")
    assert 'align="right"' in part(mail, "html")
    assert "مرحبًا" in part(mail, "plain")


async def test_a_code_is_set_large_and_only_in_secrets(mailbox: Mailbox) -> None:
    _, secret = await sent(mailbox, text="Votre code : 123456. Il vaut 5 minutes.", secret=True)
    assert 'letter-spacing:8px; text-align:center;">123456</p>' in part(secret, "html")
    _, plain = await sent(mailbox, text="Votre commande 123456")
    assert "letter-spacing:8px" not in part(plain, "html")


async def test_what_people_typed_is_never_markup(mailbox: Mailbox) -> None:
    _, mail = await sent(mailbox, text="<b>gras</b>", subject="<i>a</i>\nBcc: all@example.ma")
    assert "<b>" not in part(mail, "html")
    assert mail["Bcc"] is None


async def test_own_html_is_kept(mailbox: Mailbox) -> None:
    _, mail = await sent(mailbox, html="<p>le mien</p>")
    assert part(mail, "html").strip() == "<p>le mien</p>"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525, None, None, use_tls=False, start_tls=None)),
        ("smtp://u%40x:p%2Fw@mail.ma", Server("mail.ma", 587, "u@x", "p/w", use_tls=False, start_tls=None)),
        ("smtps://mail.ma", Server("mail.ma", 465, None, None, use_tls=True, start_tls=None)),
        ("smtp+starttls://mail.ma", Server("mail.ma", 587, None, None, use_tls=False, start_tls=True)),
    ],
)
def test_the_address_of_the_server_says_how_to_talk_to_it(url: str, expected: Server) -> None:
    assert server(url) == expected


@given(text=st.text(), to=st.text())
def test_nothing_breaks_out_of_the_template_of_an_sms(text: str, to: str) -> None:
    import orjson

    text, to = text.encode("utf-8", "ignore").decode(), to.encode("utf-8", "ignore").decode()
    template = '{"messages": [{"to": "{to}", "content": "{text}", "n": 1}], "from": "Twiza {to}"}'
    assert orjson.loads(body(template, to, text)) == {
        "messages": [{"to": to, "content": text, "n": 1}],
        "from": f"Twiza {to}",
    }
