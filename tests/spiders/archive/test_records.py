from pathlib import Path

import pytest

from pipeline.errors import ArchiveError
from spiders.archive.records import warc_files


def test_an_empty_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no WARC file"):
        warc_files(tmp_path)
