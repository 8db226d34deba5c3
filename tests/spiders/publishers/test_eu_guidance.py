from spider_steps import html

from spiders.publishers import eu_guidance

URL = "https://digital-strategy.ec.europa.eu/en/library/guidelines-toys"
FILE = "https://ec.europa.eu/newsroom/dae/redirection/document/"


def entry(label: str, number: int) -> str:
    return f'<div class="file"><p>Guidelines on toys {label}</p><div><a href="{FILE}{number}">Download</a></div></div>'


PAGE = (
    "<body><nav>Menu</nav><main><h1>Guidelines  on toys</h1><p>Policy</p><p>Publication 3 February 2030</p><section>"
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
    assert eu_guidance.title(html("<main><p>x</p></main>")) == ""
    assert eu_guidance.published(html("<main><p>Published in spring</p></main>")) == ""


def test_files_are_chosen_by_their_language() -> None:
    assert eu_guidance.files(html(PAGE, URL)) == (FILE + "2", FILE + "4")
    assert eu_guidance.files(html(PAGE, URL), "French") == (FILE + "3",)


def test_files_without_labels_are_english() -> None:
    text = f'<main><h1>Code (English)</h1><p><a href="{FILE}7">Chapter 1</a> <a href="{FILE}8">Chapter 2</a></p></main>'
    assert eu_guidance.files(html(text, URL)) == (FILE + "7", FILE + "8")
    assert eu_guidance.files(html("<main><p>Soon.</p></main>", URL)) == ()


def test_a_broken_link_costs_no_file() -> None:
    text = f'<main><p><a href="http://[toys">x</a> <a href="{FILE}7">Chapter 1</a></p></main>'
    assert eu_guidance.files(html(text, URL)) == (FILE + "7",)


def test_a_frame_without_text_is_no_guidance() -> None:
    assert eu_guidance.has_text(html(f"<main><p>{'A toy is a thing. ' * 90}</p></main>"))
    assert not eu_guidance.has_text(html(f"<main><p>Loading</p><script>{'x' * 5000}</script></main>"))
