"""One request at a time to a host, with its delay; a host that asks for a pause gets it."""

import asyncio
import time
from email.utils import formatdate

import pytest

from spiders.network.failures import FetchFailed
from spiders.network.gate import Gate, patience, retry_after


def going() -> bool:
    return False


async def ask(gate: Gate, host: str, delay: float, log: list[tuple[str, float]], busy: float = 0.0) -> None:
    async with gate.turn(host, delay, going):
        log.append((host, time.monotonic()))
        await asyncio.sleep(busy)


def starts(log: list[tuple[str, float]], host: str) -> list[float]:
    return [at for name, at in log if name == host]


def test_one_host_waits_and_another_does_not() -> None:
    async def main() -> list[tuple[str, float]]:
        gate, log = Gate(), []
        await asyncio.gather(*(ask(gate, host, 0.2, log) for host in ("a", "a", "b")))
        return log

    log = asyncio.run(main())
    first, second = starts(log, "a")
    assert second - first >= 0.19
    assert abs(starts(log, "b")[0] - first) < 0.1


def test_requests_to_a_host_never_overlap() -> None:
    async def main() -> list[tuple[str, float]]:
        gate, log = Gate(), []
        await asyncio.gather(*(ask(gate, "a", 0, log, busy=0.1) for _ in range(3)))
        return log

    first, second, third = starts(asyncio.run(main()), "a")
    assert min(second - first, third - second) >= 0.09


def test_where_no_host_asks_for_a_delay_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = []

    async def wait(seconds: float, _: object) -> None:
        waits.append(seconds)

    monkeypatch.setattr("spiders.network.gate.patience", wait)

    async def main() -> None:
        gate = Gate()
        for _ in range(2):
            await ask(gate, "a", 0, [])

    asyncio.run(main())
    assert waits == [0, 0]


def test_a_larger_crawl_delay_wins() -> None:
    async def main() -> list[tuple[str, float]]:
        gate, log = Gate(), [("robots.txt", time.monotonic())]
        gate.slow_down("a", 0.3)
        gate.slow_down("a", 0.1)
        await asyncio.gather(ask(gate, "a", 0.01, log), ask(gate, "a", 0.01, log))
        return log

    log = asyncio.run(main())
    first, second = starts(log, "a")
    assert min(second - first, first - log[0][1]) >= 0.2


def test_a_hold_also_catches_those_who_wait_already() -> None:
    async def main() -> list[tuple[str, float]]:
        gate, log = Gate(), []
        await ask(gate, "a", 0.1, log)
        waiting = asyncio.create_task(ask(gate, "a", 0.1, log))
        await asyncio.sleep(0.02)
        gate.hold("a", 0.6)
        await waiting
        return log

    first, second = starts(asyncio.run(main()), "a")
    assert second - first >= 0.55


def test_nothing_is_sent_to_a_host_that_asked_for_a_longer_pause_than_a_crawl_can_make() -> None:
    async def main() -> list[tuple[str, float]]:
        gate, log = Gate(), []
        gate.close("a", 3600)
        await ask(gate, "b", 0, log)
        with pytest.raises(FetchFailed, match="a asked to be left alone for 3600 s"):
            await ask(gate, "a", 0, log)
        return log

    assert [host for host, _ in asyncio.run(main())] == ["b"]


def test_a_host_that_is_closed_is_not_asked_by_those_who_wait_already_and_they_wait_no_longer() -> None:
    """A used-up quota closes a host for an hour: one request waited for it to pass and was then sent."""

    async def main() -> None:
        gate, log = Gate(), list[tuple[str, float]]()
        gate.hold("a", 60)
        waiting = asyncio.create_task(ask(gate, "a", 0, log))
        await asyncio.sleep(0.01)
        gate.close("a", 3600)
        with pytest.raises(FetchFailed, match="a asked to be left alone"):
            await asyncio.wait_for(waiting, 5)
        assert log == []

    asyncio.run(main())


def test_a_stop_ends_every_wait() -> None:
    async def main() -> None:
        stopped = False
        sleeper = asyncio.create_task(patience(60, lambda: stopped))
        await asyncio.sleep(0.01)
        stopped = True
        with pytest.raises(FetchFailed):
            await asyncio.wait_for(sleeper, 2)

    asyncio.run(main())


@pytest.mark.parametrize(
    ("value", "seconds"), [("120", 120), (" 0 ", 0), ("", None), ("soon", None), ("-1", None), ("²", None)]
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert retry_after(value) == seconds


def test_retry_after_as_a_date() -> None:
    assert retry_after(formatdate(time.time() + 100, usegmt=True)) == pytest.approx(100, abs=2)
    assert retry_after(formatdate(time.time() - 100, usegmt=True)) == 0


def test_a_date_without_a_zone_is_utc_wherever_we_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert retry_after(time.asctime(time.gmtime(time.time() + 100))) == pytest.approx(100, abs=2)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_nothing_is_sent_any_more_once_the_crawl_is_being_stopped() -> None:
    async def main() -> None:
        async with Gate().turn("a", 0, lambda: True):
            raise AssertionError("the request was sent")

    with pytest.raises(FetchFailed, match="being stopped"):
        asyncio.run(main())
