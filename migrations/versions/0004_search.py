"""The index of gigs is kept by the database, in the transaction of whatever changes: nothing can forget it.

Revision: 0004, after 0003
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# The same steps as twiza.discovery.stemming; a test compares the two.
TEXT = """
CREATE FUNCTION search_text(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    replace(replace(replace(
        translate(fold(coalesce(said, '')), '٠١٢٣٤٥٦٧٨٩ڭگڤڥپچ', '0123456789ككففبج'),
        'c++', 'cplusplus'), 'c#', 'csharp'), '.net', ' dotnet'),
    '[^a-z0-9\u00df-\u024f\u0400-\u04ff\u0621-\u06d3\u2d30-\u2d6f]+', ' ', 'g'),
    '(?<![^ ])([وبفك]?ال|لل)(?=[\u0621-\u063a\u0641-\u064a]{3})', '', 'g'),
    '(?<=[\u0621-\u063a\u0641-\u064a]{3})(يات|يه|ات|ين|ون|ه|ي)(?![^ ])', '', 'g'),
    '(?<=[a-z]{3})[sx](?![^ ])', '', 'g'),
    '(?<=[a-z]{4})e(?![^ ])', '', 'g')
$$
"""

WORDS = """
CREATE FUNCTION search_words(title text, tags text[], description text, category text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT setweight(to_tsvector('simple', search_text(title)), 'A')
    || setweight(to_tsvector('simple', search_text(category)), 'B')
    || setweight(to_tsvector('simple', search_text(array_to_string(tags, ' '))), 'C')
    || setweight(to_tsvector('simple', search_text(left(description, 2000))), 'D')
$$
"""

# The same formula as twiza.discovery.ranking; a test compares the two.
STARS = """
CREATE FUNCTION gig_stars(rating_sum int, rating_count int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT round(1000 * (rating_sum + 4.3::float8 * 8) / (rating_count + 8.0::float8))::int
$$
"""
QUALITY = """
CREATE FUNCTION gig_quality(rating_sum int, rating_count int, orders int, fresh int, answers int) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT round(1000000 * (
    0.55::float8 * ((rating_sum + 4.3::float8 * 8) / (rating_count + 8.0::float8) - 1) / 4
    + 0.25::float8 * orders / (orders + 15.0::float8)
    + 0.12::float8 * fresh / 3
    + 0.08::float8 * answers / 100
))::int
$$
"""

FRESH = """
CREATE FUNCTION gig_fresh(published timestamptz) RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT CASE WHEN published > now() - interval '14 days' THEN 3
            WHEN published > now() - interval '30 days' THEN 2
            WHEN published > now() - interval '90 days' THEN 1
            ELSE 0 END
$$
"""

# What filters ask for, as words; see twiza.discovery.models.GigSearch.
SIGNS = """
CREATE FUNCTION gig_signs(
    top text, category text, city text, languages text[], price int, days int, rating_sum int, rating_count int,
    quality int
) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT array_remove(ARRAY['c:' || top, 'c:' || nullif(category, top), 'v:' || city,
                          'p:' || width_bucket(price - 1, ARRAY[20000, 50000, 100000, 250000])], NULL)
    || ARRAY(SELECT 'd:' || n FROM unnest(ARRAY[1, 3, 7, 14]) AS n WHERE days <= n)
    || ARRAY(SELECT 'l:' || code FROM unnest(languages) AS code)
    || ARRAY(SELECT 'r:' || n FROM unnest(ARRAY[40, 45, 48]) AS n
              WHERE rating_count > 0 AND rating_sum * 10 >= n * rating_count)
    || ARRAY(SELECT 'q:' || n FROM unnest(ARRAY[
            560000, 600000, 640000, 670000, 700000, 725000, 750000, 775000, 800000, 825000, 850000, 875000
        ]) WITH ORDINALITY AS tier (least, n) WHERE quality >= least)
$$
"""

OFFERS = """
CREATE VIEW gig_offer AS
SELECT told.*, gig_signs(
        told.top, told.category, told.city, told.languages, told.price, told.delivery_days,
        told.rating_sum, told.rating_count, told.quality) AS signs
  FROM (
    SELECT gig.id AS gig_id, gig.freelancer_id, coalesce(top.id, category.id) AS top_id, gig.category_id,
           coalesce(gig.published_at, gig.created_at) AS published_at, gig.price, gig.delivery_days,
           gig_stars(gig.rating_sum, gig.rating_count) AS stars,
           gig_quality(gig.rating_sum, gig.rating_count, gig.orders_count,
                       gig_fresh(coalesce(gig.published_at, gig.created_at)), coalesce(pace.answers, 50)) AS quality,
           gig_fresh(coalesce(gig.published_at, gig.created_at)) AS fresh,
           gig.rating_sum, gig.rating_count,
           coalesce(top.slug, category.slug) AS top, category.slug AS category, city.slug AS city,
           ARRAY(SELECT code FROM spoken_language WHERE account_id = gig.freelancer_id
                 UNION SELECT gig.language ORDER BY 1) AS languages,
           gig.title, gig.tags, gig.description,
           concat_ws(' ', category.name_fr, category.name_ar, category.name_en,
                     top.name_fr, top.name_ar, top.name_en) AS category_names
      FROM gig
      JOIN account ON account.id = gig.freelancer_id
      LEFT JOIN category ON category.id = gig.category_id
      LEFT JOIN category AS top ON top.id = category.parent_id
      LEFT JOIN hat ON hat.account_id = gig.freelancer_id AND hat.kind = 'freelancer'
      LEFT JOIN city ON city.id = hat.city_id
      LEFT JOIN seller_pace AS pace ON pace.account_id = gig.freelancer_id
     WHERE gig.status = 'published' AND gig.deactivated_at IS NULL
       AND account.status = 'ACTIVE' AND account.deleted_at IS NULL
  ) AS told
"""

# Whole: the words too. New words are added in one order, so that two publishers never wait for each other in a circle.
INDEX = """
CREATE FUNCTION index_gigs(wanted uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM gig_search WHERE gig_id = ANY (wanted)
       AND NOT EXISTS (SELECT FROM gig_offer WHERE gig_offer.gig_id = gig_search.gig_id);
    INSERT INTO gig_search AS kept (gig_id, freelancer_id, top_id, category_id, published_at, price, delivery_days,
                                    stars, quality, fresh, signs, words)
    SELECT gig_id, freelancer_id, top_id, category_id, published_at, price, delivery_days, stars, quality, fresh,
           signs, search_words(title, tags, description, category_names)
      FROM gig_offer WHERE gig_id = ANY (wanted) ORDER BY gig_id
        ON CONFLICT (gig_id) DO UPDATE SET
           (freelancer_id, top_id, category_id, published_at, price, delivery_days, stars, quality, fresh, signs, words)
         = (excluded.freelancer_id, excluded.top_id, excluded.category_id, excluded.published_at, excluded.price,
            excluded.delivery_days, excluded.stars, excluded.quality, excluded.fresh, excluded.signs, excluded.words);
    INSERT INTO search_word (word)
    SELECT DISTINCT word FROM gig_search, unnest(tsvector_to_array(words)) AS word
     WHERE gig_id = ANY (wanted) ORDER BY word
        ON CONFLICT DO NOTHING;
END
$$
"""

# Numbers and signs alone, as after a review: the text is not read again.
REFRESH = """
CREATE FUNCTION refresh_gigs(wanted uuid[]) RETURNS void LANGUAGE sql AS $$
UPDATE gig_search AS kept
   SET (price, delivery_days, stars, quality, fresh, signs)
     = (offer.price, offer.delivery_days, offer.stars, offer.quality, offer.fresh, offer.signs)
  FROM gig_offer AS offer
 WHERE offer.gig_id = kept.gig_id AND kept.gig_id = ANY (wanted)
   AND (kept.price, kept.delivery_days, kept.stars, kept.quality, kept.fresh, kept.signs)
       IS DISTINCT FROM (offer.price, offer.delivery_days, offer.stars, offer.quality, offer.fresh, offer.signs)
$$
"""

# name, table, when, what is done
TRIGGERS = (
    (
        "index_gig",
        "gig",
        "AFTER INSERT OR UPDATE OF status, deactivated_at, title, description, tags, category_id, language, published_at",
        "PERFORM index_gigs(ARRAY[NEW.id])",
    ),
    (
        "refresh_gig",
        "gig",
        "AFTER UPDATE OF price, delivery_days, rating_sum, rating_count, orders_count",
        "PERFORM refresh_gigs(ARRAY[NEW.id])",
    ),
    (
        "index_gigs_of_account",
        "account",
        "AFTER UPDATE OF status, deleted_at",
        "PERFORM index_gigs(ARRAY(SELECT id FROM gig WHERE freelancer_id = NEW.id))",
    ),
    (
        "refresh_gigs_of_hat",
        "hat",
        "AFTER INSERT OR UPDATE OF city_id",
        "PERFORM refresh_gigs(ARRAY(SELECT id FROM gig WHERE freelancer_id = NEW.account_id))",
    ),
    (
        "refresh_gigs_of_speaker",
        "spoken_language",
        "AFTER INSERT OR UPDATE OR DELETE",
        "PERFORM refresh_gigs(ARRAY(SELECT id FROM gig WHERE freelancer_id = coalesce(NEW.account_id, OLD.account_id)))",
    ),
    (
        "index_gigs_of_category",
        "category",
        "AFTER UPDATE OF slug, parent_id, name_fr, name_ar, name_en",
        "PERFORM index_gigs(ARRAY(SELECT gig.id FROM gig JOIN category ON category.id = gig.category_id "
        "WHERE NEW.id IN (category.id, category.parent_id)))",
    ),
)


def upgrade() -> None:
    for made in (TEXT, WORDS, STARS, QUALITY, FRESH, SIGNS, OFFERS, INDEX, REFRESH):
        op.execute(made)
    for name, table, when, does in TRIGGERS:
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; RETURN NULL; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    for name, table, _, _ in reversed(TRIGGERS):
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}")
    op.execute("DROP FUNCTION refresh_gigs")
    op.execute("DROP FUNCTION index_gigs")
    op.execute("DROP VIEW gig_offer")
    for function in ("gig_signs", "gig_fresh", "gig_quality", "gig_stars", "search_words", "search_text"):
        op.execute(f"DROP FUNCTION {function}")
