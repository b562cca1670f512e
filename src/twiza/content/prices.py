"""What the options for pros cost, in centimes, taxes included."""

PREMIUM = 350_00
PREMIUM_TWELVE_MONTHS = 300_00
PREMIUM_FIRST_MONTH_OFF = 50_00
BOOST = 200_00
BOOST_DAYS = 7
