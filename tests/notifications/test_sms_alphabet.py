"""A text message costs once where it can: it keeps to the alphabet of phones."""

from twiza.notifications.channels.sms.alphabet import fitted


def test_french_typography_gives_way_to_the_alphabet_of_phones():
    written = "Twiza\u00a0: votre code est 123456. Il n’est valable que «\u202f10 minutes\u202f»…"
    assert fitted(written) == 'Twiza : votre code est 123456. Il n\'est valable que " 10 minutes "...'


def test_marks_of_direction_go_from_latin_text():
    assert fitted("\u2068Hassan B.\u2069 a confirmé") == "Hassan B. a confirmé"


def test_what_needs_other_letters_stays_as_it_is_written():
    for text in ("رمزك\u00a0: 123456", "Forêt… d’à côté", "\u2068حسن\u2069 2"):
        assert fitted(text) == text
