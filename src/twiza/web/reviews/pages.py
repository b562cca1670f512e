"""/orders/{id}/review, /reviews/{id}/answer, /freelancers/{id}/reviews and /pro/{id}/reviews."""

from uuid import UUID

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import discovery
from twiza.accounts.models import Account, HatKind
from twiza.discovery import Person
from twiza.kit import clock, ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import isolated
from twiza.orders.access import visible_to
from twiza.orders.models import Order
from twiza.pros import queries as pros
from twiza.pros.shown import ProShown
from twiza.reviews import access, answering, queries, wording, writing
from twiza.web.page import redirect, render, toast
from twiza.web.reviews import visits
from twiza.web.session import require_viewer, viewer_of

# Orders, with the first name of whoever stands across the table.
_ORDER = select(Order.id, Order.reference, Order.title, Order.status, Order.ended_at, Order.client_id)


async def form(request: Request) -> Response:
    return await _form_page(request)


async def write(request: Request) -> Response:
    """Stars and words; the page comes back with both when something is missing."""
    viewer = require_viewer(request)
    order_id: UUID = request.path_params["id"]
    sent = await request.form(max_files=0)
    stars, text = str(sent.get("rating", "")), str(sent.get("text", ""))
    rating = int(stars) if stars in {"1", "2", "3", "4", "5"} else None
    try:
        async with unit_of_work() as session:
            review = await writing.write(session, order_id, by=viewer.id, rating=rating, text=text)
    except Invalid as error:
        return await _form_page(
            request, 422, values={"rating": stars, "text": text}, errors=error.field_texts()
        )
    except Conflict as error:
        return await _form_page(request, 409, values={"text": text}, refusal=error.text())
    said = (
        _("Thank you: your review is public.")
        if review.counted
        else _("Thank you: your review is shown once the other side has written too.")
    )
    return toast(redirect(request, f"/orders/{order_id}"), said)


async def answer_form(request: Request) -> Response:
    return await _answer_page(request)


async def answer(request: Request) -> Response:
    """Whoever is spoken of says something back, once."""
    viewer = require_viewer(request)
    text = str((await request.form(max_files=0)).get("text", ""))
    try:
        async with unit_of_work() as session:
            review = await answering.answer(session, request.path_params["id"], by=viewer.id, text=text)
    except Invalid as error:
        return await _answer_page(request, 422, text=text, errors=error.field_texts())
    except Conflict as error:
        return await _answer_page(request, 409, text=text, refusal=error.text())
    pages = {
        HatKind.FREELANCER: f"/freelancers/{viewer.id}/reviews",
        HatKind.PRO: f"/pro/{viewer.id}/reviews",
    }
    path = pages.get(review.reviewee_hat, f"/orders/{review.order_id}")
    return toast(redirect(request, path), _("Your answer is public."))


async def of_freelancer(request: Request) -> Response:
    """Everything that is said of a freelancer, ten at a time."""
    account_id: UUID = request.path_params["id"]
    async with reading() as connection:
        person = await discovery.person(connection, account_id, HatKind.FREELANCER)
    return await _list(request, person, "/freelancers", (_("Freelancers"), "/freelancers"))


async def of_pro(request: Request) -> Response:
    """Everything that clients said of a pro, ten at a time."""
    viewer = viewer_of(request)
    async with reading() as connection:
        shown = await pros.shown(connection, request.path_params["id"], viewer.id if viewer else None)
    return await _list(request, shown, "/pro", (_("Home services"), "/services"))


async def _list(
    request: Request, person: Person | ProShown | None, folder: str, begin: tuple[str, str]
) -> Response:
    if person is None:
        raise NotFound
    hat = HatKind.PRO if isinstance(person, ProShown) else HatKind.FREELANCER
    viewer = viewer_of(request)
    after = ids.parse(request.query_params.get("after", ""))
    async with reading() as connection:
        page = await queries.about(connection, person.id, hat, after=after)
        spread = await queries.spread(connection, person.id, hat)
    here = f"{folder}/{person.id}"
    return render(
        request,
        "reviews/list.html",
        person=person,
        page=page,
        spread=list(spread.items()),
        total=sum(spread.values()),
        mean=_mean(spread),
        first=after is None,
        is_own=viewer is not None and viewer.id == person.id,
        here=here,
        trail=[begin, (person.name, here), (_("Reviews"), "")],
    )


def _mean(spread: dict[int, int]) -> float | None:
    total = sum(spread.values())
    return round(sum(stars * count for stars, count in spread.items()) / total, 1) if total else None


async def _form_page(
    request: Request,
    status: int = 200,
    *,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    refusal: str = "",
) -> Response:
    viewer = require_viewer(request)
    async with reading() as connection:
        found = _ORDER.add_columns(Account.first_name).join(
            Account, (Account.id != viewer.id) & Account.id.in_((Order.client_id, Order.freelancer_id))
        )
        order = (
            await connection.execute(
                found.where(Order.id == request.path_params["id"], visible_to(viewer.id))
            )
        ).one_or_none()
        if order is None:
            raise NotFound
        written = await queries.of_order(connection, order.id, viewer.id)
    mine = next((review for review in written if review.reviewer_id == viewer.id), None)
    return render(
        request,
        "reviews/write.html",
        status,
        order=order,
        other=isolated(order.first_name),
        is_client=order.client_id == viewer.id,
        mine=mine,
        is_open=access.may_still_write(order.status, order.ended_at, clock.now()),
        values=values or {},
        errors=errors or {},
        refusal=refusal,
        longest=wording.LONGEST,
    )


async def _answer_page(
    request: Request,
    status: int = 200,
    *,
    text: str = "",
    errors: dict[str, str] | None = None,
    refusal: str = "",
) -> Response:
    viewer = require_viewer(request)
    async with reading() as connection:
        review = await queries.one(connection, request.path_params["id"], viewer.id)
    if review is None or review.reviewee_id != viewer.id:
        raise NotFound
    return render(
        request,
        "reviews/answer.html",
        status,
        review=review,
        text=text,
        errors=errors or {},
        refusal=refusal,
        longest=answering.LONGEST,
    )


routes = [
    Route("/orders/{id:uuid}/review", form, methods=["GET"]),
    Route("/orders/{id:uuid}/review", write, methods=["POST"]),
    Route("/reviews/{id:uuid}/answer", answer_form, methods=["GET"]),
    Route("/reviews/{id:uuid}/answer", answer, methods=["POST"]),
    Route("/freelancers/{id:uuid}/reviews", of_freelancer),
    Route("/pro/{id:uuid}/reviews", of_pro),
    *visits.routes,
]
