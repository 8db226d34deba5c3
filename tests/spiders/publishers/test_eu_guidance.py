import pytest
from spider_steps import html

from spiders.publishers import eu_guidance

URL = "https://digital-strategy.ec.europa.eu/en/library/guidelines-toys"
FILE = "https://ec.europa.eu/newsroom/dae/redirection/document/"


def entry(label: str, number: int) -> str:
    return f'<div class="file"><p>Guidelines on toys {label}</p><div><a href="{FILE}{number}">Download</a></div></div>'


PAGE = (
    "<body><nav>Menu</nav><main><h1>Guidelines  on toys</h1><h1>Share</h1>"
    "<p>Policy</p><p>Publication 3 February 2030</p><section>"
    + entry("(Dutch)", 1)
    + entry("(English)", 2)
    + entry("(French)", 3)
    + "</section>"
    + entry("(English)", 4)
    + '<a href="https://example.eu/newsroom/dae/redirection/document/5">elsewhere</a></main></body>'
)


def test_heading_and_date() -> None:
    assert eu_guidance.title(html(PAGE)) == "Guidelines on toys"
    assert eu_guidance.published(html(PAGE)) == "2030-02-03"
    assert eu_guidance.title(html(PAGE.replace("<nav>", "<header><h1>Europe’s toys</h1></header><nav>"))) == (
        "Guidelines on toys"
    )
    assert eu_guidance.title(html("<h1>Guidelines</h1><main><p>x</p></main>")) == "Guidelines"
    assert eu_guidance.title(html("<main><p>x</p></main>")) == ""
    for text in ("Published in spring", "Publication 31 February 2030"):
        assert eu_guidance.published(html(f"<main><p>{text}</p></main>")) == ""


def test_heading_and_date_in_the_header_of_a_page_outside_its_main_part() -> None:
    header = (
        '<h1>Europe’s toys</h1><h1 class="ecl-page-header__title"><span>News on toys</span></h1>'
        '<ul class="ecl-page-header__meta"><li>News article</li><li>Publication 03 August 2030</li></ul>'
    )
    found = html(f"<body>{header}<main><h2>Toys</h2><p>Publication 4 August 2030</p></main></body>")
    assert (eu_guidance.title(found), eu_guidance.published(found)) == ("News on toys", "2030-08-03")


def test_files_are_chosen_by_their_language() -> None:
    assert eu_guidance.files(html(PAGE, URL)) == (FILE + "2", FILE + "4")


LISTED = """<main><h1>Guidelines</h1><div class="file">
<div><b>Guidelines</b><div><span>English</span> (1 MB - PDF)</div><a class="button" href="{0}1">Download</a></div>
<div><button>Available translations (23)</button><ul>{1}</ul></div></div></main>"""


@pytest.mark.parametrize(
    "entry",
    [
        '<div>Deutsch</div><div>(1 MB - PDF)</div><a href="{}">Download</a>',
        '<a href="{}">Deutsch</a>',
        '<a href="{}">Leitlinien – Deutsch – PDF</a>',
        '<p>Guidelines (<b>German</b>)</p><a href="{}">Download</a>',
        '<p>Guidelines</p><a hreflang="DE" href="{}">Download</a>',
        '<p>English version: no</p><a hreflang="de-AT" lang="en" href="{}">Download</a>',
        '<a lang="de" href="{}">Herunterladen</a>',
        '<p lang="de"><a href="{}">PDF</a></p>',
        '<span>Deutsch</span> <a lang="en" href="{}">Download</a>',
        '<a hreflang="nb" href="{}">Download</a>',
    ],
)
def test_a_translation_is_known_however_it_is_labelled(entry: str) -> None:
    other = f'<li><a hreflang="fr" href="{FILE}3">Download</a></li>'
    text = LISTED.format(FILE, f"<li>{entry.format(FILE + '2')}</li>{other}")
    assert eu_guidance.files(html(text, URL)) == (FILE + "1",)


@pytest.mark.parametrize("code", ["en", "en-GB", "EN", "", "english"])
def test_what_is_coded_as_english_or_not_coded_is_english(code: str) -> None:
    text = f'<main><p><a hreflang="{code}" href="{FILE}1">Download</a></p></main>'
    assert eu_guidance.files(html(text, URL)) == (FILE + "1",)


@pytest.mark.parametrize(
    "name",
    [
        "български",
        "ΕΛΛΗΝΙΚΆ",
        "français",
        "franc\u0327ais",
        "Gaeilge",
        "slovenščina (1 MB)",
    ],
)
def test_languages_are_known_by_their_own_names(name: str) -> None:
    text = f'<main><p>{name} <a href="{FILE}1">Download</a></p></main>'
    assert eu_guidance.files(html(text, URL)) == ()


@pytest.mark.parametrize(
    "words",
    [
        "The German authorities commented.",
        "Polish your German-language request",
        "Deutsch, français, English",
        'This page in: <a href="/de/toys">Deutsch</a>',
        "<i lang='fr'>Journal officiel</i>",
    ],
)
def test_words_that_are_no_label_name_no_language(words: str) -> None:
    text = f'<main><div><p>{words}</p><a href="{FILE}1">Download</a></div></main>'
    assert eu_guidance.files(html(text, URL)) == (FILE + "1",)


def test_the_language_of_the_page_is_not_that_of_its_files() -> None:
    text = f'<html lang="de"><body lang="de"><main lang="de"><p><a href="{FILE}1">PDF</a></p></main></body></html>'
    assert eu_guidance.files(html(text, URL)) == (FILE + "1",)


def test_files_without_labels_are_english() -> None:
    text = f'<main><h1>Code (English)</h1><p><a href="{FILE}7">Chapter 1</a> <a href="{FILE}8">Chapter 2</a></p></main>'
    assert eu_guidance.files(html(text, URL)) == (FILE + "7", FILE + "8")
    assert eu_guidance.files(html("<main><p>Soon.</p></main>", URL)) == ()


def test_a_broken_link_costs_no_file() -> None:
    text = f'<main><p><a href="http://[toys">x</a> <a href="{FILE}7">Chapter 1</a></p></main>'
    assert eu_guidance.files(html(text, URL)) == (FILE + "7",)


def test_a_frame_without_text_is_no_guidance() -> None:
    assert eu_guidance.has_text(html(f"<main><p>{'A toy is a thing. ' * 90}</p></main>"))
    assert eu_guidance.has_text(html(f"<body><p>{'A toy is a thing. ' * 90}</p></body>"))
    assert not eu_guidance.has_text(html(f"<main><p>Loading</p><script>{'x' * 5000}</script></main>"))
    assert not eu_guidance.has_text(html(f"<footer>{'A toy is a thing. ' * 90}</footer><main><p>Loading</p></main>"))
