"""What one crawl writes into the archive, and in which order."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import archived

from pipeline.model import Problem
from spiders.archive.journal import Fetched, Noticed, from_fields
from spiders.archive.reader import journal, read_body
from spiders.archive.writer import OPEN
from spiders.runs.recorder import Recorder
from spiders.runs.workplace import Places

KEY = (("X-Api-Key", "s3cret"), ("Accept", "*/*"))


class Here:
    """In place of the workplace: works at once."""

    def __init__(self, folder: Path) -> None:
        self.places = Places(folder / "policy.db", folder)
        self.synced = 0
        self._orders = 0

    def next_order(self) -> str:
        self._orders += 1
        return f"x/{self._orders}"

    async def archive(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return work(*arguments)

    async def wait_for_disk(self, sync: Callable[[], None]) -> None:
        sync()
        self.synced += 1


def test_answers_and_notes_are_archived_in_their_order_and_without_keys(tmp_path: Path) -> None:
    here = Here(tmp_path)
    old = archived.snapshot(archived.EXCHANGE, archived.Place("urn:uuid:0", "old.warc.gz", 0))
    problem = Noticed(Problem("run", "test", "network", "no answer"))

    async def main() -> Any:
        recorder = Recorder(here, archived.SERIES, 1 << 20, obeys_robots=True)  # type: ignore[arg-type]
        first = await recorder.answer(replace(archived.EXCHANGE, request_headers=KEY, body=b"s3cret"), old, 0.5)
        noted = await recorder.note(problem)
        same = await recorder.answer(replace(archived.EXCHANGE, status=304, body=b""), old, 0.5)
        alone = await recorder.answer(replace(archived.EXCHANGE, status=304, body=b""), None, 0.5)
        await recorder.on_disk(noted)
        await recorder.close(stored=False)
        return first, same, alone

    first, same, alone = asyncio.run(main())
    (path,) = tmp_path.glob("*.warc.gz")
    assert (here.synced, path.with_name(path.name + OPEN).exists()) == (1, True)
    entries = [from_fields(line.fields) for line in journal(tmp_path)]
    assert entries == [
        Fetched(first.fetch, first.snapshot),
        problem,
        Fetched(same.fetch, None),
        Fetched(alone.fetch, alone.snapshot),
    ]
    assert (same.fetch.snapshot_id, first.fetch.seconds) == ("urn:uuid:0", 0.5)
    assert read_body(tmp_path, first.snapshot) == b"REDACTED"
    found = archived.records(path)
    note = ["metadata"]
    answer = ["response", "request", *note]
    assert [kind for kind, *_ in found] == ["warcinfo", *answer, *note, "revisit", "request", *note, *answer]
    about = [headers.get("WARC-Concurrent-To") for kind, headers, *_ in found if kind == "metadata"]
    assert about[:2] == [f"<{first.fetch.snapshot_id}>", None]
    information = found[0][3].decode().split("\r\n")
    assert {"isPartOf: 20261120T214500Z-test", "robots: obeyed", "software: ai-policy-tracker"} < set(information)
    assert b"s3cret" not in b"".join(body for *_, body in found)


def test_an_archive_does_not_say_that_rules_were_obeyed_that_were_not_read(tmp_path: Path) -> None:
    async def main() -> None:
        recorder = Recorder(Here(tmp_path), "a", 1 << 20, obeys_robots=False)  # type: ignore[arg-type]
        await recorder.note(Noticed(Problem("run", "test", "network", "no answer")))
        await recorder.close(stored=True)

    asyncio.run(main())
    (path,) = tmp_path.glob("*.warc.gz")
    assert b"robots: ignored\r\n" in archived.records(path)[0][3]
