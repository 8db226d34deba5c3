"""Text with hard line breaks, as typewritten or put into `<pre>`: lines joined to paragraphs."""

import re

from pipeline.normalise import tidy

_STARTS_PARAGRAPH = re.compile(
    r"\s*(?:Section|Sec\.) \d{1,3}\. (?=[A-Z(“\"])"  # of an order
    r"|\s{3,}\(?(?:\d{1,2}|[a-z]{1,4})[.)]\s+\S"  # of a list
    r"|\[FR Doc\. |BILLING CODE \d"
)
# "SUMMARY:" on a line of its own, in preambles of notices.
_LABEL = re.compile(r"[A-Z][A-Z ]+:$")


def paragraphs(text: str) -> list[str]:
    """Paragraphs end at a blank line, before a line that is indented more than the one above, and before a number.

    The Federal Register's text rendition marks a paragraph by indenting its first line, and an order's sections by
    nothing but their number.
    """
    found: list[str] = []
    lines: list[str] = []
    indent_before = 0
    for line in text.expandtabs().splitlines():
        indent = len(line) - len(line.lstrip())
        starts = (lines and indent > indent_before) or _STARTS_PARAGRAPH.match(line) or _LABEL.match(line)
        if starts or not line.strip() or (len(lines) == 1 and _LABEL.match(lines[0])):
            found.append(tidy(" ".join(lines)))
            lines = []
        lines.append(line)
        indent_before = indent
    found.append(tidy(" ".join(lines)))
    return [paragraph for paragraph in found if paragraph]
