"""The mailing itself: one message after the other, each marked in the journal before and after."""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from fiche_builder.common.errors import FicheError, MailStoppedError
from fiche_builder.common.i18n import _
from fiche_builder.mail.transport import Connection, ConnectionLostError, DeliveryReport, Outcome
from fiche_builder.publish.journal import Delivery, Journal, State

_STATES = {
    Outcome.SENT: State.SENT,
    Outcome.REFUSED: State.REFUSED,
    Outcome.DEFERRED: State.DEFERRED,
    Outcome.LOST: State.DEFERRED,
    Outcome.UNCERTAIN: State.UNCERTAIN,
}
_LOSSES = 3
"""After this many lost connections in a row, it is better to wait."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast and how patient a mailing is.

    It has the most messages a minute, and the seconds to wait before the second, third … round of failed messages.
    """

    per_minute: int = 20
    pauses: tuple[float, ...] = (30.0, 60.0, 120.0)

    @property
    def interval(self) -> float:
        """The seconds from one message to the next."""
        return 60 / self.per_minute


@dataclass(frozen=True, slots=True)
class SendObserver:
    """Told about the progress of a mailing. By default, it does nothing."""

    done: Callable[[Delivery, State, str], None] = lambda _delivery, _state, _reply: None
    waits: Callable[[float, str], None] = lambda _seconds, _reason: None


@dataclass(slots=True)
class Mailing:
    """One run of a mailing. `stop` ends it between two messages, and may be called from another thread or a signal."""

    journal: Journal
    connect: Callable[[], AbstractContextManager[Connection]]
    sender: str
    write: Callable[[Delivery], bytes]
    """Makes the message of a delivery."""
    pace: Pace = field(default_factory=Pace)
    observer: SendObserver = field(default_factory=SendObserver)
    stop: threading.Event = field(default_factory=threading.Event)
    _begun: bool = False
    _next: float = 0.0
    _last_reply: str = ""
    _uncertain: int = 0

    def run(self, deliveries: Iterable[Delivery]) -> None:
        """Send the deliveries.

        What does not get through is tried again in later rounds, and stays `deferred` in the end. Raise a `FicheError`
        if nothing can be sent at all, and `MailStoppedError` if that happens half-way.
        """
        try:
            waiting = self._round(list(deliveries))
            for pause in self.pace.pauses:
                if not waiting or self.stop.is_set():
                    return
                self.observer.waits(pause, self._last_reply)
                if self.stop.wait(pause):
                    return
                waiting = self._round(waiting)
        except FicheError as error:
            if self._begun:
                raise MailStoppedError(error.message, error.hint) from None
            raise

    def _round(self, deliveries: list[Delivery]) -> list[Delivery]:
        """Try each delivery once, over as few connections as possible. Return those that did not get through."""
        left: list[Delivery] = []
        losses = 0
        while deliveries and losses < _LOSSES and not self.stop.is_set():
            try:
                with self.connect() as connection:
                    while deliveries and not self.stop.is_set():
                        self._keep_pace()
                        if self.stop.is_set():
                            break
                        delivery = deliveries.pop(0)
                        report = self._send(connection, delivery)
                        if report.outcome in {Outcome.DEFERRED, Outcome.LOST}:
                            left.append(delivery)
                        losses = losses + 1 if report.outcome is Outcome.LOST else 0
                        if report.outcome in {Outcome.LOST, Outcome.UNCERTAIN}:
                            break
            except ConnectionLostError as error:
                if not self._begun:
                    raise
                self._last_reply = error.message
                break
        return [*left, *deliveries]

    def _send(self, connection: Connection, delivery: Delivery) -> DeliveryReport:
        content = self.write(delivery)
        self.journal.mark(delivery, State.SENDING)
        try:
            report = connection.send(self.sender, delivery.address, content)
        except FicheError as error:
            # The server accepts nothing from us, so this recipient got nothing more than before.
            self.journal.mark(delivery, delivery.state, error.message)
            raise
        self._begun = True
        if report.outcome in {Outcome.DEFERRED, Outcome.LOST}:
            self._last_reply = report.reply
        state = _STATES[report.outcome]
        self.journal.mark(delivery, state, report.reply)
        self.observer.done(delivery, state, report.reply)
        if report.outcome is Outcome.UNCERTAIN:
            self._uncertain += 1
            if self._uncertain >= _LOSSES:
                raise MailStoppedError(
                    _("The mail server hangs up without an answer, again and again: %(reply)s.")
                    % {"reply": report.reply},
                    _("Ask whoever runs it whether these messages arrived, before you go on with: fiche send --resume"),
                )
        return report

    def _keep_pace(self) -> None:
        """Wait until the next message may be sent."""
        now = time.monotonic()
        if now < self._next:
            self.stop.wait(self._next - now)
        self._next = max(now, self._next) + self.pace.interval
