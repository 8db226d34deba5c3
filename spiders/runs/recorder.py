"""What one crawl writes into the archive: answers, and the entries of the journal in their order."""

from functools import partial
from http import HTTPStatus

from pipeline.model import Snapshot
from spiders.archive.exchange import Exchange
from spiders.archive.journal import Entry, Fetched, to_line
from spiders.archive.secrets import without_keys
from spiders.archive.syncing import Syncing
from spiders.archive.writer import ArchiveWriter
from spiders.runs.intake import Intake, understand
from spiders.runs.workplace import Workplace


class Recorder:
    """One series of WARC files. Every method raises `ArchiveError` if the archive cannot be written."""

    def __init__(self, workplace: Workplace, run_id: str, max_bytes: int, *, obeys_robots: bool) -> None:
        info = {
            "software": "ai-policy-tracker",
            "format": "WARC File Format 1.1",
            "isPartOf": run_id,
            "robots": "obeyed" if obeys_robots else "ignored",
        }
        self._workplace = workplace
        self._run_id = run_id
        self._max_bytes = max_bytes
        self._writer = ArchiveWriter(workplace.places.archive, run_id, info)
        self._syncing = Syncing(lambda: workplace.wait_for_disk(self._writer.sync))

    async def answer(self, exchange: Exchange, original: Snapshot | None, seconds: float) -> Intake:
        """Keep an answer. `original` is what a 304 confirms; `seconds`: see `understand`."""
        return await self._workplace.archive(self._answer, exchange, original, seconds)

    async def note(self, entry: Entry) -> int:
        """Journal an entry. Returns its number, for `on_disk`."""
        await self._workplace.archive(self._note, entry)
        return self._syncing.written()

    async def on_disk(self, entry: int) -> None:
        """Return once that entry is safe from a power cut."""
        await self._syncing.wait(entry)

    async def close(self, *, stored: bool) -> None:
        """End the file in use. `stored`: see `ArchiveWriter.close`."""
        await self._workplace.archive(partial(self._writer.close, stored=stored))

    def _answer(self, exchange: Exchange, original: Snapshot | None, seconds: float) -> Intake:
        """In the archive's thread."""
        exchange = without_keys(exchange, self._max_bytes)
        confirmed = original if exchange.status == HTTPStatus.NOT_MODIFIED else None
        place = self._writer.revisit(exchange, confirmed) if confirmed else self._writer.exchange(exchange)
        intake = understand(exchange, place, self._run_id, seconds, self._max_bytes, confirmed)
        self._note(Fetched(intake.fetch, intake.snapshot), place.record_id)
        return intake

    def _note(self, entry: Entry, about: str = "") -> None:
        """In the archive's thread."""
        self._writer.note(to_line(entry, self._workplace.next_order()), about)
