import json

import pytest


@pytest.mark.parametrize(("style", "start"), [("bibtex", "@misc{"), ("csl", "["), ("ris", "TY  - ")])
def test_citations_can_be_downloaded(site, style, start):
    answer = site.get(f"/cite/{style}/{site.second}/art_1")
    assert answer.text.startswith(start)
    assert "attachment" in answer.headers["content-disposition"]
    assert site.second in answer.text
    if style == "csl":
        assert json.loads(answer.text)[0]["section"] == "Article 1"
