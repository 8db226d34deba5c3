"""axe-core finds nothing on our pages, and nothing serious on those of Datasette, in light and in dark."""

import pytest

PLACES = [
    "/",
    "/search",
    "/search?q=open-source",
    "/changes",
    "/questions",
    "/document/celex:32024R1689",
    "/document/celex:32024R1689/art_1/par_3",
    "/compare",
    "/nowhere",
]


TABLES = ["/policy", "/policy/open_source_provisions", "/policy/search_provisions?q=open-source", "/policy/provisions"]
DATASETTES = {"label", "select-name"}
"""Its filters and its SQL editor have fields without a name."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", TABLES)
def test_pages_of_datasette_have_its_own_findings_only(axe, browser, address, place, scheme):
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{address}{place}")
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(result => result.violations)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
    serious = [each for each in found if each["impact"] in {"serious", "critical"} and each["id"] not in DATASETTES]
    assert not serious, [(each["id"], each["nodes"][0]["html"][:200]) for each in serious]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_on_our_pages(axe, browser, address, place, scheme):
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    if place == "/compare":
        page.goto(f"{address}/document/celex:32024R1689")
        page.get_by_role("link", name="Compare with version 1").click()
    else:
        page.goto(f"{address}{place}")
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(result => result.violations)")
    context.close()
    assert not found, [(each["id"], each["nodes"][0]["html"][:200]) for each in found]
