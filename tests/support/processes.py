"""What the machine tells of its processes, which may end while they are asked for."""

from pathlib import Path


def told(path: Path) -> str:
    """A file of /proc, "" if its process has just ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
