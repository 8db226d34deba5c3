"""Starting the process of a worker.

A program of its own and not a fork: forking a process that has threads (Twisted's) can deadlock.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def start(module: str, *arguments: object, keeps: Sequence[int]) -> subprocess.Popen[bytes]:
    """Run a module as a program. It inherits the descriptors that it `keeps`, and nothing else."""
    return subprocess.Popen(  # noqa: S603  # our own interpreter and module, nothing from outside
        [sys.executable, "-m", module, *map(str, arguments)],
        pass_fds=keeps,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])},
    )
