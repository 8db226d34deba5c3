"""What the crawls of one process share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.settings import Settings

from spiders import settings as project
from spiders.runs.workplace import Workplace


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    settings = Settings()
    settings.setmodule(project)
    settings.setdict({"POLICY_DB": str(tmp_path / "policy.db"), "POLICY_ARCHIVE": str(tmp_path / "archive")})
    gc.unfreeze()
    entered = Workplace.enter(settings)
    yield entered
    entered.leave()
    gc.unfreeze()


def test_the_collector_leaves_alone_what_stays_to_the_end(workplace: Workplace) -> None:
    assert gc.get_freeze_count() > 50_000


def test_all_languages_of_a_document_are_kept_in_one_order(workplace: Workplace) -> None:
    """The French text that overtook the English one said of the document that it was first seen a second later."""
    assert workplace.order("celex:32031R0001") is workplace.order("celex:32031R0001")
    assert workplace.order("celex:32031R0001") is not workplace.order("celex:32031R0002")
