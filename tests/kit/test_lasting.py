"""How long recordings last, in the containers that phones and browsers write."""

import io
import struct
import wave
from collections.abc import Callable

import pytest

from twiza.kit.errors import Invalid
from twiza.kit.storage import kinds, lasting


def wav(seconds: int) -> bytes:
    """Silence as a WAV."""
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * seconds)
    return kept.getvalue()


def ogg(seconds: int) -> bytes:
    """The first and the last page of an Opus recording."""
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<II", 0, 0)
    return page(head, 0, 0, 2) + page(tags, 0, 1, 0) + page(b"\xf8\xff\xfe", seconds * 48_000, 2, 4)


def page(content: bytes, granule: int, number: int, flags: int) -> bytes:
    return (
        b"OggS"
        + struct.pack("<BBqIIIB", 0, flags, granule, 7, number, 0, 1)
        + bytes([len(content)])
        + content
    )


def webm(seconds: int) -> bytes:
    """What a browser records: nothing knows its length, each cluster says when it begins."""
    unknown = b"\x01" + b"\xff" * 7
    head = element("1a45dfa3", element("4282", b"webm"))
    info = element("1549a966", element("2ad7b1", (1_000_000).to_bytes(3)))
    clusters = b"".join(
        bytes.fromhex("1f43b675")
        + unknown
        + element("e7", (at * 1000).to_bytes(4))
        + element("a3", b"\x81" + struct.pack(">h", 990) + b"\x80sound")
        for at in range(seconds)
    )
    return head + bytes.fromhex("18538067") + unknown + info + clusters


def element(name: str, content: bytes) -> bytes:
    return bytes.fromhex(name) + bytes([0x80 | len(content)]) + content


@pytest.mark.parametrize(("make", "kind"), [(wav, kinds.WAV), (ogg, kinds.OGG), (webm, kinds.WEBM)])
def test_a_recording_says_how_long_it_lasts(make: Callable[[int], bytes], kind: kinds.Kind) -> None:
    assert lasting.seconds(make(90), kind) == pytest.approx(90, abs=0.1)
    assert kinds.recognise(make(3)) is kind
    lasting.check(make(120), kind, 120, "voice")
    with pytest.raises(Invalid) as refused:
        lasting.check(make(130), kind, 120, "voice")
    assert refused.value.fields == {"voice": lasting.TOO_LONG}


def test_one_that_does_not_say_it_is_judged_by_its_size() -> None:
    assert lasting.seconds(b"\x00" * 64_000, kinds.M4A) == pytest.approx(2)
    assert lasting.seconds(webm(0), kinds.WEBM) < 1
    assert lasting.seconds(webm(40)[:-3], kinds.WEBM) == pytest.approx(39.99, abs=1)


def test_nonsense_is_no_reason_to_fall() -> None:
    for junk in (
        b"",
        b"\x00",
        b"\x1a\x45\xdf\xa3",
        b"\x40",
        b"\x1a\x45\xdf\xa3\x01\xff\xff\xff\xff\xff\xff\xff\xa3",
    ):
        assert lasting.seconds(junk, kinds.WEBM) < 1
