"""A lean crowd: thousands of open sockets and a steady stream of messages, in one small loop of one process.

It shares two cores with what it measures, so it does next to nothing: requests are bytes made beforehand, frames are
looked into but not parsed, and the kernel says when each of them arrived, however late we come to read it.
"""

import os
import select
import socket
import struct
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

_ARRIVED_AT = 35  # SO_TIMESTAMPNS; the socket module doesn't name it
_ANCILLARY = socket.CMSG_SPACE(16)
_PIPES = 32
_AT_ONCE = 50
_TEXT, _PING, _PONG, _MASKED, _LONGER = 0x81, 0x89, 0x8A, 0x80, 126
_ID, _LENGTH_OF_ID = b'"id":"', 36


@dataclass(frozen=True)
class Crowd:
    """Who sits before which process: senders by token and whom they write to, listeners by token."""

    sending_ports: Sequence[int]
    listening_port: int
    senders: Sequence[tuple[str, str]]
    listeners: Sequence[str]
    rate: int
    warm_up: float
    seconds: float


@dataclass
class Heard:
    """When each message was sent, answered and heard, in seconds of the clock on the wall."""

    sent: dict[str, float] = field(default_factory=dict[str, float])
    answered: dict[str, float] = field(default_factory=dict[str, float])
    arrived: dict[str, float] = field(default_factory=dict[str, float])
    twice: int = 0


def run(crowd: Crowd, pipe: Connection) -> None:
    """Open, say `ready`, talk as long as asked, and hand over what was noted."""
    chatter = _Chatter(crowd)
    chatter.open()
    pipe.send(("ready", os.getpid()))
    pipe.recv()
    chatter.talk(len(crowd.senders), crowd.rate)
    chatter.heard = Heard()
    chatter.talk(int(crowd.rate * crowd.warm_up), crowd.rate)
    chatter.heard = Heard()
    pipe.send("warm")
    pipe.recv()
    chatter.talk(int(crowd.rate * crowd.seconds), crowd.rate)
    pipe.send(chatter.heard)


class _Chatter:
    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.heard = Heard()
        self.poll = select.epoll()
        self.listening: dict[int, socket.socket] = {}
        self.pipes: dict[int, socket.socket] = {}
        self.free: deque[socket.socket] = deque()
        self.begun: dict[int, float] = {}
        self.number = 0
        self.requests = [_request(crowd.sending_ports[0], token, to) for token, to in crowd.senders]

    def open(self) -> None:
        """A few at a time, as people come."""
        waiting = list(self.crowd.listeners)
        while waiting:
            some, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
            opened = [_knock(self.crowd.listening_port, token) for token in some]
            for one in opened:
                _enter(one)
                one.setsockopt(socket.SOL_SOCKET, _ARRIVED_AT, 1)
                one.setblocking(False)
                self.listening[one.fileno()] = one
                self.poll.register(one.fileno(), select.EPOLLIN)
        ports = self.crowd.sending_ports
        for number in range(_PIPES):
            one = socket.create_connection(("127.0.0.1", ports[number % len(ports)]))
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.pipes[one.fileno()] = one
            self.free.append(one)
            self.poll.register(one.fileno(), select.EPOLLIN)

    def talk(self, messages: int, rate: int) -> None:
        """So many a second, whether or not those before have arrived: a slow answer must not slow the questions."""
        begun, said, kept_waiting = time.monotonic(), 0, False
        while said < messages:
            wait = begun + said / rate - time.monotonic()
            if wait <= 0 and self.free:
                # Who had to wait for a free connection has been waiting since the message was due.
                self._say(time.time() + (wait if kept_waiting else 0))
                said += 1
            kept_waiting = wait <= 0 and not self.free
            self._hear(max(0.0, wait) if self.free else 0.01)
        until = time.monotonic() + 3
        while time.monotonic() < until and (len(self.heard.arrived) < messages or len(self.free) < _PIPES):
            self._hear(0.1)

    def _say(self, due: float) -> None:
        pipe = self.free.popleft()
        head, tail = self.requests[self.number % len(self.requests)]
        self.begun[pipe.fileno()] = due
        pipe.send(head + b"%06d" % self.number + tail)
        self.number += 1

    def _hear(self, wait: float) -> None:
        for number, _ in self.poll.poll(wait):
            if number in self.pipes:
                self._answered(self.pipes[number])
            else:
                self._arrived(self.listening[number])

    def _answered(self, pipe: socket.socket) -> None:
        answer = pipe.recv(65536)
        now = time.time()
        if not answer.startswith(b"HTTP/1.1 201"):
            raise RuntimeError(f"A message was refused: {answer.decode()}")
        while not answer.endswith(b"}"):
            answer += pipe.recv(65536)
        key = answer.split(_ID, 1)[1][:_LENGTH_OF_ID].decode()
        self.heard.sent[key] = self.begun.pop(pipe.fileno())
        self.heard.answered[key] = now
        self.free.append(pipe)

    def _arrived(self, one: socket.socket) -> None:
        told, when, _, _ = one.recvmsg(65536, _ANCILLARY)
        seconds, nanoseconds = struct.unpack("qq", when[0][2]) if when else (0, 0)
        while told:
            kind, start, length = told[0], 2, told[1]
            if length == _LONGER:
                start, length = 4, int.from_bytes(told[2:4], "big")
            frame, told = told[start : start + length], told[start + length :]
            if kind == _PING:
                one.send(bytes((_PONG, _MASKED | len(frame), 0, 0, 0, 0)) + frame)
            elif kind != _TEXT:
                raise RuntimeError(f"A socket was closed: {frame!r}")
            elif _ID in frame:
                # Of all that is told, messages alone carry an `id`.
                key = frame.split(_ID, 1)[1][:_LENGTH_OF_ID].decode()
                self.heard.twice += key in self.heard.arrived
                self.heard.arrived[key] = seconds + nanoseconds / 1e9


def _request(port: int, token: str, to: str) -> tuple[bytes, bytes]:
    """All of a request but the number in its text, which is always of six digits."""
    body = f'{{"to":"{to}","text":"Message 000000"}}'
    head = (
        f"POST /api/v1/messages HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nauthorization: Bearer {token}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return (head + body[:-8]).encode(), body[-2:].encode()


def _knock(port: int, token: str) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port))
    one.sendall(
        f"GET /ws HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nauthorization: Bearer {token}\r\n"
        "connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    return one


def _enter(one: socket.socket) -> None:
    one.settimeout(20)
    told = b""
    while b"\r\n\r\n" not in told:
        told += one.recv(4096)
    if b" 101 " not in told.split(b"\r\n", 1)[0]:
        raise RuntimeError(told.decode())
