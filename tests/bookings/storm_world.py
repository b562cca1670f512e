"""Prepares a storm in the database of the settings and prints it: who may press what, and with which pass.

Run as a program of its own, since a process speaks to one database: `python -m tests.bookings.storm_world 3`.
"""

import asyncio
import json
import sys

from tests.bookings import telling
from twiza.accounts import tokens
from twiza.bookings.models import Booking
from twiza.kit import clock, db
from twiza.kit.db import unit_of_work
from twiza.profiles import seeds

PROS, CLIENTS = 6, 12


async def main(storms: int) -> None:
    """Of each storm a list of bookings, each with the pass of its pro: every client has asked three of six pros."""
    async with unit_of_work() as session:
        await seeds.seed(session)
        pros = await telling.people(session, PROS)
        await telling.open_all(session, *pros)
        clients = await telling.people(session, storms * CLIENTS, first=PROS)
        for client in clients:
            client.email, client.email_verified_at = f"{client.first_name}@example.ma", clock.now()
    passes = {pro.id: (await tokens.begin(pro.id, keep=False))[1].access for pro in pros}
    told: list[list[tuple[str, str]]] = []
    for storm in range(storms):
        async with unit_of_work() as session:
            made: list[Booking] = []
            for place, client in enumerate(clients[storm * CLIENTS :][:CLIENTS]):
                asked = [pros[(place + n) % PROS] for n in range(3)]
                # Three clients an hour, and every second hour: whoever takes two takes nobody else's.
                at = telling.at(6 + place // 3 * 2, days=2 + storm)
                made += await telling.ask(session, client, asked, at)
        told.append([(str(booking.id), passes[booking.pro_id]) for booking in made])
    await db.dispose()
    print(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
