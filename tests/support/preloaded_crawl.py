"""What a crawl imports, imported once: `forked_crawl` preloads this module in the process that forks crawls.

A crawl of a test took half a second of processor time while it imported the components that the settings name and the
commands of Scrapy, and a fifth of one with them. No other process imports this.
"""

import gc
import importlib
from pathlib import Path

from scrapy import commands
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

import spiders.settings
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


_import_all()
load_rules()
gc.freeze()  # else each fork goes through all of this at its first collection, and copies it
