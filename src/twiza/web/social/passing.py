"""/auth/google and /auth/github: to the provider and back."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from twiza.accounts import signing_in
from twiza.accounts.models import Account
from twiza.accounts.signing_in import AccountClosed
from twiza.accounts.social import attempts, joining, providers
from twiza.accounts.social.attempts import Attempt
from twiza.accounts.social.failing import Astray, ProviderSilent
from twiza.accounts.social.people import Person
from twiza.accounts.social.providers import Provider
from twiza.kit import i18n, ids, signing
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError, NotFound
from twiza.kit.i18n import _
from twiza.web import templates
from twiza.web.auth.entering import enter
from twiza.web.page import redirect, render, safe_next, toast
from twiza.web.session import require_viewer, viewer_of
from twiza.web.social import cookies

_LINK = "connect a provider"
_LONGEST_NEXT = 1_000
SETTINGS = "/client/settings"


def link_address(provider: str, account_id: object) -> str:
    """Where the settings' button leads; the proof keeps other sites from starting it."""
    return templates.query(f"/auth/{provider}", link=signing.sign(_LINK, provider, account_id))


async def leave(request: Request) -> Response:
    """Off to the provider, with an attempt in the cookie."""
    provider = _provider(request)
    next_page = safe_next(request.query_params.get("next"), "")
    proof = request.query_params.get("link", "")
    link_to = ""
    if proof:
        viewer = require_viewer(request)
        if not signing.holds(proof, _LINK, provider.key, viewer.id):
            return _failed(request, provider, Astray())
        link_to = str(viewer.id)
    elif viewer_of(request):
        return redirect(request, next_page or "/")
    kept_next = next_page if len(next_page) <= _LONGEST_NEXT else ""
    attempt = attempts.begin(provider.key, language=i18n.language.get(), next_page=kept_next, link_to=link_to)
    try:
        address = await provider.address(attempt, provider.redirect_uri)
    except DomainError as error:
        return _failed(request, provider, error)
    response = RedirectResponse(address, 303, headers={"cache-control": "private, no-store"})
    return cookies.set_attempt(response, attempt)


async def arrive(request: Request) -> Response:
    """Back with a code: the attempt must be this browser's, and counts once."""
    provider = _provider(request)
    try:
        attempt = cookies.attempt_of(request, provider.key, request.query_params.get("state", ""))
    except Astray as error:
        return cookies.end_attempt(_failed(request, provider, error))
    # The provider knows one address of ours; the person goes on in the language they came from.
    with i18n.use(attempt.language):
        return cookies.end_attempt(await _answered(request, provider, attempt))


async def _answered(request: Request, provider: Provider, attempt: Attempt) -> Response:
    code = request.query_params.get("code")
    if request.query_params.get("error") == "access_denied":
        back = SETTINGS if attempt.link_to else "/auth/login"
        return toast(redirect(request, back), _("Nothing was shared. You can sign in another way."), "info")
    try:
        if not code:
            raise ProviderSilent(provider=provider.name)
        person = await provider.person(attempt, code, provider.redirect_uri)
        if attempt.link_to:
            return await _connect(request, provider, attempt, person)
        return await _sign_in(request, attempt, person)
    except AccountClosed as closed:
        return render(request, "auth/closed.html", closed.status, closed=closed)
    except DomainError as error:
        return _failed(request, provider, error)


async def _connect(request: Request, provider: Provider, attempt: Attempt, person: Person) -> Response:
    """The settings asked for it: the same person must still be here."""
    viewer = viewer_of(request)
    if viewer is None or ids.parse(attempt.link_to) != viewer.id:
        raise Astray
    async with unit_of_work() as session:
        await joining.link(session, viewer.id, person)
    return toast(redirect(request, SETTINGS), _("{provider} is connected.", provider=provider.name))


async def _sign_in(request: Request, attempt: Attempt, person: Person) -> Response:
    """A known identity goes in; a new person is asked what we still need."""
    async with unit_of_work() as session:
        known = await joining.recognise(session, person)
    if known is None:
        return cookies.set_person(redirect(request, "/auth/finish"), person, attempt.next)
    return await let_in(request, await signing_in.admitted(known), attempt.next)


async def let_in(request: Request, account: Account, next_page: str) -> Response:
    """The session begins, after the second factor; whoever hasn't proved a number is asked for one."""
    if not account.phone_verified:
        next_page = templates.query("/auth/phone", next=next_page)
    return await enter(request, account.id, keep=False, next_page=next_page, needs_totp=account.has_totp)


def _provider(request: Request) -> Provider:
    found = providers.find(request.path_params["provider"])
    if found is None:
        raise NotFound
    return found


def _failed(request: Request, provider: Provider, error: DomainError) -> Response:
    again = SETTINGS if viewer_of(request) else f"/auth/{provider.key}"
    return render(
        request, "social/failed.html", error.status, message=error.text(), name=provider.name, again=again
    )
