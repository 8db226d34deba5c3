"""What the crawls of one process share."""

import gc
from pathlib import Path

from scrapy.settings import Settings

from spiders import settings as project
from spiders.runs.workplace import Workplace


def test_the_collector_leaves_alone_what_stays_to_the_end(tmp_path: Path) -> None:
    settings = Settings()
    settings.setmodule(project)
    settings.setdict({"POLICY_DB": str(tmp_path / "policy.db"), "POLICY_ARCHIVE": str(tmp_path / "archive")})
    gc.unfreeze()
    workplace = Workplace.enter(settings)
    try:
        assert gc.get_freeze_count() > 50_000
    finally:
        workplace.leave()
        gc.unfreeze()
