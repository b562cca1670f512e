"""The lists of pros are kept by the database, in the transaction of whatever changes: nothing can forget it.

Hours stay with the calendars. Rows are narrow and change seldom; the indexes that lists are walked by tell all filters.

Revision: 0007, after 0006
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0007"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# The same formula as twiza.discovery.pro_ranking; a test compares the two.
QUALITY = """
CREATE FUNCTION pro_quality(
    rating_sum int, rating_count int, asked int, answered int, minutes int, confirmed int, done int, called_off int
) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT round(1000000 * (
    0.50::float8 * ((rating_sum + 4.3::float8 * 8) / (rating_count + 8.0::float8) - 1) / 4
    + 0.15::float8 * (answered + 4) / (asked + 5.0::float8)
    + 0.10::float8 * (CASE WHEN minutes IS NULL THEN 0.5::float8 ELSE 1 - least(minutes, 720) / 720.0::float8 END)
    + 0.15::float8 * (done + 9) / (greatest(confirmed, done) + 10.0::float8)
    + 0.10::float8 * (1 - least(1, 3 * called_off / (confirmed + 5.0::float8)))
))::int
$$
"""

# The first free hour from `since` to before `until`; the leftmost bit is `base`, which is never later than `since`.
FREE_HOUR = """
CREATE FUNCTION free_hour(free bit, base bigint, since bigint, until bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT since - 1
       + nullif(position(B'1' IN substring(free FROM (since - base + 1)::int FOR greatest(until - since, 0)::int)), 0)
$$
"""

# The hours of the day (the first is the highest bit) at which something is open on any day; calendars begin at midnight.
DAY_HOURS = """
CREATE FUNCTION day_hours(open bit) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT coalesce(bit_or(substring(open FROM 24 * day + 1 FOR 24))::bit(24)::int, 0)
  FROM generate_series(0, length(open) / 24 - 1) AS day
$$
"""

OFFERS = """
CREATE VIEW pro_offer AS
SELECT told.pro_id, told.category_id, told.city_id, told.leads, told.boosted_until IS NOT NULL AS boosted,
       told.quality * 40::bigint / 1000000 + CASE WHEN told.premium_until IS NULL THEN 0 ELSE 100 END AS standing,
       told.quality, told.rating, told.price, told.verified, told.takes_urgent, told.notice, told.everywhere,
       told.day_hours, least(told.boosted_until, told.premium_until) AS changes_at
  FROM (
    SELECT service.pro_id, service.category_id, profile.city_id,
           NOT EXISTS (SELECT FROM pro_service AS other
                        WHERE other.pro_id = service.pro_id AND other.is_active
                          AND (other.created_at, other.id) < (service.created_at, service.id)) AS leads,
           CASE WHEN service.boosted_until > now() THEN service.boosted_until END AS boosted_until,
           CASE WHEN profile.premium_until > now() THEN profile.premium_until END AS premium_until,
           pro_quality(coalesce(hat.rating_sum, 0), coalesce(hat.rating_count, 0), coalesce(record.asked, 0),
                       coalesce(record.answered, 0), record.minutes, coalesce(record.confirmed, 0),
                       coalesce(record.done, 0), coalesce(record.called_off, 0)) AS quality,
           coalesce(hat.rating_sum * 100 / nullif(hat.rating_count, 0), 0)::int AS rating,
           coalesce(service.fixed_price, service.min_price) AS price,
           account.identity_verified_at IS NOT NULL AS verified, profile.takes_urgent,
           profile.min_notice_hours AS notice,
           NOT EXISTS (SELECT FROM pro_neighbourhood AS served
                        WHERE served.pro_id = service.pro_id) AS everywhere,
           coalesce(day_hours(calendar.open), 0) AS day_hours
      FROM pro_service AS service
      JOIN pro_profile AS profile ON profile.account_id = service.pro_id
      JOIN account ON account.id = service.pro_id
      LEFT JOIN hat ON hat.account_id = service.pro_id AND hat.kind = 'pro'
      LEFT JOIN pro_record AS record ON record.pro_id = service.pro_id
      LEFT JOIN pro_calendar AS calendar ON calendar.pro_id = service.pro_id
     WHERE service.is_active AND profile.paused_at IS NULL AND profile.suspended_at IS NULL
       AND (profile.hidden_until IS NULL OR profile.hidden_until <= now())
       AND account.status = 'ACTIVE' AND account.deleted_at IS NULL AND account.phone_verified_at IS NOT NULL
  ) AS told
"""

# Each column of a row but its key.
KEPT = "city_id, leads, boosted, standing, quality, rating, price, verified, takes_urgent, notice, everywhere, changes_at"
EXCLUDED = ", ".join(f"excluded.{name}" for name in KEPT.split(", "))
# Hours are never written here once a row is there: they follow the calendar, which another transaction may be changing.
LIST = f"""
CREATE FUNCTION list_pros(wanted uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM pro_listing AS kept WHERE kept.pro_id = ANY (wanted)
       AND NOT EXISTS (SELECT FROM pro_offer AS offer
                        WHERE offer.pro_id = kept.pro_id AND offer.category_id = kept.category_id);
    INSERT INTO pro_listing AS kept (pro_id, category_id, day_hours, {KEPT})
    SELECT pro_id, category_id, day_hours, {KEPT}
      FROM pro_offer WHERE pro_id = ANY (wanted) ORDER BY pro_id, category_id
        ON CONFLICT (pro_id, category_id) DO UPDATE SET ({KEPT}) = ({EXCLUDED})
      WHERE ({", ".join(f"kept.{name}" for name in KEPT.split(", "))}) IS DISTINCT FROM ({EXCLUDED});
END
$$
"""

# name, table, when, what is done
TRIGGERS = (
    (
        "list_pro",
        "pro_profile",
        "AFTER UPDATE OF city_id, min_notice_hours, takes_urgent, paused_at, hidden_until, suspended_at, premium_until",
        "PERFORM list_pros(ARRAY[NEW.account_id])",
    ),
    (
        "list_pro_of_service",
        "pro_service",
        "AFTER INSERT OR UPDATE OR DELETE",
        "PERFORM list_pros(ARRAY[coalesce(NEW.pro_id, OLD.pro_id)])",
    ),
    (
        "list_pro_of_neighbourhood",
        "pro_neighbourhood",
        "AFTER INSERT OR DELETE",
        "PERFORM list_pros(ARRAY[coalesce(NEW.pro_id, OLD.pro_id)])",
    ),
    (
        "list_pro_of_hat",
        "hat",
        "AFTER UPDATE OF rating_sum, rating_count",
        "IF NEW.kind = 'pro' THEN PERFORM list_pros(ARRAY[NEW.account_id]); END IF",
    ),
    (
        "follow_hours",
        "pro_calendar",
        "AFTER INSERT OR UPDATE OF open",
        "UPDATE pro_listing SET day_hours = day_hours(NEW.open) "
        "WHERE pro_id = NEW.pro_id AND day_hours <> day_hours(NEW.open)",
    ),
)


# What the first version of the table kept, and what indexes tell now.
WALKED = {
    "ix_pro_listing_trade": ("city_id, category_id, boosted, standing", ""),
    "ix_pro_listing_city": ("city_id, standing", "WHERE leads"),
    "ix_pro_listing_category": ("category_id, standing", ""),
    "ix_pro_listing_all": ("standing", "WHERE leads"),
}
BESIDES = "pro_id, category_id, rating, price, verified, takes_urgent, notice, day_hours, everywhere"
NARROW = """
ALTER TABLE pro_listing DROP COLUMN neighbourhoods, DROP COLUMN base_hour, DROP COLUMN free,
    ADD COLUMN everywhere boolean NOT NULL, ADD COLUMN day_hours int NOT NULL,
    RESET (fillfactor), SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01)
"""
WIDE = """
ALTER TABLE pro_listing DROP COLUMN everywhere, DROP COLUMN day_hours,
    ADD COLUMN neighbourhoods uuid[] NOT NULL, ADD COLUMN base_hour bigint NOT NULL, ADD COLUMN free bit(1488) NOT NULL,
    SET (fillfactor = 80), RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)
"""


def _index(name: str, *, walked: bool) -> None:
    columns, where = WALKED[name]
    told = columns.split(", ")
    besides = ", ".join(column for column in BESIDES.split(", ") if column not in told)
    op.execute(f"DROP INDEX IF EXISTS {name}")
    op.execute(
        f"CREATE INDEX {name} ON pro_listing ({columns}) {f'INCLUDE ({besides})' if walked else ''} {where}"
    )


def upgrade() -> None:
    op.execute("DELETE FROM pro_listing")
    op.execute(NARROW)
    for name in WALKED:
        _index(name, walked=True)
    for made in (QUALITY, FREE_HOUR, DAY_HOURS, OFFERS, LIST):
        op.execute(made)
    for name, table, when, does in TRIGGERS:
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; RETURN NULL; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    op.execute("SELECT list_pros(ARRAY(SELECT account_id FROM pro_profile))")


def downgrade() -> None:
    for name, table, _, _ in reversed(TRIGGERS):
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}")
    op.execute("DROP FUNCTION list_pros")
    op.execute("DROP VIEW pro_offer")
    op.execute("DROP FUNCTION day_hours")
    op.execute("DROP FUNCTION free_hour")
    op.execute("DROP FUNCTION pro_quality")
    op.execute("DELETE FROM pro_listing")
    op.execute(WIDE)
    for name in WALKED:
        _index(name, walked=False)
