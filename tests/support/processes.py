"""What the machine tells of its processes, which may end while they are asked for."""

import os
from pathlib import Path


def told(path: Path) -> str:
    """A file of /proc, "" if its process has just ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def reading_processes() -> list[int]:
    """Process ids of those that this process has started."""
    return [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/stat")
        if told(path).rpartition(")")[2].split()[1:2] == [str(os.getpid())]
        and "spiders.workers.reading_process" in told(path.parent / "cmdline")
    ]
