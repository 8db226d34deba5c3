"""Reading processes: a document that hangs, kills or crashes costs itself and nothing else."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from loopback_site import notice
from lxml.etree import XPathEvalError
from processes import reading_processes
from scrapy.settings import Settings

from pipeline.errors import DocumentError, HostileDocument, RuleError, UnknownFormat, UsageError
from pipeline.model import Capture, Document, Part, Snapshot
from pipeline.tagging import Rules, load_rules
from spiders.workers import reading, reading_process
from spiders.workers.program import start
from spiders.workers.reading import Crash, Limits, Readers, limits


def capture(body: bytes = notice(), name: str = "fr:1") -> Capture:
    snapshot = Snapshot("urn:uuid:1", "https://x.gov/1.xml", "", 200, "text/xml", "", len(body), "f", 0)
    document = Document(name, "s", "t", "notice", "US", "p", "https://x.gov/")
    return Capture(document, "en", (Part(snapshot, body), Part(snapshot, b"%PDF", role="rendition")))


def readers(seconds: float = 60, memory_bytes: int = 2 << 30) -> Readers:
    return Readers(1, Limits(seconds, memory_bytes))


@pytest.fixture(scope="module")
def reader() -> Iterator[Readers]:
    """One for all: its process takes half a second to start, and goes on after everything that happens to it here."""
    with closing(readers()) as made:
        yield made


def child_of(reader: Readers) -> int:
    """Process id of the only reading process."""
    return reading_processes()[0]


def test_a_capture_is_read(reader: Readers) -> None:
    read = reader.read(capture())
    assert read.document_id == "fr:1"
    assert {annotation.tag for annotation in read.annotations} >= {"weights"}


def test_an_error_of_a_document_comes_through(reader: Readers) -> None:
    with pytest.raises(UnknownFormat):
        reader.read(capture(b"\x00\x01"))
    assert reader.read(capture()).document_id == "fr:1"


def test_a_bug_is_told_in_a_line_and_with_its_traceback(reader: Readers) -> None:
    with pytest.raises(Crash, match=r"^fr:1: a bug of the tracker, report it with the log: \w+Error: .*\nTraceback"):
        reader.read(capture("not bytes"))  # type: ignore[arg-type]
    assert reader.read(capture()).document_id == "fr:1"


def test_a_document_that_takes_too_long_is_stopped() -> None:
    with closing(readers(seconds=0.01)) as reader, pytest.raises(HostileDocument, match=r"not read within 0.01 s"):
        reader.read(capture(notice("word " * 500_000)))


def test_a_document_that_takes_too_much_memory_is_stopped() -> None:
    with closing(readers(memory_bytes=600 << 20)) as reader:
        with pytest.raises(DocumentError):
            reader.read(capture(b"<NOTICE>" + b"<P>x</P>" * 8_000_000 + b"</NOTICE>"))
        assert reader.read(capture(name="fr:2")).document_id == "fr:2"


def test_a_limit_that_lets_no_process_start_is_named() -> None:
    others = reading_processes()
    with closing(readers(memory_bytes=1 << 20)) as reader:
        for _ in range(2):
            with pytest.raises(HostileDocument, match=r"process died .*raise POLICY_READ_MEMORY_MB"):
                reader.read(capture())
        assert reading_processes() == others


@pytest.mark.parametrize("lack", [MemoryError(), RecursionError(), XPathEvalError("Memory allocation failed")])
def test_a_document_that_leaves_no_memory_to_finish_is_hostile(
    monkeypatch: pytest.MonkeyPatch, lack: Exception
) -> None:
    def give_up(*_: object) -> None:
        raise lack

    monkeypatch.setattr(reading_process, "read", give_up)
    answered = reading_process.answer(capture(), load_rules())
    assert isinstance(answered, HostileDocument)
    assert str(answered).startswith(f"fr:1: {type(lack).__name__} while reading it")


def test_a_process_that_dies_costs_one_document(reader: Readers) -> None:
    reader.read(capture())
    os.kill(child_of(reader), signal.SIGSEGV)
    with pytest.raises(HostileDocument, match=r"fr:1 .*died \(SIGSEGV\)"):
        reader.read(capture())
    assert reader.read(capture(name="fr:2")).document_id == "fr:2"


def test_a_document_whose_process_was_killed_is_read_once_more(reader: Readers) -> None:
    """Else a rebuild would have a text that the crawl refused, and `verify` would miss it."""
    reader.read(capture())
    os.kill(child_of(reader), signal.SIGKILL)
    assert reader.read(capture()).document_id == "fr:1"


def test_a_document_whose_process_is_killed_each_time_is_hostile() -> None:
    """Of what takes all memory of the machine."""
    killed = []

    def kill_soon(worker: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        os.kill(worker.pid, signal.SIGKILL)
        killed.append(worker)
        return worker

    with pytest.MonkeyPatch.context() as patch, closing(readers()) as reader:
        patch.setattr(reading, "start", lambda *words, **named: kill_soon(start(*words, **named)))
        with pytest.raises(HostileDocument, match=r"fr:1 .*died \(SIGKILL\)"):
            reader.read(capture())
    assert len(killed) == 2


def test_a_stop_signal_to_the_whole_group_does_not_kill_a_reading(reader: Readers) -> None:
    reader.read(capture())
    for name in (signal.SIGINT, signal.SIGTERM):
        os.kill(child_of(reader), name)
    time.sleep(0.1)
    assert reader.read(capture()).document_id == "fr:1"


def test_a_second_process_starts_only_where_one_does_not_keep_up() -> None:
    before = len(reading_processes())
    with closing(Readers(2, Limits(60, 2 << 30))) as pair:
        for number in range(3):
            pair.read(capture(name=f"fr:{number}"))
        assert len(reading_processes()) == before + 1


def test_a_process_can_be_started_before_anything_is_read() -> None:
    before = len(reading_processes())
    with closing(readers()) as made:
        made.start()
        assert len(reading_processes()) == before + 1
        assert made.read(capture()).document_id == "fr:1"
        assert len(reading_processes()) == before + 1


def test_a_start_that_fails_is_tried_again_by_the_next_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(readers()) as made:
        with monkeypatch.context() as patch:
            patch.setattr(reading, "start", lambda *_, **__: subprocess.Popen(["true"]))
            made.start()
        assert made.read(capture()).document_id == "fr:1"


def test_readers_close_where_the_rules_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Rules:
        raise RuleError("effects_en.yml: a.b: unknown tag 'x'")

    monkeypatch.setattr(reading, "load_rules", refuse)
    before = len(reading_processes())
    with closing(readers()) as made, pytest.raises(RuleError):
        made.start()
    assert len(reading_processes()) == before


def test_limits_come_from_the_settings() -> None:
    given = {"POLICY_READ_SECONDS": "0.5", "POLICY_READ_MEMORY_MB": "3"}
    assert limits(given) == Limits(0.5, 3 << 20)
    assert limits(Settings(given)) == Limits(0.5, 3 << 20)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["", "soon", "0", "-1", "nan", "inf"])
def test_a_limit_is_a_number_above_0(wrong: str) -> None:
    with pytest.raises(UsageError, match="POLICY_READ_MEMORY_MB"):
        limits({"POLICY_READ_SECONDS": 1, "POLICY_READ_MEMORY_MB": wrong})
