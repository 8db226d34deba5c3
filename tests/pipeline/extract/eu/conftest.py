"""What the tests of EU markup share: fictional acts, one for each generation of markup."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.model import Extraction, Provision

FIXTURES = Path(__file__).parents[1] / "fixtures" / "eu"
URL = "http://publications.europa.eu/resource/celex/32099R0001"


def read(body: bytes, media_type: str = "application/xhtml+xml;charset=UTF-8") -> Extraction:
    return extract(Content(body, media_type, URL))


@pytest.fixture
def read_page() -> Callable[[bytes], Extraction]:
    """Read the bytes of a page as the registry would."""
    return read


@pytest.fixture
def read_fixture() -> Callable[[str], Extraction]:
    """Read a fictional act by its file name."""
    return lambda name: read((FIXTURES / name).read_bytes())


@pytest.fixture
def formex_package() -> bytes:
    """The zip of the fictional act in Formex: the same act as `oj.xhtml`."""
    return zipped({path.name: path.read_bytes() for path in sorted((FIXTURES / "formex").iterdir())})


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in members.items():
            package.writestr(name, body)
    return buffer.getvalue()


@pytest.fixture
def zip_files() -> Callable[[dict[str, bytes]], bytes]:
    """Zip files given by name."""
    return zipped


@pytest.fixture
def read_act() -> Callable[[str], dict[str, Provision]]:
    """Provisions by path of an act whose enacting terms are given in Official Journal markup."""

    def read_terms(terms: str) -> dict[str, Provision]:
        title = '<div class="eli-main-title" id="tit_1"><p class="oj-doc-ti">REGULATION</p></div>'
        page = f'<html><body><div class="eli-container">{title}{terms}</div></body></html>'
        return {provision.path: provision for provision in read(page.encode()).provisions}

    return read_terms
