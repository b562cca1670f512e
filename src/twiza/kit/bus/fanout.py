"""Who in this process wants to hear what."""

from collections import defaultdict
from collections.abc import Callable, Mapping

import structlog

Payload = Mapping[str, object]
Receiver = Callable[[Payload], None]

log = structlog.get_logger()
# Told to everybody after messages may have been missed.
RESYNC: Payload = {"type": "resync"}


class Fanout:
    """Hands each message to the receivers of its topic; receivers must not wait."""

    def __init__(self) -> None:
        self._receivers: dict[str, set[Receiver]] = defaultdict(set)

    def subscribe(self, topic: str, receive: Receiver) -> Callable[[], None]:
        """Hear a topic until the returned function is called."""
        self._receivers[topic].add(receive)

        def leave() -> None:
            self._receivers[topic].discard(receive)
            if not self._receivers[topic]:
                del self._receivers[topic]

        return leave

    def deliver(self, topic: str, payload: Payload) -> None:
        for receive in tuple(self._receivers.get(topic, ())):
            try:
                receive(payload)
            except Exception:
                log.exception("a receiver failed", topic=topic.partition(":")[0])

    def resync(self) -> None:
        """Tell every receiver to read again what it shows."""
        for topic in tuple(self._receivers):
            self.deliver(topic, RESYNC)
