"""The sources. The folder is the registry: one file, one source, found by its name."""

import importlib
import pkgutil
from functools import cache

from spiders.framework.source import SourceSpider


@cache
def source_classes() -> dict[str, type[SourceSpider]]:
    """Name of a source -> its spider, in alphabetical order. A wrong declaration raises `TypeError` here."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: _spider(name) for name in names}


def _spider(name: str) -> type[SourceSpider]:
    module = importlib.import_module(f"{__name__}.{name}")
    found = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, SourceSpider) and kind.__module__ == module.__name__
    ]
    if len(found) != 1:
        raise TypeError(f"spiders/sources/{name}.py must define one SourceSpider, not {len(found)}")
    return found[0]
