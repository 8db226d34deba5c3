"""Error pages with status 200 are not the document; short documents are."""

import pytest

from pipeline.errors import ChallengePage, NotTheDocument
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.extract.web.error_pages import error_in

ADVICE = (
    "Perhaps a search for artificial intelligence can help you. Please try again later, or return to the home page of "
    "this agency, where you will find our newest reports, news releases and blog posts."
)


def read(title: str, heading: str, text: str = ADVICE) -> None:
    page = f"<html><head><title>{title}</title></head><body><main><h1>{heading}</h1><p>{text}</p></main></body></html>"
    assert extract(Content(page.encode(), "text/html", "https://agency.example/a")).provisions


@pytest.mark.parametrize(
    "heading",
    [
        "404 - Page Not Found", "Error 404", "We’re sorry, we can’t find the page you’re looking for",
        "Sorry, we can't find that page", "Oops! That page can’t be found.", "The page cannot be found",
        "Page can't be found", "This page has moved", "The page you requested is unavailable", "Page introuvable",
        "The requested page is unavailable", "Nothing was found", "Nothing Found", "Site maintenance",
        "Site under maintenance", "This site is currently under maintenance", "Service Unavailable",
        "Service Temporarily Unavailable", "503 Service Unavailable", "Internal Server Error", "500",
        "Sign in to your account", "Session expired", "Your session has expired", "Coming soon", "We’ll be back soon!",
        "The website encountered an unexpected error. Please try again later.", "Something went wrong",
        "This content is no longer available", "The page you are looking for does not exist",
        "We are experiencing technical difficulties", "Technical Difficulties", "429 Too Many Requests",
        "Too many requests",
        "Error 503 Backend fetch failed", "Runtime Error", "Error establishing a database connection",
        "System Unavailable", "Service Interruption", "Scheduled Outage", "Unable to Connect", "Website is offline",
        "Request Rejected", "Please try again later", "We’re sorry, but something went wrong (500)",
        "ERROR: The request could not be satisfied", "Redirecting…", "Redirecting to https://agency.example/b",
        "Lapse in appropriations", "Notice of the Lapse of Federal Funding", "Government Shutdown Notice",
        "Funding lapse", "We’ll be right back", "Welcome to nginx!", "It works!",
        "We’ll be back", "Scheduled maintenance in progress", "Rate limited",
        "This content has been archived and is no longer available",
        "Apache2 Ubuntu Default Page", "HTTP Server Test Page", "IIS Windows Server",
    ],
)  # fmt: skip
def test_error_pages_are_not_the_document(heading: str) -> None:
    text = heading if "encountered" in heading else ADVICE
    with pytest.raises(NotTheDocument, match=r"agency\.example/a: the page says .* although its status is good"):
        read("Agency", heading, text)
    with pytest.raises(NotTheDocument):
        read("Agency", "Agency", f"<h2>{heading}</h2><p>{text}</p>")


@pytest.mark.parametrize(
    "title", ["Page not found | Agency", "Agency – Error 404", "Coming soon - Agency", "WordPress › Error"]
)
def test_the_head_tells_an_error_page_whose_heading_is_a_joke(title: str) -> None:
    with pytest.raises(NotTheDocument):
        read(title, "This harbor is empty")


@pytest.mark.parametrize(
    "text",
    [
        "The website encountered an unexpected error. Please try again later.",
        "It seems we can’t find what you’re looking for. Perhaps searching can help.",
        "We are sorry, the page you were looking for could not be found.",
        "The requested URL /a was not found on this server, which is a sad thing to say.",
        "You do not have permission to view this directory or page, says the server.",
        "We are currently experiencing technical issues. Our engineers have been told of this problem.",
        "Due to technical difficulties this list of open models is not shown. Please come back.",
        "Sorry! Something went wrong on our end.",
        "There has been a critical error on this website. Learn more about troubleshooting this website.",
        "You are being redirected to the new home of this page. Please wait a few seconds, or follow the link.",
        "Redirecting to https://agency.example/a-new-page-on-open-models in a few seconds.",
        "Click here if you are not redirected.",
        "The link you followed may be broken, or the page may have been removed.",
        "You have made too many requests. Please try again in a minute, or come back tomorrow.",
        "You are accessing a U.S. Government information system, which includes this computer.",
        "Fatal error: Uncaught Error: Call to undefined function harbor() in /var/www/index.php:12",
        "Due to a lapse in appropriations, most of this website is not being updated, says the agency.",
        "Because of the lapse in federal funding agency.gov and all its online activities will be unavailable.",
    ],
)
def test_the_first_paragraph_tells_an_error_page(text: str) -> None:
    with pytest.raises(NotTheDocument):
        read("Agency", "Agency of Harbors", text)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Harbors Get Open Models", "Pilots who met the words access denied may now log in to the open model library."),
        ("500 Harbors Join the Open Model Pact", "The pact was found to be useful, and not found wanting by anyone."),
        (
            "Agency Denies Access to Weights",
            "The agency said that weights that were removed cannot be found elsewhere.",
        ),
        ("Coming Soon: Open Charts for Every Harbor", "The page of a log book that was moved is on show this week."),
        ("Guide to the Maintenance of Models", "Service is unavailable to nobody who reads this guide with some care."),
        ("A Lamp Goes Out", "The document was removed from the list of open models, and that file was deleted, too."),
        (
            "Technical Issues",
            "Harbors had technical issues with closed models, says a pilot; requests went unanswered.",
        ),
        ("Redirecting Funds to Open Models", "Harbors that were redirected to open models say that it works for them."),
        ("It Works for Harbors", "There has been no critical error on any of the open charts since the harbor opened."),
        (
            "Comments on Open Models",
            "Due to a lapse in appropriations, the period for comments is longer by three weeks.",
        ),
        (
            "The Lapse in Funding of Open Harbors",
            "The lapse of funding closed the harbor, and its website was praised.",
        ),
        ("Pages of the Past", "The document that was adopted in 2031 is no longer needed to open a model's weights."),
    ],
)
def test_short_documents_that_speak_of_errors_are_read(heading: str, text: str) -> None:
    read(f"{heading} | Agency", heading, text)


def test_a_long_document_may_open_as_it_likes() -> None:
    read("Agency", "Nothing Found", f"{ADVICE} " * 5)


def test_a_waiting_page_is_a_bot_wall() -> None:
    with pytest.raises(ChallengePage):
        read("Agency", "Just a moment...")


def test_a_title_that_is_long_is_no_message() -> None:
    longest = "404 " + "s" * 196
    assert error_in([longest], "") == longest
    assert error_in([longest + "s"], "") == ""
