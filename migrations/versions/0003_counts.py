"""Ratings and counts are kept by the database, so that no path of the program can forget them.

Revision: 0003, after 0002
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# A review counts while its row says so: what it brought is taken back when it changes or goes. The hat comes before
# the gig, as for whoever moves or leaves: from a hat to its gigs, from a gig to its place in the index, never back.
RATINGS = """
CREATE FUNCTION keep_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.counted THEN
        UPDATE hat SET rating_sum = rating_sum - OLD.rating, rating_count = rating_count - 1
         WHERE account_id = OLD.reviewee_id AND kind = OLD.reviewee_hat;
        UPDATE gig SET rating_sum = rating_sum - OLD.rating, rating_count = rating_count - 1 WHERE id = OLD.gig_id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.counted THEN
        UPDATE hat SET rating_sum = rating_sum + NEW.rating, rating_count = rating_count + 1
         WHERE account_id = NEW.reviewee_id AND kind = NEW.reviewee_hat;
        UPDATE gig SET rating_sum = rating_sum + NEW.rating, rating_count = rating_count + 1 WHERE id = NEW.gig_id;
    END IF;
    RETURN NULL;
END
$$
"""

# A gig's orders are those that were paid for; a hat's, those that were finished.
ORDERS = """
CREATE FUNCTION keep_order_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'PAYMENT_CONFIRMED' AND OLD.status <> 'PAYMENT_CONFIRMED' THEN
        UPDATE gig SET orders_count = orders_count + 1 WHERE id = NEW.gig_id;
    END IF;
    IF NEW.status = 'COMPLETED' AND OLD.status <> 'COMPLETED' THEN
        UPDATE hat SET completed = completed + 1 WHERE account_id = NEW.freelancer_id AND kind = 'freelancer';
    END IF;
    RETURN NULL;
END
$$
"""


def upgrade() -> None:
    op.execute(RATINGS)
    op.execute(
        "CREATE TRIGGER keep_ratings AFTER INSERT OR DELETE OR UPDATE OF counted, rating, gig_id ON review "
        "FOR EACH ROW EXECUTE FUNCTION keep_ratings()"
    )
    op.execute(ORDERS)
    op.execute(
        'CREATE TRIGGER keep_order_counts AFTER UPDATE OF status ON "order" '
        "FOR EACH ROW EXECUTE FUNCTION keep_order_counts()"
    )


def downgrade() -> None:
    op.execute('DROP TRIGGER keep_order_counts ON "order"')
    op.execute("DROP FUNCTION keep_order_counts")
    op.execute("DROP TRIGGER keep_ratings ON review")
    op.execute("DROP FUNCTION keep_ratings")
