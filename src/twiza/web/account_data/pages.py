"""/client/settings/{phone,email,export,delete}: how one is reached, and what becomes of one's data."""

from functools import partial

from starlette.routing import Route

from twiza.web.account_data import contacts, leaving

_POST = ["POST"]

routes = [
    *(Route(one.path, partial(contacts.show, one)) for one in (contacts.PHONE, contacts.EMAIL)),
    *(
        Route(one.path, partial(contacts.change, one), methods=_POST)
        for one in (contacts.PHONE, contacts.EMAIL)
    ),
    Route("/client/settings/export", leaving.export, methods=_POST),
    Route("/client/settings/delete", leaving.show),
    Route("/client/settings/delete/code", leaving.send_code, methods=_POST),
    Route("/client/settings/delete", leaving.delete, methods=_POST),
]
