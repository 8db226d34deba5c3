from collections.abc import Callable
from types import SimpleNamespace
from typing import ClassVar

import pytest
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from pipeline.errors import UsageError
from pipeline.model import Expectations, Problem, Source
from spiders.sources import source_classes
from spiders.sources.base import SourceSpider

Answer = Callable[..., Response]


def source(name: str = "test_base", minimum: int = 1, share: float = 0.9, must_deliver: tuple[str, ...] = ()) -> Source:
    expected = Expectations(minimum, 9, share, must_deliver=must_deliver)
    return Source(name, "Title", "Publisher", "EU", "https://example.eu", "free", "", "daily", expected)


class Fiction(SourceSpider):
    source = source()
    hosts = ("example.eu",)
    schemes = ("celex", "fr")


def test_every_file_is_a_source_of_its_name() -> None:
    for name, kind in source_classes().items():
        assert kind.name == kind.source.name == name
        assert kind.source.licence
        assert kind.source.homepage.startswith("https://")


@pytest.mark.parametrize(
    ("declaration", "complaint"),
    [
        ({"hosts": ("example.eu",)}, "`source`"),
        ({"source": source(), "hosts": "example.eu", "schemes": ("fr",)}, "`hosts`"),
        ({"source": source(), "hosts": (), "schemes": ("fr",)}, "`hosts`"),
        ({"source": source(), "hosts": ("https://example.eu/",), "schemes": ("fr",)}, "`hosts`"),
        ({"source": source("other"), "hosts": ("example.eu",), "schemes": ("fr",)}, "'other'.*'test_base'"),
        ({"source": source(minimum=0), "hosts": ("example.eu",), "schemes": ("fr",)}, "at least"),
        ({"source": source(share=1.5), "hosts": ("example.eu",), "schemes": ("fr",)}, "from 0 to 1"),
        ({"source": source(share=float("nan")), "hosts": ("example.eu",), "schemes": ("fr",)}, "from 0 to 1"),
        (
            {"source": source(must_deliver=("32024R1689",)), "hosts": ("example.eu",), "schemes": ("fr",)},
            "must_deliver",
        ),
        ({"source": source(), "hosts": ("example.eu",), "schemes": ("fr",), "needs": {"TOY_KEY": ""}}, "`needs`"),
        ({"source": source(), "hosts": ("example.eu",)}, "`schemes`"),
        ({"source": source(), "hosts": ("example.eu",), "schemes": ()}, "`schemes`"),
        ({"source": source(), "hosts": ("example.eu",), "schemes": ("isbn",)}, "`schemes`"),
    ],
)
def test_wrong_declaration_fails_at_import(declaration: dict[str, object], complaint: str) -> None:
    with pytest.raises(TypeError, match=complaint):
        type("Wrong", (SourceSpider,), {"__module__": __name__, **declaration})


def test_what_is_not_set_is_told_with_where_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Locked(Fiction):
        source, hosts, schemes = Fiction.source, Fiction.hosts, Fiction.schemes
        needs: ClassVar = {"TOY_KEY": "a key, free at https://example.eu/keys"}

    monkeypatch.setenv("TOY_KEY", " ")
    assert Locked.lacks() == "test_base needs TOY_KEY to be set: a key, free at https://example.eu/keys"
    monkeypatch.setenv("TOY_KEY", "1234")
    assert Locked.lacks() == Fiction.lacks() == ""


def test_arguments_are_checked() -> None:
    spider = Fiction(since="2024-07-12", only="celex:32024R1689, fr:2024-03763")
    assert spider.wanted("celex") == ("32024R1689",)
    assert spider.wanted("fr") == ("2024-03763",)
    with pytest.raises(UsageError, match="yesterday"):
        Fiction(since="yesterday")
    with pytest.raises(UsageError, match="32024"):
        Fiction(only="32024R1689")


def test_pages_are_fetched_in_order(answer: Answer) -> None:
    wanted = [Request(f"https://example.eu/{n}") for n in range(3)]
    (step,) = Fiction().in_order(wanted, lambda pages: [tuple(page.url for page in pages)], "fr:1")  # type: ignore[list-item]
    for n in range(3):
        assert step.url == f"https://example.eu/{n}"
        (step,) = step.callback(answer(step))
    assert step == tuple(request.url for request in wanted)


def test_one_missing_page_loses_the_capture_but_says_so(answer: Answer) -> None:
    wanted = [Request("https://example.eu/0"), Request("https://example.eu/1")]
    (first,) = Fiction().in_order(wanted, lambda pages: pytest.fail("finished"), "fr:2024-03763")
    (second,) = first.callback(answer(first))
    (problem,) = second.errback(Failure(ValueError("connection lost")))
    assert isinstance(problem, Problem)
    assert problem.kind == "missing_part"
    assert problem.document_id == "fr:2024-03763"
    assert "https://example.eu/1" in problem.message
    assert "connection lost" in problem.message


def test_what_is_left_out_is_counted() -> None:
    counts: dict[str, int] = {}
    spider = Fiction()
    stats = SimpleNamespace(inc_value=lambda key, number: counts.update({key: counts.get(key, 0) + number}))
    spider.crawler = SimpleNamespace(stats=stats)  # type: ignore[assignment]
    spider.skip("look_alike", 2)
    spider.skip("look_alike")
    spider.skip("nothing", 0)
    assert counts == {"policy/skipped/look_alike": 3}
