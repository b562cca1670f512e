"""/client/settings/payout: where a freelancer is paid."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid
from twiza.kit.i18n import gettext as _
from twiza.payments import queries, receiving
from twiza.payments.models import PayoutKind
from twiza.payments.ribs import Rib
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer

PATH = "/client/settings/payout"
_FIELDS = ("kind", "holder", "rib", "provider", "wallet")


async def show(request: Request) -> Response:
    """What stands there, ready to be changed."""
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        found = await queries.payout_of(session, viewer.id)
    typed = {name: str(getattr(found, name)) if found else "" for name in _FIELDS}
    if typed["rib"]:
        typed["rib"] = Rib(typed["rib"]).grouped
    return _page(request, {**typed, "kind": typed["kind"] or PayoutKind.BANK})


async def save(request: Request) -> Response:
    """A RIB is refused unless its key fits: a wrong digit would send money to a stranger."""
    viewer = require_viewer(request)
    form = await request.form(max_files=0, max_fields=20)
    typed = {name: str(form.get(name, "")) for name in _FIELDS}
    try:
        async with unit_of_work() as session:
            if typed["kind"] == PayoutKind.WALLET:
                there = {"provider": typed["provider"], "wallet": typed["wallet"]}
                await receiving.set_wallet(session, viewer.id, holder=typed["holder"], **there)
            else:
                await receiving.set_bank(session, viewer.id, holder=typed["holder"], rib=typed["rib"])
    except Invalid as error:
        return _page(request, typed, error.field_texts())
    return toast(redirect(request, PATH), _("Saved: clients with an order see it when they pay."))


async def remove(request: Request) -> Response:
    """Orders that wait for their payment then show that nothing was given."""
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        await receiving.forget(session, viewer.id)
    return toast(redirect(request, PATH), _("Removed. Clients can’t pay you until you say where."))


def _page(request: Request, typed: dict[str, str], errors: dict[str, str] | None = None) -> Response:
    kinds: list[tuple[Any, ...]] = [
        (PayoutKind.BANK, _("Bank account"), _("By transfer, with your RIB"), "landmark"),
        (PayoutKind.WALLET, _("Mobile wallet"), _("By phone, with a number"), "smartphone"),
    ]
    return render(
        request,
        "payout/payout.html",
        422 if errors else 200,
        typed=typed,
        errors=errors or {},
        kinds=kinds,
        providers=[(name, name) for name in receiving.WALLETS],
        can_remove=bool(typed["rib"] or typed["wallet"]) and not errors,
    )


routes = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH, save, methods=["POST"]),
    Route(f"{PATH}/remove", remove, methods=["POST"]),
]
