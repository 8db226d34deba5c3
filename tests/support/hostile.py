"""Documents that nobody honest would publish: what somebody in a publisher's place could serve to stop a crawl."""

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

MB = 1 << 20
HTML, XML, ZIP, PDF, TEXT = "text/html", "text/xml", "application/zip;mtype=fmx4", "application/pdf", "text/plain"


@dataclass(frozen=True)
class Hostile:
    """Bytes and the media type that they come with."""

    body: bytes
    media_type: str


DOCUMENTS: dict[str, Callable[[int], Hostile]] = {
    "entity bomb": lambda mb: Hostile(_entity_bomb(), XML),
    "external entity": lambda mb: Hostile(_external_entity(), XML),
    "entity bomb after 64 KB": lambda mb: Hostile(b"<!--" + b"x" * 70_000 + b"-->" + _entity_bomb(), XML),
    "html nested 100,000 deep": lambda mb: Hostile(_page(b"<div>" * 100_000 + b"x" + b"</div>" * 100_000), HTML),
    "xml nested 100,000 deep": lambda mb: Hostile(b"<RULE>" + b"<P>" * 100_000 + b"</P>" * 100_000 + b"</RULE>", XML),
    "html never closed": lambda mb: Hostile(_page(b"<table><tr><td>" * (30_000 * mb // MB)), HTML),
    "a line of 50 MB": lambda mb: Hostile(_page(b"<p>" + b"open source " * (50 * MB // 12)), HTML),
    "a line of 50 MB of text": lambda mb: Hostile(b"[Federal Register Volume 89]\n\n" + b"a" * (50 * mb), TEXT),
    "NUL bytes": lambda mb: Hostile(
        _page(b"<p>Models with open\x00weights are exempt from the duty to report.</p>" * 50), HTML
    ),
    "nothing but NUL": lambda mb: Hostile(bytes(mb), HTML),
    "half characters": lambda mb: Hostile(
        _page(b"<p>&#xD800; \xed\xa0\x80 models with open weights stay exempt</p>" * 9), HTML
    ),
    "a million attributes": lambda mb: Hostile(_page(b"<p " + b"a=b " * (1_000_000 * mb // MB) + b">x</p>"), HTML),
    "a zip that climbs": lambda mb: Hostile(_zip({"../../etc/cron.d/x.xml": b"<ACT/>", "a.fmx.xml": b"<ACT/>"}), ZIP),
    "a zip bomb": lambda mb: Hostile(_zip({"a.fmx.xml": b"<ACT>" + bytes(300 * mb)}), ZIP),
    "a PDF whose pages are a ring": lambda mb: Hostile(_pdf(b"/Kids [2 0 R 2 0 R] /Count 1000000000"), PDF),
    "a PDF bomb": lambda mb: Hostile(_pdf_bomb(mb), PDF),
    "a PDF of nothing": lambda mb: Hostile(b"%PDF-1.7\n" + b"0 0 obj\n" * 100_000, PDF),
    "a form that calls itself": lambda mb: Hostile(_self_calling_form(50 * mb // MB), PDF),
    "a script in the text": lambda mb: Hostile(
        b"<NOTICE><PREAMB><SUM><P>&lt;script&gt;alert(1)&lt;/script&gt; on open source software, "
        b"with more words than a menu has.</P></SUM></PREAMB></NOTICE>",
        XML,
    ),
}
"""By name, of so many bytes for each MB: some are 50 MB large, which is nothing to wait for in every test."""


def _page(body: bytes) -> bytes:
    return b"<!DOCTYPE html><html lang=en><title>Models</title><body><main>" + body + b"</main></body></html>"


def _entity_bomb() -> bytes:
    """ "A billion laughs": ten levels, each ten times the one before."""
    levels = [b'<!ENTITY a0 "open source ">']
    levels += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)]
    return b"<!DOCTYPE RULE [" + b"".join(levels) + b"]><RULE><P>&a9;</P></RULE>"


def _external_entity() -> bytes:
    return b'<!DOCTYPE RULE [<!ENTITY x SYSTEM "file:///etc/passwd">]><RULE><PREAMB><P>&x;</P></PREAMB></RULE>'


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in files.items():
            package.writestr(name, body)
    return packed.getvalue()


def _pdf(pages: bytes, *objects: bytes) -> bytes:
    """Without a table of its objects: readers rebuild it."""
    all_objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages %s >>" % pages, *objects]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, each) for n, each in enumerate(all_objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def _stream(entries: bytes, body: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(body), body)


def _pdf_bomb(mb: int) -> bytes:
    """A page of 200 MB of text operators, packed into 200 kB, twice."""
    operators = b"BT /F1 9 Tf 9 9 Td (open source) Tj ET\n" * (200 * mb // 40)
    packed = zlib.compress(zlib.compress(operators, 9), 9)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>"
    return _pdf(b"/Kids [3 0 R] /Count 1", page, _stream(b"/Filter [/FlateDecode /FlateDecode]", packed))


def _self_calling_form(calls: int) -> bytes:
    resources = b"/Resources << /XObject << /X 4 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R " + resources + b" >>"
    form = _stream(b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources, b"/X Do " * calls)
    return _pdf(b"/Kids [3 0 R] /Count 1", page, form, _stream(b"", b"/X Do " * calls))
