"""Pros and visits for browsers, written straight into the database of a running site: their making has tests of its own."""

from tests.site import Site

_PRO = (
    "INSERT INTO pro_profile (account_id, city_id, whatsapp, call_out_fee, takes_urgent) "
    "SELECT $1, id, $2, 10000, true FROM city WHERE slug = 'casablanca' ON CONFLICT DO NOTHING"
)
_HAT = (
    "INSERT INTO hat (account_id, kind, city_id) SELECT $1, 'pro', id FROM city WHERE slug = 'casablanca' "
    "ON CONFLICT (account_id, kind) DO UPDATE SET city_id = EXCLUDED.city_id"
)
_SERVICE = (
    "INSERT INTO pro_service (pro_id, category_id, pricing_type, min_price, max_price) "
    "SELECT $1, id, 'RANGE', 15000, 40000 FROM category WHERE slug = 'plomberie' ON CONFLICT DO NOTHING"
)
# Open at every hour: the first bit is yesterday's first hour.
_CALENDAR = (
    "INSERT INTO pro_calendar (pro_id, base_hour, open, locked) "
    "VALUES ($1, floor(extract(epoch FROM now()) / 86400)::bigint * 24 - 24, "
    "repeat('1', 1488)::bit(1488), repeat('0', 1488)::bit(1488)) "
    "ON CONFLICT (pro_id) DO UPDATE SET open = EXCLUDED.open"
)
_PERSON = (
    "INSERT INTO account (first_name, last_name, email, email_verified_at, phone, phone_verified_at, "
    "password_hash, language, active_hat) SELECT $1, 'Alami', $2, now(), $3, now(), password_hash, 'fr', 'client' "
    "FROM account WHERE email = $4 RETURNING id"
)
_WORN = "INSERT INTO hat (account_id, kind) VALUES ($1, 'client')"
_LET_IN = (
    "UPDATE account SET email = coalesce(email, $2), email_verified_at = now(), "
    "password_hash = (SELECT password_hash FROM account WHERE email = $3) WHERE id = $1::uuid RETURNING email"
)
_REQUEST = (
    "INSERT INTO booking_request (client_id, city_id, category_id, starts_at, description, address) "
    "SELECT $1, city.id, category.id, $2, 'La chasse d’eau coule sans arrêt.', '12, rue Ibn Sina' "
    "FROM city, category WHERE city.slug = 'casablanca' AND category.slug = 'plomberie' RETURNING id"
)
_BOOKING = (
    "INSERT INTO booking (request_id, reference, status, client_id, pro_id, city_id, category_id, starts_at, "
    "ends_at, duration, expires_at, confirmed_at, completed_at, min_price, max_price) "
    "SELECT r.id, $2, $3::booking_status, r.client_id, $4, r.city_id, r.category_id, r.starts_at, "
    "r.starts_at + interval '1 hour', CASE WHEN $3 <> 'PENDING' THEN 'H1'::estimated_duration END, "
    "now() + interval '11 hours', CASE WHEN $3 <> 'PENDING' THEN now() END, "
    "CASE WHEN $3 = 'COMPLETED' THEN now() END, 15000, 40000 FROM booking_request r WHERE r.id = $1"
)
_AHEAD = "SELECT date_trunc('day', now()) + make_interval(hours => $1) AS at"


def client(site: Site, name: str, phone: str, like: str) -> str:
    """Somebody new who signs in with the password of `like`; answers their email."""
    email = f"{name.lower()}@example.ma"
    found = site.sql(_PERSON, name, email, phone, like)[0]["id"]
    site.sql(_WORN, found)
    return email


def another_pro(site: Site, name: str, phone: str, like: str) -> None:
    """The same, and can be booked at every hour."""
    email = f"{name.lower()}@example.ma"
    _open(site, site.sql(_PERSON, name, email, phone, like)[0]["id"], phone)


def let_in(site: Site, account_id: str, like: str) -> str:
    """Whoever this is may sign in with the password of `like`; answers their email."""
    return str(site.sql(_LET_IN, account_id, f"{account_id}@example.ma", like)[0]["email"])


def open_pro(site: Site, email: str) -> None:
    """This account as a plumber of Casablanca who can be booked at every hour."""
    row = site.sql("SELECT id, phone FROM account WHERE email = $1", email)[0]
    _open(site, row["id"], row["phone"] or "+212661200077")


def _open(site: Site, account_id: object, phone: str) -> None:
    site.sql(_HAT, account_id)
    site.sql(_PRO, account_id, phone)
    site.sql(_SERVICE, account_id)
    site.sql(_CALENDAR, account_id)
    site.sql("UPDATE account SET active_hat = 'pro' WHERE id = $1", account_id)


def visit(site: Site, client: str, pro: str, status: str, *, hours: int, reference: str) -> str:
    """One booking between two accounts, so many hours after this morning's midnight; answers its reference."""
    people = [site.sql("SELECT id FROM account WHERE email = $1", one)[0]["id"] for one in (client, pro)]
    at = site.sql(_AHEAD, hours)[0]["at"]
    request = site.sql(_REQUEST, people[0], at)[0]["id"]
    site.sql(_BOOKING, request, reference, status, people[1])
    return reference


def id_of(site: Site, email: str) -> str:
    return str(site.sql("SELECT id FROM account WHERE email = $1", email)[0]["id"])
