"""Names of provisions that a document uses twice."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.model import Provision


def with_unique_names(provisions: Iterable[Provision]) -> tuple[Provision, ...]:
    """Give repeated paths and citations a number: two "Sec. 2" of one document are "Sec. 2" and "Sec. 2 [2]"."""
    renamed: dict[str, str] = {}
    times: dict[str, int] = {}
    citations: dict[str, int] = {}
    named = []
    for provision in provisions:
        parent, slash, last = provision.path.rpartition("/")
        path = _counted(f"{renamed.get(parent, parent)}{slash}{last}", times, "{name}~{time}")
        renamed[provision.path] = path
        citation = _counted(provision.citation, citations, "{name} [{time}]")
        above = renamed.get(provision.parent, provision.parent)
        is_first = (path, citation, above) == (provision.path, provision.citation, provision.parent)
        named.append(provision if is_first else replace(provision, path=path, citation=citation, parent=above))
    return tuple(named)


def _counted(name: str, times: dict[str, int], shape: str) -> str:
    """The name itself the first time, then numbered from 2."""
    time = times[name] = times.get(name, 0) + 1
    return name if time == 1 else _counted(shape.format(name=name, time=time), times, shape)
