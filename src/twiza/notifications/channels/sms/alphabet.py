"""The alphabet of text messages (GSM 03.38): a text that keeps to it holds 160 characters, any other only 70."""

_LETTERS = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
# Good typography for pages and letters; marks of direction, which Latin text does without.
_PLAINER = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "’": "'", "«": '"', "»": '"', "…": "...", "–": "-", "·": "-"}
    | dict.fromkeys("\u2066\u2067\u2068\u2069\u200e\u200f", "")
)


def fitted(text: str) -> str:
    """The text in that alphabet, when plainer punctuation is enough for it; otherwise as it is written."""
    plainer = text.translate(_PLAINER)
    return plainer if _LETTERS.issuperset(plainer) else text
