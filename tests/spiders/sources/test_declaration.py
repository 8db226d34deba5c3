import pytest

from pipeline.model import Expectations, Source
from spiders.framework.source import SourceSpider


def source(
    name: str = "test_declaration", minimum: int = 1, share: float = 0.9, must_deliver: tuple[str, ...] = ()
) -> Source:
    expected = Expectations(minimum, 9, share, must_deliver=must_deliver)
    return Source(name, "Title", "Publisher", "EU", "https://example.eu", "free", "", "daily", expected)


@pytest.mark.parametrize(
    ("declaration", "complaint"),
    [
        ({"hosts": ("example.eu",)}, "`source`"),
        ({"source": source(), "hosts": "example.eu", "schemes": ("fr",)}, "`hosts`"),
        ({"source": source(), "hosts": (), "schemes": ("fr",)}, "`hosts`"),
        ({"source": source(), "hosts": ("https://example.eu/",), "schemes": ("fr",)}, "`hosts`"),
        ({"source": source("other"), "hosts": ("example.eu",), "schemes": ("fr",)}, "'other'.*'test_declaration'"),
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
    with pytest.raises(TypeError, match=rf"test_declaration\.Wrong: .*{complaint}"):
        type("Wrong", (SourceSpider,), {"__module__": __name__, **declaration})
