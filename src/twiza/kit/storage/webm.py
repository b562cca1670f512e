"""How long a WebM lasts: browsers write it while they record, so the length is that of its last piece."""

import struct

_SEGMENT, _INFO, _CLUSTER, _GROUP = 0x18538067, 0x1549A966, 0x1F43B675, 0xA0
_SCALE, _DURATION, _BEGINS, _BLOCK, _SIMPLE_BLOCK = 0x2AD7B1, 0x4489, 0xE7, 0xA1, 0xA3
_OPENED = {_SEGMENT, _INFO, _CLUSTER, _GROUP}
_NANOSECONDS = 1_000_000_000


def seconds(content: bytes) -> float | None:
    """What it says of itself, or the moment of its last sound; None when it holds none."""
    scale, begins, last = 1_000_000, 0, 0.0
    at = 0
    try:
        while at < len(content):
            name, at = _number(content, at, is_name=True)
            size, at = _number(content, at)
            if name in _OPENED:
                # What is inside comes next; while recording nobody knew how much that would be.
                continue
            body, at = content[at : at + size], at + size
            if name == _SCALE:
                scale = int.from_bytes(body)
            elif name == _BEGINS:
                begins = int.from_bytes(body)
            elif name == _DURATION:
                last = max(last, struct.unpack(">f" if size == 4 else ">d", body)[0])
            elif name in {_BLOCK, _SIMPLE_BLOCK}:
                _track, after = _number(body, 0)
                last = max(last, begins + struct.unpack_from(">h", body, after)[0])
    except (IndexError, struct.error):
        # What ends in the middle of a piece has lasted until there.
        pass
    return last * scale / _NANOSECONDS or None


def _number(content: bytes, at: int, *, is_name: bool = False) -> tuple[int, int]:
    """The leading zeros of the first byte tell how many bytes follow; names keep that mark. Answers what comes after."""
    first = content[at]
    if first == 0:
        raise IndexError
    length = 9 - first.bit_length()
    number = int.from_bytes(content[at : at + length])
    return (number if is_name else number & ((1 << 7 * length) - 1)), at + length
