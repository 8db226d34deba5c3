"""A new database as a file to copy. Making its tables takes seven times as long, and most tests begin with one."""

from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from db.store import Store


def put(path: Path) -> None:
    """Lay one there, if no file is there yet. If none can be, `Store` says so itself."""
    with suppress(OSError), path.open("xb") as file:
        file.write(content())


@cache
def content() -> bytes:
    """The file of a new database. Made once in a process, and in those that are forked from it later."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "policy.db"
        Store(path).close()
        return path.read_bytes()
