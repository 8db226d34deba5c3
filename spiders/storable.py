"""What publishers put into their metadata, in a form that archive and database can keep."""

from dataclasses import fields, is_dataclass
from typing import TypeVar, cast

from pipeline.normalise import storable

_T = TypeVar("_T")


def storable_fields(value: _T) -> _T:
    """The dataclass, tuple or text with every text in it made storable, at any depth; bytes stay as they are.

    JSON may spell half a character ("\\ud83d"): such a title would otherwise end the crawl when it is written.
    """
    if isinstance(value, str):
        return cast(_T, storable(value))
    if isinstance(value, tuple):
        return cast(_T, tuple(storable_fields(each) for each in value))
    if is_dataclass(value) and not isinstance(value, type):
        return cast(
            _T, type(value)(**{each.name: storable_fields(getattr(value, each.name)) for each in fields(value)})
        )
    return value
