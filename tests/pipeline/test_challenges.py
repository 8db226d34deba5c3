import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import challenges
from pipeline.challenges import wall_in_body, wall_in_headers

AWS = b"""<!DOCTYPE html>
<html lang="en"><head><title></title><script>window.gokuProps = {"key": "a"};</script>
<script src="https://token.awswaf.com/challenge.js"></script></head>
<body><div id="challenge-container"></div><noscript>
<h1>JavaScript is disabled</h1>we need to verify that you're not a robot.</noscript></body></html>"""
REQUEST_ACCESS = b"""<!DOCTYPE html><html><head><title>Federal Register :: Request Access</title></head>
<body><h1>Request Access</h1>
<p>Due to aggressive automated scraping, programmatic access is limited.</p>
<form><div class=g-recaptcha></div></form></body></html>"""
AKAMAI = b"""<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>
You don't have permission to access "http&#58;&#47;&#47;agency&#46;example&#47;" on this server.<P>
Reference&#32;&#35;18&#46;2d351ab8&#46;1557333295&#46;a4e16ab
<P>https&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18.2d351ab8.1557333295.a4e16ab</P>\n</BODY>\n</HTML>"""
CLOUDFLARE = b"""<!DOCTYPE html><html><head><title>Just a moment...</title></head>
<body><noscript>Enable JavaScript and cookies</noscript></body></html>"""
UNBRANDED = (
    b"<html><head><title>Please verify you are a human</title></head><body>Solve the puzzle to go on.</body></html>"
)


ANUBIS = (
    b"<!doctype html><html><head><title>Checking</title></head><body><p>Loading...</p>"
    b'<script id="anubis_challenge" type="application/json">{"difficulty":4}</script></body></html>'
)


def headed(words: bytes) -> bytes:
    return b"<!DOCTYPE html><html><head><title>Agency</title></head><body><h1>" + words + b"</h1><p>Wait.</p></body>"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (ANUBIS, "Anubis"),
        (headed(b"Making sure you&#39;re not a bot!"), "access page"),
        (headed(b"Your access to this site has been limited by its owner"), "access page"),
        (headed(b"You are now in line"), "access page"),
        (headed(b"You are in lineage with the plan"), ""),
        (headed(b"Our access to this both ways"), ""),
        (AWS, "AWS WAF"),
        (REQUEST_ACCESS, "CAPTCHA"),
        (AKAMAI, "Akamai"),
        (CLOUDFLARE, "Cloudflare"),
        (UNBRANDED, "access page"),
        (b"\n\n " + AKAMAI, "Akamai"),
    ],
)
def test_knows_walls_by_the_shape_of_their_page(body: bytes, name: str) -> None:
    assert wall_in_body(body) == name


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (b"<script>AwsWafCookieDomainList = []</script>", "AWS WAF"),
        (b'<script src="https://token.awswaf.com/x.js"></script>', "AWS WAF"),
        (b"<script>window.gokuProps = {}</script>", "AWS WAF"),
        (b"<p>Reference #18.2d351ab8.1557333295</p>", "Akamai"),
        (b"<p>Reference&#32;&#35;18&#46;2d351ab8</p>", "Akamai"),
        (b"<p>https://errors.edgesuite.net/18</p>", "Akamai"),
        (b"<p>https://errors&#46;edgesuite&#46;net/18</p>", "Akamai"),
        (b'<script src="/cdn-cgi/challenge-platform/h/b"></script>', "Cloudflare"),
        (b"<h1>\nJust a moment...</h1>", "Cloudflare"),
        (b"<script>window._cf_chl_opt = {}</script>", "Cloudflare"),
        (b"<div id=cf-browser-verification></div>", "Cloudflare"),
        (b'<script src="/_Incapsula_Resource?SWJIYLWA=1"></script>', "Imperva"),
        (b"<p>Request unsuccessful. Incapsula incident ID: 1-2</p>", "Imperva"),
        (b'<script src="https://ct.captcha-delivery.com/c.js"></script>', "DataDome"),
        (b'<div id="px-captcha"></div>', "PerimeterX"),
        (b'<script src="/.within.website/x/cmd/anubis/static/js/main.mjs"></script>', "Anubis"),
        (b"The requested URL was rejected. Please consult with your administrator.", "F5"),
        (b"<div class=h-captcha></div>", "CAPTCHA"),
        (b"<div class=cf-turnstile></div>", "CAPTCHA"),
        (b"<div class=friendlycaptcha></div>", "CAPTCHA"),
        (b"<div id=captcha-container></div>", "CAPTCHA"),
        (b"<h1>Attention Required!</h1>", "access page"),
        (b"<h1>Security check</h1>", "access page"),
        (b"<h1>Solve this captcha</h1>", "access page"),
        (b"<h1>Are you human?</h1>", "access page"),
        (b"<h1>Are you a robot?</h1>", "access page"),
        (b"<h1>Are you a bot?</h1>", "access page"),
        (b"<h1>Say that you are not a robot</h1>", "access page"),
        (b"<h1>Please request access</h1>", "access page"),
        (b"<h1>Access Denied</h1>", "access page"),
        (b"<h1>Access to this site has been blocked</h1>", "access page"),
        (b"<h1>Access to this site has been restricted</h1>", "access page"),
        (b"<h1>You are now in a queue</h1>", "access page"),
        (b"<h1>Confirm that you are human</h1>", "access page"),
        (b"<h1>Access to this page has been denied</h1>", "access page"),
        (b"<h1>You are in the queue</h1>", "access page"),
        (b"<h1>Pardon Our Interruption</h1>", "access page"),
        (b"<h1>One moment, please...</h1>", "access page"),
        (b"<h1>One more step</h1>", "access page"),
        (b"<p>Please complete the security check to go on.</p>", "access page"),
        (b"<h1>Robot Challenge Screen</h1>", "access page"),
        (b"<h1>Client Challenge</h1>", "access page"),
        (b"<h1>Challenge Validation</h1>", "access page"),
        (b"<h1>Verification required</h1>", "access page"),
        (b"<h1>Human Verification</h1>", "access page"),
        (b"<h1>Harbor Security Checkpoint</h1>", "access page"),
        (b"<p>Please stand by while we are checking your browser.</p>", "access page"),
        (b"<p>Something about your browser made us think you were a bot.</p>", "access page"),
        (b"<p>Please wait while your request is being verified...</p>", "access page"),
        (b"<p>We have seen unusual traffic from your network.</p>", "access page"),
        (b"<h2>Sorry, you have been blocked</h2>", "access page"),
        (b"<p>This site needs to review the security of your connection.</p>", "access page"),
        (b"<p>Enable JavaScript and cookies to continue</p>", "access page"),
        (b"<p>Due to aggressive automated scraping access is limited.</p>", "access page"),
        (b"<p>To go on, please complete the CAPTCHA (bot test) below.</p>", "access page"),
        (b"<p>Please prove that you are a human by solving the puzzle.</p>", "access page"),
        (b"<p>Verifying you&#39;re human. This may take a few seconds.</p>", "access page"),
        ("<p>Making sure that you’re not a robot</p>".encode(), "access page"),
    ],
)
def test_knows_walls_by_what_only_their_pages_hold(mark: bytes, name: str) -> None:
    assert wall_in_body(b"<html><head><title>Agency</title></head><body>" + mark + b"</body></html>") == name


@pytest.mark.parametrize(("literal", "shape"), [(literal, shape) for _, literal, shape in challenges._SIGNS if shape])
@given(data=st.data())
def test_a_sign_holds_the_literal_that_is_looked_for(
    literal: str, shape: re.Pattern[bytes], data: st.DataObject
) -> None:
    assert literal.encode() in data.draw(st.from_regex(shape, fullmatch=True))


@pytest.mark.parametrize("element", ["script", "style", "svg", "template", "STYLE"])
def test_what_a_page_does_not_show_is_no_text(element: str) -> None:
    unseen = f"<{element}>\n{'var challenge > solve;' * 1000}</{element} >".encode()
    assert wall_in_body(b"<html><body>" + unseen + b"<div id='px-captcha'></div></body></html>") == "PerimeterX"


@pytest.mark.parametrize("unseen", [b"<!-- " + b"<b>a comment</b>\n" * 200 + b" -->", b"<br class='plain'>" * 200])
def test_comments_and_markup_are_no_text(unseen: bytes) -> None:
    assert wall_in_body(b"<html><body>" + unseen + b"<div id='px-captcha'></div></body></html>") == "PerimeterX"


def test_no_wall_is_as_long_as_a_page_that_is_drawn_by_scripts() -> None:
    script = b"<script>" + b"draw('plan');" * 40_000 + b"</script>"
    assert wall_in_body(b"<html><body>" + script + b"<div class=g-recaptcha></div></body></html>") == ""


def test_a_page_whose_noscript_line_asks_for_javascript_is_no_wall() -> None:
    page = (
        b"<html><body><noscript>Sorry, you need to enable JavaScript to visit this website.</noscript>"
        b"<main><p>Short text.</p></main></body></html>"
    )
    assert wall_in_body(page) == ""


@pytest.mark.parametrize(
    "words",
    [
        "Sorry, you need to enable JavaScript to visit this website.",
        "CAPTCHA: This question is for testing whether or not you are a human visitor.",
        "Harbors must tell you that you speak to a robot, and not to a human.",
        "The agency asks how to solve CAPTCHAs with open models.",
        "The bot is not a robot. Verification of open weights is required.",
    ],
)
def test_a_short_page_may_speak_of_humans_and_robots(words: str) -> None:
    more = "The harbor office publishes its plan for models with open weights, and asks what pilots think of it. " * 2
    assert wall_in_body(headed(b"Harbors").replace(b"Wait.", f"{words} {more}".encode())) == ""
    assert wall_in_body(headed(b"Harbors").replace(b"Wait.", more.encode())) == ""


@pytest.mark.parametrize(
    "page",
    [
        "<body>captcha</body>",
        "<body><div id='captcha'></div></body>",
        "<body><img src=/captcha.png><form action=/go>Enter the code</form></body>",
        "<body>Are you a robot?</body>",
        "<body>We took you for one. You browse as a bot.</body>",
        "<body>Access denied</body>",
        "<body><h2>Request Access</h2></body>",
        "<body>Security check to access agency.example</body>",
        "<body>Automated access to this site is not allowed.</body>",
    ],
)
def test_a_page_that_says_hardly_anything_else_is_a_wall(page: str) -> None:
    assert wall_in_body(f"<!DOCTYPE html><html>{page}</html>".encode()) == "access page"


def test_what_search_engines_are_told_is_not_said() -> None:
    assert (
        wall_in_body(b'<html><head><meta name="a robot" content="none"></head><body>Open models.</body></html>') == ""
    )


def test_a_page_with_text_may_load_cloudflare_scripts_and_hold_a_captcha_form() -> None:
    page = b"<html><body><p>" + b"The office publishes its plan. " * 80 + b"</p><div class=g-recaptcha></div>"
    assert (
        wall_in_body(page + b"<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script></body></html>")
        == ""
    )


@pytest.mark.parametrize("path", ["scripts/jsd/main.js", "h/b/scripts/jsd/0a1b/main.js"])
def test_what_cloudflare_puts_into_every_page_makes_no_wall_of_a_short_notice(path: str) -> None:
    script = f"<script src='/cdn-cgi/challenge-platform/{path}'></script>"
    assert wall_in_body(f"<html><body><pre>A short notice.</pre>{script}</body></html>".encode()) == ""


def test_only_markup_can_be_a_wall() -> None:
    assert wall_in_body(b"A memo on how to read Reference #18.2d351ab8.") == ""
    assert wall_in_body(b"%PDF-1.7 g-recaptcha") == ""
    assert wall_in_body(b"<?xml version='1.0'?><RULE><P>captcha-delivery.com</P></RULE>") == ""


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({"X-Amzn-Waf-Action": "challenge"}, "AWS WAF"),
        ({"x-amzn-waf-action": "captcha"}, "AWS WAF"),
        ({"CF-Mitigated": "Challenge"}, "Cloudflare"),
        ({"Content-Type": "text/html"}, ""),
        ({}, ""),
    ],
)
def test_knows_walls_by_their_own_header(headers: dict[str, str], name: str) -> None:
    assert wall_in_headers(headers) == name
