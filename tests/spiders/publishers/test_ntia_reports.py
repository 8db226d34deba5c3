from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spider_steps import html

from pipeline.model import Part, Snapshot
from spiders.publishers.ntia_reports import (
    Report,
    ReportPage,
    reading_order,
    renditions,
    report_links,
    report_pages,
    report_root,
)

SITE = "https://www.ntia.gov"
ROOT = f"{SITE}/programs-and-initiatives/artificial-intelligence/toy-report"


@pytest.mark.parametrize(
    ("url", "root"),
    [
        (f"{ROOT}/background", ROOT),
        ("http://www.ntia.doc.gov/issues/artificial-intelligence/toy-report/a/b?x=1#p", ROOT),
        (f"{SITE}/programs-and-initiatives/artificial-intelligence", ""),
        (f"{SITE}/programs-and-initiatives/artificial-intelligence/?page=1", ""),
        (f"{SITE}/programs-and-initiatives/artificial-intelligence-toys/a", ""),
        (f"{SITE}/programs-and-initiatives/broadband/toy-report", ""),
        ("https://example.gov/programs-and-initiatives/artificial-intelligence/toy-report", ""),
    ],
)
def test_a_report_is_all_below_one_address(url: str, root: str) -> None:
    assert report_root(url) == root


def test_the_main_part_is_known_by_its_role_too() -> None:
    page = html(f'<div role="main"><a href="{ROOT}/a">Report</a><a href="/toys.pdf">PDF</a></div>', SITE)
    assert report_links(page) == (ROOT,)
    assert renditions(page) == (f"{SITE}/toys.pdf",)


def test_a_broken_link_costs_no_other() -> None:
    links = f"<a href='http://[toys'>Toys</a><a href='{ROOT}'>Report</a><a href='{SITE}/r.pdf'>PDF</a>"
    page = html(f"<main><ul><li>{links}</li></ul></main>", ROOT)
    assert report_links(page) == (ROOT,)
    assert report_pages(page, ROOT, ROOT) == (ROOT,)
    assert renditions(page) == (f"{SITE}/r.pdf",)


def menu(*names: str) -> str:
    return "<ul>" + "".join(f'<li><a href="{ROOT}{name}">x</a></li>' for name in names) + "</ul>"


def test_menu_gives_the_reading_order() -> None:
    text = f"<main><p>See <a href='{ROOT}/end/'>the end</a></p></main>{menu('/end')}{menu('', '/a', '/end')}"
    found = report_pages(html(text, f"{ROOT}/a"), f"{ROOT}/a", ROOT)
    assert found == (ROOT, f"{ROOT}/a", f"{ROOT}/end")


def test_steps_give_the_order_where_there_is_no_menu() -> None:
    steps = f'<ul><a href="{ROOT}/c" rel="next">C</a><a href="{ROOT}/a" rel="prev">A</a></ul>'
    text = f"<main><p>See <a href='{ROOT}/end'>the end</a></p>{steps}</main>"
    found = report_pages(html(text, f"{ROOT}/b"), f"{ROOT}/b", ROOT)
    assert found == (f"{ROOT}/a", f"{ROOT}/b", f"{ROOT}/c", f"{ROOT}/end")


def test_other_links_come_last_and_files_are_no_pages() -> None:
    links = "".join(f'<a href="{ROOT}/{name}">x</a>' for name in ("notes", "x.pdf", "y.PDF", "a?p=1"))
    text = f"<main>{menu('', '/a', '/b')}{links}</main>"
    assert report_pages(html(text, ROOT), ROOT, ROOT)[-1] == f"{ROOT}/notes"
    assert len(report_pages(html(text, ROOT), ROOT, ROOT)) == 4


def test_pages_of_a_folded_menu_go_where_it_unfolds() -> None:
    order = reading_order((), ("root", "a", "b", "c"))
    order = reading_order(order, ("root", "a", "a1", "a2", "b", "c"))
    assert reading_order(order, ("b", "b1")) == ("root", "a", "a1", "a2", "b", "b1", "c")
    assert reading_order(("a", "b"), ("root", "a", "b")) == ("root", "a", "b")


def fetched(url: str) -> ReportPage:
    return ReportPage(url, Part(Snapshot("", "", "", 200, "text/html", "", 0, "", 0), b""), "")


def test_a_page_that_was_renamed_is_known_by_either_address() -> None:
    report = Report(ROOT, (ROOT, f"{ROOT}/old"))
    answer = html(menu("", "/new", "/end"), f"{ROOT}/new/")
    assert report.with_page(fetched(f"{ROOT}/old"), answer).order == (ROOT, f"{ROOT}/old", f"{ROOT}/end")


def test_pages_are_in_reading_order_whatever_the_order_of_fetching() -> None:
    root, a, b = map(fetched, (ROOT, f"{ROOT}/a", f"{ROOT}/b"))
    report = Report(ROOT, (ROOT, a.url, b.url), fetched=(b, root))
    assert report.unread == a.url
    report = replace(report, fetched=(*report.fetched, a))
    assert (report.pages, report.unread) == ((root, a, b), "")


names = st.lists(st.sampled_from("abcdefgh"), max_size=8, unique=True)


@given(names, names)
def test_reading_order_keeps_what_it_knows_and_loses_nothing(known: list[str], named: list[str]) -> None:
    order = reading_order(known, named)
    assert set(order) == {*known, *named}
    assert len(order) == len(set(order))
    assert [name for name in order if name in known] == known


def test_pdf_of_a_report() -> None:
    files = f"{SITE}/sites/default/files/publications"
    hrefs = (f"{files}/toys.PDF", f"{files}/toys.PDF#page=2", f"{files}/dolls.pdf?v=1", "https://example.gov/x.pdf")
    text = "".join(f'<a href="{href}">PDF</a>' for href in hrefs)
    assert renditions(html(f"<main>{text}</main>", ROOT)) == (f"{files}/toys.PDF", f"{files}/dolls.pdf?v=1")
