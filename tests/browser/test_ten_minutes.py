"""What a journalist does in the first ten minutes, in a real browser."""

import re
import time

import pytest

PLACES = ["/", "/search", "/search?q=open-source", "/changes", "/questions", "/document/celex:32024R1689"]


def test_the_first_ten_minutes(page, address):
    page.goto(f"{address}/")
    assert page.locator("h1").inner_text() == "What AI law and policy says about open source"

    page.get_by_role("link", name="Who exempts open source, and from what?").click()
    assert "effect=exemption" in page.url
    page.locator(".facets").get_by_role("link", name="EU", exact=True).click()
    assert "jurisdiction=EU" in page.url

    page.locator(".hit h2 a").first.click()
    assert re.search(r"/provision/[0-9a-f]{16}/", page.url)
    assert page.locator(".law mark").count() >= 1
    assert "Exemption" in page.locator("aside").inner_text()

    version = page.url.split("/provision/")[1].partition("/")[0]
    assert version in page.locator("#cite-oscola").inner_text()
    page.locator("#cite-bibtex summary").click()
    assert page.locator("#cite-bibtex pre").inner_text().startswith("@misc{")
    with page.expect_download() as download:
        page.locator("#cite-ris").evaluate("each => each.open = true")
        page.locator("#cite-ris a").click()
    assert download.value.suggested_filename == "citation.ris"


def test_what_changed_can_be_read_followed_and_taken_away(page, address):
    page.goto(f"{address}/document/celex:32024R1689")
    page.get_by_role("link", name="Compare with version 1").click()
    assert page.locator("ins").first.inner_text() == "must from now on"
    assert page.locator("del").first.inner_text() == "shall"

    page.get_by_role("link", name="Changes", exact=True).click()
    assert page.locator(".change").count() >= 1
    feed = page.request.get(f"{address}{page.get_by_role('link', name='Feed (Atom)').get_attribute('href')}")
    assert feed.ok
    assert "<entry" in feed.text()
    table = page.request.get(f"{address}{page.get_by_role('link', name='CSV').get_attribute('href')}")
    assert table.ok
    assert table.text().startswith("changed_at,")


def test_search_from_the_keyboard_alone(page, address):
    page.goto(f"{address}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.locator("#q").focus()
    page.keyboard.type("open-source")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=open-source*")
    assert page.locator(".hit mark").count() >= 1


def test_everything_works_without_javascript(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for place in PLACES:
        page.goto(f"{address}{place}")
        assert page.locator("h1").inner_text()
    context.close()


def test_no_page_asks_another_host_or_breaks_its_own_policy(page, address):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for place in PLACES[:-1]:
        page.goto(f"{address}{place}")
    assert all(url.startswith((address, "data:")) for url in asked)
    assert not complaints


@pytest.mark.parametrize("place", ["/nowhere", "/policy/nowhere", "/document/nowhere", "/provision/nowhere/art_1"])
def test_a_missing_page_comes_at_once_and_leads_on(page, address, place):
    started = time.monotonic()
    answer = page.goto(f"{address}{place}")
    assert answer.status == 404
    assert time.monotonic() - started < 10
    assert page.locator("h1").inner_text() == "Not found"
    page.get_by_label("Search the texts").fill("open-source")
    page.get_by_role("button", name="Search").click()
    assert "/search?q=open-source" in page.url


@pytest.mark.parametrize("width", [320, 390, 1200])
@pytest.mark.parametrize("place", PLACES)
def test_no_page_is_wider_than_the_screen(browser, address, place, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}{place}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
