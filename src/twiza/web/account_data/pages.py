"""/client/settings/{phone,email,export,delete}: how one is reached, and what becomes of one's data."""

from starlette.routing import Route

from twiza.web.account_data import contacts, leaving

_POST = ["POST"]

routes = [
    Route("/client/settings/phone", contacts.show_phone),
    Route("/client/settings/phone", contacts.change_phone, methods=_POST),
    Route("/client/settings/email", contacts.show_email),
    Route("/client/settings/email", contacts.change_email, methods=_POST),
    Route("/client/settings/export", leaving.export, methods=_POST),
    Route("/client/settings/delete", leaving.show),
    Route("/client/settings/delete/code", leaving.send_code, methods=_POST),
    Route("/client/settings/delete", leaving.delete, methods=_POST),
]
