"""/client/profile, and putting on a hat."""

from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import profiles
from twiza.accounts import hats, tokens
from twiza.accounts import queries as accounts
from twiza.accounts.models import HatKind
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import language
from twiza.profiles import editing, picturing, presenting
from twiza.web import session as web_session
from twiza.web.page import redirect, render, toast
from twiza.web.pro.hat import is_pro
from twiza.web.profile import completeness
from twiza.web.session import require_viewer

# Where one goes on after putting on a hat.
_WRITTEN_AT = {
    HatKind.CLIENT: "/dashboard",
    HatKind.FREELANCER: "/freelancer/profile",
    HatKind.PRO: "/pro/start",
}


async def profile(request: Request) -> Response:
    return await _profile_page(request)


async def save(request: Request) -> Response:
    """Names, presentation and city."""
    viewer = require_viewer(request)
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("first_name", "last_name", "bio", "city")}
    try:
        async with unit_of_work() as session:
            await editing.edit(session, viewer.id, **typed)
    except Invalid as error:
        return await _profile_page(request, 422, values=typed, errors=error.field_texts())
    return toast(redirect(request, "/client/profile"), _("Your profile is saved."))


async def change_picture(request: Request) -> Response:
    """A new picture, or none."""
    viewer = require_viewer(request)
    try:
        async with request.form(max_files=1) as form, unit_of_work() as session:
            picture = form.get("picture")
            if form.get("remove") == "1":
                await picturing.remove_picture(session, viewer.id)
            elif isinstance(picture, UploadFile) and picture.filename:
                await picturing.change_picture(session, viewer.id, picture)
            else:
                raise Invalid({"picture": _("Choose a picture first.")})
    except Invalid as error:
        return await _profile_page(request, 422, errors=error.field_texts())
    return toast(redirect(request, "/client/profile"), _("Your photo is saved."))


async def present(request: Request) -> Response:
    """What one hat says in public."""
    viewer = require_viewer(request)
    kind = _kind(request.path_params["kind"])
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("headline", "city", "category", "company_name")}
    if kind is HatKind.PRO and await _has_pro_page(viewer.id):
        # City and category of a pro follow from the profile, where they are changed with what hangs on them.
        raise NotFound
    try:
        async with unit_of_work() as session:
            await presenting.present(session, viewer.id, kind, **typed)
    except Invalid as error:
        return await _profile_page(
            request, 422, hat_values={kind: typed}, hat_errors={kind: error.field_texts()}
        )
    return toast(redirect(request, f"/client/profile#{kind}"), _("Your presentation is saved."))


async def wear(request: Request) -> Response:
    """Another hat, put on from the menu."""
    viewer = require_viewer(request)
    kind = _kind(str((await request.form()).get("hat", "")))
    async with unit_of_work() as session:
        await hats.wear(session, viewer.id, kind)
    return await renewed(request, redirect(request, "/dashboard"))


async def add_hat(request: Request) -> Response:
    """One more way of taking part, in one step."""
    viewer = require_viewer(request)
    kind = _kind(str((await request.form()).get("hat", "")))
    async with unit_of_work() as session:
        await hats.add_hat(session, viewer.id, kind)
    said = _("Done. Now say in a sentence what you do.")
    response = redirect(request, _WRITTEN_AT.get(kind, f"/client/profile#{kind}"))
    return await renewed(request, toast(response, said))


async def renewed(request: Request, response: Response) -> Response:
    """The token names the hat, so a change of hat comes with a new one."""
    refresh = request.cookies.get(web_session.REFRESH_COOKIE)
    if refresh is None:
        return response
    _viewer, issued = await tokens.refreshed(refresh)
    return web_session.sign_in(response, issued)


def _kind(name: str) -> HatKind:
    try:
        return HatKind(name)
    except ValueError:
        raise NotFound from None


async def _has_pro_page(account_id: UUID) -> bool:
    async with reading() as connection:
        return await is_pro(connection, account_id)


async def _profile_page(
    request: Request,
    status: int = 200,
    *,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    hat_values: dict[HatKind, dict[str, str]] | None = None,
    hat_errors: dict[HatKind, dict[str, str]] | None = None,
) -> Response:
    """The whole page, with what was typed where it was typed."""
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        account = await accounts.own(session, viewer.id)
        worn = await hats.worn(session, viewer.id)
        steps = await completeness.steps(session, account, worn)
    kept = (account.city_id, *(hat.city_id for hat in worn))
    async with reading() as connection:
        cities = await profiles.cities(connection, keeping=kept)
        categories = await profiles.categories(connection)
    has_pro_page = await _has_pro_page(viewer.id)
    code = language.get()
    by_id = {item.id: item.slug for item in [*cities, *categories]}
    stored = {
        "first_name": account.first_name,
        "last_name": account.last_name,
        "bio": account.bio or "",
        "city": by_id.get(account.city_id, "") if account.city_id else "",
    }
    presented = [
        {
            "kind": hat.kind,
            "values": (hat_values or {}).get(hat.kind)
            or {
                "headline": hat.headline,
                "company_name": hat.company_name or "",
                "city": by_id.get(hat.city_id, "") if hat.city_id else "",
                "category": by_id.get(hat.category_id, "") if hat.category_id else "",
            },
            "errors": (hat_errors or {}).get(hat.kind, {}),
            "categories": [
                (item.slug, item.name(code))
                for item in categories
                if hat.kind is HatKind.COMPANY
                or item.kind == ("local" if hat.kind is HatKind.PRO else "online")
            ],
        }
        for hat in worn
        if hat.kind is not HatKind.CLIENT and not (hat.kind is HatKind.PRO and has_pro_page)
    ]
    return render(
        request,
        "profile/profile.html",
        status,
        account=account,
        values={**stored, **(values or {})},
        errors=errors or {},
        hats=presented,
        cities=[(item.slug, item.name(code)) for item in cities],
        addable=[kind for kind in HatKind if kind not in viewer.hats],
        steps=steps,
        percent=completeness.percent(steps),
    )


routes = [
    Route("/client/profile", profile, methods=["GET"]),
    Route("/client/profile", save, methods=["POST"]),
    Route("/client/profile/picture", change_picture, methods=["POST"]),
    Route("/client/profile/{kind}", present, methods=["POST"]),
    Route("/account/hat", wear, methods=["POST"]),
    Route("/account/hats", add_hat, methods=["POST"]),
]
