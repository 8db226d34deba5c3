"""What a crawl imports, imported once: `forked_crawl` preloads this module in the process that forks crawls.

A crawl of a test took half a second of processor time while it imported the components that the settings name and the
commands of Scrapy, and a fifth of one with them. No other process imports this.
"""

import gc
import importlib
from pathlib import Path

import new_database
from scrapy import commands
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

import spiders.settings
from pipeline.model import Capture, Document, Part, Snapshot
from pipeline.tagging import load_rules

_MODULES = [
    "cli.crawl",
    "forked_crawl",
    "loopback_sources.loopback",
    "scrapy.cmdline",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "spiders.network.handlers",
    "spiders.runs.session",
    *(f"scrapy.commands.{path.stem}" for path in Path(commands.__file__).parent.glob("[a-z]*.py")),
]
_COMPONENTS = ["EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES"]
_CLASSES = [
    "DUPEFILTER_CLASS",
    "LOG_FORMATTER",
    "REQUEST_FINGERPRINTER_CLASS",
    "SCHEDULER",
    "SCHEDULER_MEMORY_QUEUE",
    "SCHEDULER_PRIORITY_QUEUE",
    "STATS_CLASS",
]


def _import_all() -> None:
    for name in _MODULES:
        importlib.import_module(name)
    settings = Settings()
    settings.setmodule(spiders.settings, priority="project")
    for setting in _COMPONENTS:
        for name, order in settings.getwithbase(setting).items():
            if order is not None:
                load_object(name)
    for setting in _CLASSES:
        load_object(settings[setting])


def _read_once() -> None:
    """Expressions of the rules are compiled when a text first needs them: a quarter of the time of a small crawl."""
    from loopback_site import notice

    from spiders.workers.reading_process import answer

    body = notice()
    snapshot = Snapshot("", "", "", 200, "text/xml", "", len(body), "", 0)
    capture = Capture(Document("fr:1", "", "", "notice", "US", "", ""), "en", (Part(snapshot, body),))
    answered = answer(capture, load_rules())
    assert not isinstance(answered, Exception), answered


_import_all()
_read_once()
new_database.content()
gc.freeze()  # else each fork goes through all of this at its first collection, and copies it
