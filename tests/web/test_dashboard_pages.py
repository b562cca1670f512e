"""The dashboard by hat: what waits first, the numbers right, empty states for newcomers, few statements."""

from datetime import timedelta

import httpx
from sqlalchemy import event

from tests.cast import Cast, sign_in
from tests.orders import telling
from tests.orders.telling import S
from twiza.gigs.models import GigDay
from twiza.kit import clock, db
from twiza.messaging import figures as talk
from twiza.messaging import sending
from twiza.orders import figures


async def put_on_stage(cast: Cast) -> None:
    """One finished and one running order of Amina's with Youssef, who was looked at five times today."""
    async with db.unit_of_work() as session:
        gig = await telling.publish(session, cast.youssef)
        done = await telling.place(session, gig, cast.amina)
        await telling.bring_to(session, done, S.COMPLETED)
        running = await telling.place(session, gig, cast.amina)
        await telling.bring_to(session, running, S.SUBMITTED, number="VIR deux")
        session.add(GigDay(gig_id=gig.id, day=clock.local(clock.now()).date(), views=5))


async def test_a_freelancer_sees_income_orders_and_views(client: httpx.AsyncClient, cast: Cast) -> None:
    await put_on_stage(cast)
    await sign_in(client, cast.youssef)
    page = (await client.get("/dashboard")).text
    assert "350\u00a0MAD" in page
    assert "Revenus par mois" in page
    assert "Amina B." in page
    assert 'role="img"' in page
    async with db.reading() as connection:
        sales = await figures.sales(connection, cast.youssef.id)
    assert (sales.active, sales.finished, sales.sold_lately) == (1, 1, 2)
    assert [month.income for month in sales.months] == [0, 0, 0, 0, 0, 35_000]


async def test_a_client_sees_what_waits_for_them_first(client: httpx.AsyncClient, cast: Cast) -> None:
    await put_on_stage(cast)
    await sign_in(client, cast.amina)
    page = (await client.get("/dashboard")).text
    assert "1 commande vous attend" in page
    assert "orders__mine" in page
    async with db.reading() as connection:
        bought = await figures.purchases(connection, cast.amina.id)
    assert (bought.active, bought.finished, bought.spent) == (1, 1, 35_000)


async def test_newcomers_are_told_where_to_begin(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    page = (await client.get("/ar/dashboard")).text
    assert "لا طلبات جارية" in page
    assert "لا مداخيل بعد" in page
    await sign_in(client, cast.karim)
    page = (await client.get("/dashboard")).text
    assert 'href="/gigs"' in page
    assert "Vous n’avez aucune commande en cours" in page or "Aucune" in page


async def test_income_belongs_to_the_month_in_which_an_order_ends(cast: Cast) -> None:
    await put_on_stage(cast)
    with clock.travel(timedelta(days=31)):
        async with db.reading() as connection:
            months = (await figures.sales(connection, cast.youssef.id)).months
    assert [month.income for month in months][-1] == 0
    assert sum(month.income for month in months) == 35_000


async def test_the_response_time_is_the_median_of_answers(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        await telling.publish(session, cast.youssef)
    for later, sender, other in (
        (0, cast.amina, cast.youssef),
        (5, cast.amina, cast.youssef),
        (10, cast.youssef, cast.amina),
        (20, cast.amina, cast.youssef),
        (50, cast.youssef, cast.amina),
    ):
        with clock.travel(timedelta(minutes=later)):
            async with db.unit_of_work() as session:
                await sending.send(session, other.id, by=sender.id, text="…")
    async with db.reading() as connection:
        theirs = await talk.response_time(connection, cast.youssef.id)
        unknown = await talk.response_time(connection, cast.karim.id)
    assert theirs is not None
    assert abs(theirs - timedelta(minutes=20)) < timedelta(seconds=30)
    assert unknown is None


async def test_the_page_asks_little(client: httpx.AsyncClient, cast: Cast) -> None:
    await put_on_stage(cast)
    await sign_in(client, cast.youssef)
    await client.get("/dashboard")
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine().sync_engine, "before_cursor_execute", note)
    try:
        await client.get("/dashboard")
    finally:
        event.remove(db.engine().sync_engine, "before_cursor_execute", note)
    assert len(asked) <= 18, asked


async def test_administrators_see_orders_disputes_and_gigs(client: httpx.AsyncClient, cast: Cast) -> None:
    await put_on_stage(cast)
    async with db.reading() as connection:
        counts = await figures.counts(connection)
    assert (counts.lately, counts.disputes) == (2, 0)
    assert counts.by_status[S.COMPLETED] == counts.by_status[S.SUBMITTED] == 1
