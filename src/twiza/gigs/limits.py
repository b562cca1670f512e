"""How long, how many, how dear: the measures of a gig, and the sentences that name them."""

from twiza.kit.i18n import N_, number
from twiza.kit.money import dirhams

TITLE = (10, 80)
DESCRIPTION = (80, 5_000)
PACKAGE_TITLE = 60
PACKAGE_CONTENTS = 600
QUESTION = 300
ANSWER = 1_000
TAG = 30
MOST_TAGS = 8
MOST_PICTURES = 6
MOST_FAQ = 10
MOST_QUESTIONS = 10
MOST_GIGS = 50
PRICE = (dirhams(10), dirhams(100_000))
MOST_DAYS = 365
MOST_REVISIONS = 99

MISSING = N_("Fill this in.")
TITLE_LENGTH = N_("Use {title_least} to {title_most} characters.")
PHONE_IN_TITLE = N_("Leave phone numbers out of the title: people write to you here.")
DESCRIPTION_LENGTH = N_("Use {description_least} to {description_most} characters.")
CATEGORY_MISSING = N_("Choose a category of the list.")
LANGUAGE_MISSING = N_("Choose French, Arabic or English.")
TOO_MANY_TAGS = N_("Use at most {tags_most} keywords of {tag_most} characters each.")
PACKAGE_TITLE_LENGTH = N_("Use at most {package_title_most} characters for the title of a package.")
CONTENTS_LENGTH = N_("Use at most {contents_most} characters to say what is in it.")
NOT_AN_AMOUNT = N_("Enter an amount such as 350 or 1 234,50.")
PRICE_RANGE = N_("Enter a price from {price_least} to {price_most} dirhams.")
PRICE_ORDER = N_("A larger package can’t cost less than the one before it.")
DAYS_RANGE = N_("Enter a whole number of days, from 1 to {days_most}.")
REVISIONS_RANGE = N_("Enter a whole number from 0 to {revisions_most}, or nothing when there is no limit.")
TOO_MANY_PICTURES = N_("A gig has at most {pictures_most} pictures.")
QUESTION_LENGTH = N_("Use at most {question_most} characters for a question.")
ANSWER_LENGTH = N_("Use at most {answer_most} characters for an answer.")
ANSWER_MISSING = N_("Answer the question, or take it away.")
QUESTION_MISSING = N_("Write the question, or take the answer away.")
TOO_MANY = N_("Give at most {entries_most}.")


def named() -> dict[str, str | int]:
    """The measures by the names that the sentences use."""
    return {
        "title_least": TITLE[0],
        "title_most": TITLE[1],
        "description_least": DESCRIPTION[0],
        "description_most": number(DESCRIPTION[1]),
        "tags_most": MOST_TAGS,
        "tag_most": TAG,
        "package_title_most": PACKAGE_TITLE,
        "contents_most": PACKAGE_CONTENTS,
        "price_least": number(PRICE[0] // 100),
        "price_most": number(PRICE[1] // 100),
        "days_most": MOST_DAYS,
        "revisions_most": MOST_REVISIONS,
        "pictures_most": MOST_PICTURES,
        "question_most": QUESTION,
        "answer_most": number(ANSWER),
        "entries_most": MOST_FAQ,
    }
