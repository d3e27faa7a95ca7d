"""Making the journal short again while saves go on."""

from collections.abc import Callable, Iterator
from itertools import chain, islice
from threading import Event, RLock, Thread

from fieldapp.store.changes import Change
from fieldapp.store.durable_file import DiskFull, NotSaved, SaveUnconfirmed
from fieldapp.store.envelope_entries import change_of, noted
from fieldapp.store.envelope_log import EnvelopeLog
from fieldapp.store.generations import Generations
from fieldapp.store.tables import Tables, changes_of

WORTH_IT_BYTES = 4 << 20
# Between two pieces of the snapshot whoever saves gets the interpreter to itself.
_PAUSE_SECONDS = 0.001
_WRITTEN_TOGETHER = 32


class _GivenUp(Exception):
    """The store is being closed: the next opening has both journals and begins again."""


class Compaction:
    """The journal goes on in a new file; all that came before is written as a snapshot beside it."""

    def __init__(self, generations: Generations, tables: Tables, changing: RLock, envelopes: EnvelopeLog) -> None:
        """`changing`: held by whoever appends."""
        self._envelopes = envelopes
        self._generations = generations
        self._tables = tables
        self._changing = changing
        self._stopping = Event()
        self._thread: Thread | None = None
        self._not_before_bytes = 0

    def begin_when_worth_it(self) -> None:
        """Called after each save; costs it nothing."""
        files = self._generations
        threshold = max(WORTH_IT_BYTES, files.snapshot_bytes, self._not_before_bytes)
        if files.journal_bytes > threshold and not self.is_running:
            self._thread = Thread(target=self._unattended, name="compaction", daemon=True)
            self._thread.start()

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def run(self, between: Callable[[], None] = lambda: None) -> None:
        """Raises DiskFull, NotSaved or SaveUnconfirmed; nothing saved is lost then."""
        files = self._generations
        with self._changing:
            base, view, generation = files.switch(), self._tables.view(), files.generation
        carried = self.carried(generation, between)
        files.write_snapshot(generation, base, chain(changes_of(view), carried), between)
        with self._changing:
            files.drop_older()

    def carried(self, generation: int, between: Callable[[], None] = lambda: None) -> Iterator[Change]:
        """The envelopes that wait, for the next snapshot, once the log is sure of all that the older files carry.

        Raises DiskFull, NotSaved or SaveUnconfirmed.
        """
        files, log = self._generations, self._envelopes
        self._write_again(files.envelopes_in_journals(generation), between)
        if any(log.item(id_) is None for id_ in log.ids(waiting=True)):
            self._write_again(files.envelopes_in_snapshot(), between)
        log.settle()
        return (change_of(item) for id_ in log.ids(waiting=True) if (item := log.item(id_)))

    def _write_again(self, envelopes: Iterator[Change], between: Callable[[], None]) -> None:
        while some := list(islice(envelopes, _WRITTEN_TOGETHER)):
            self._envelopes.write_again(map(noted, some))
            between()

    def finish(self) -> None:
        """Waits for the one that is running."""
        if self._thread:
            self._thread.join()

    def give_up(self) -> None:
        self._stopping.set()
        self.finish()

    def _unattended(self) -> None:
        try:
            self.run(self._make_way)
        except (DiskFull, NotSaved, SaveUnconfirmed):
            # Every save is in the journals; it is tried again when there is twice as much.
            self._not_before_bytes = 2 * self._generations.journal_bytes
        except _GivenUp:
            return

    def _make_way(self) -> None:
        if self._stopping.wait(_PAUSE_SECONDS):
            raise _GivenUp
