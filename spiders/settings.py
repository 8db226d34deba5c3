"""How the tracker fetches. Scrapy's own defaults are made for speed; each line here says why it differs.

Everything can be overridden with `-s NAME=VALUE`. Settings of ours start with POLICY_; the environment sets them too,
for `rebuild` and `verify` as for a crawl.
"""

import logging
import os
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from math import inf
from typing import TypeVar

from scrapy.settings import BaseSettings, default_settings

from pipeline.errors import UsageError
from spiders.archive import encoding

_T = TypeVar("_T")

try:
    _VERSION = version("ai-policy-tracker")
except PackageNotFoundError:  # run from a checkout that is not installed
    _VERSION = "0"


def user_agent(contact: str) -> str:
    """Program, version, and whom to write to where that is known."""
    return f"ai-policy-tracker/{_VERSION}" + (f" (+{contact})" if contact else "")


def _given(name: str, default: _T) -> _T | str:
    """A setting of ours: what the environment says, else the default. Scrapy reads numbers and truth from text too."""
    return os.environ.get(name) or default


def own_names() -> list[str]:
    """Names of the settings of ours; docs/operations.md has a table of them."""
    return sorted(name for name in globals() if name.startswith("POLICY_"))


def check(settings: BaseSettings) -> None:
    """Whether the values can be used, before anything is touched: Scrapy fails half-way, or takes "nan" for a number.

    Raises:
        UsageError: names the first that cannot.
    """
    for allowed, (names, read) in _ALLOWED.items():
        for name in names:
            value = settings[name]
            if not _is_readable(read, str(value)):
                raise UsageError(f"{name} {value!r} is not {allowed}")


def _is_readable(read: Callable[[str], float], value: str) -> bool:
    try:
        return 0 <= read(value) < inf
    except ValueError:
        return False


def _truth(value: str) -> float:
    """As Scrapy's `getbool` reads it, and no other number."""
    return {"0": 0, "1": 1, "False": 0, "false": 0, "True": 1, "true": 1}.get(value, -1)


def _level(value: str) -> float:
    return logging.getLevelNamesMapping().get(value, -1)


_ALLOWED: dict[str, tuple[tuple[str, ...], Callable[[str], float]]] = {
    "a number of seconds, 0 or more": (
        (
            "DOWNLOAD_DELAY",
            "DOWNLOAD_TIMEOUT",
            "POLICY_CRAWL_DELAY_MAX",
            "POLICY_RETRY_AFTER_MAX",
            "POLICY_RETRY_PAUSE",
        ),
        float,
    ),
    "a whole number, 0 or more": (("DOWNLOAD_MAXSIZE", "POLICY_READERS", "REDIRECT_MAX_TIMES", "RETRY_TIMES"), int),
    "0 or 1": (("DOWNLOAD_VERIFY_CERTIFICATES", "POLICY_PRIVATE_ADDRESSES", "ROBOTSTXT_OBEY"), _truth),
    "one of DEBUG, INFO, WARNING, ERROR and CRITICAL": (("LOG_LEVEL",), _level),
}
"""What settings that people change may be. Those that only one part reads are checked there: POLICY_LANGUAGES,
POLICY_READ_SECONDS, POLICY_READ_MEMORY_MB."""

BOT_NAME = "ai-policy-tracker"
SPIDER_MODULES = ["spiders.sources"]

# --- Where things are kept ---
POLICY_DB = _given("POLICY_DB", "data/policy.db")
POLICY_ARCHIVE = _given("POLICY_ARCHIVE", "data/archive")

# An archive that answers instead of the network; `crawl --replay` sets it, with the handlers that it needs.
POLICY_REPLAY = ""

# --- What is asked for ---
# Languages of EU texts, best first.
POLICY_LANGUAGES = _given("POLICY_LANGUAGES", "en,fr")
# Dockets on regulations.gov whose comments are collected: NTIA's request for comment on dual-use foundation models with
# widely available weights.
POLICY_DOCKETS = _given("POLICY_DOCKETS", "NTIA-2023-0009")

# --- Who we are ---
# A publisher with a complaint must be able to write to a person: the address of whoever runs this. It has no default.
POLICY_CONTACT = _given("POLICY_CONTACT", "").strip()
USER_AGENT = user_agent(POLICY_CONTACT)

# --- Polite ---
ROBOTSTXT_OBEY = True  # default False
# Between the starts of two requests to a host; a larger Crawl-delay in its robots.txt wins. `spiders.network.gate`
# keeps it across sources. Default 0.
DOWNLOAD_DELAY = 2.0
# Seconds of a Crawl-delay that we keep at most. Publishers state 1 to 30; a crawl that kept a day would hang for weeks
# and hold the lock, so beyond this nothing is fetched from the host, and a problem says so.
POLICY_CRAWL_DELAY_MAX = _given("POLICY_CRAWL_DELAY_MAX", 60.0)
DOWNLOAD_DELAY_JITTER = 0  # default 0.5, which would go down to half the delay
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8
# AutoThrottle stays off (its default): it lowers a delay that Crawl-delay asked for.

# --- Asking again ---
RETRY_TIMES = 2
RETRY_HTTP_CODES = [408, 429, 500, 502, 503, 504, 522, 524]
# Seconds before the first retry; the second waits three times as long. Scrapy retries at once.
POLICY_RETRY_PAUSE = _given("POLICY_RETRY_PAUSE", 0.5)
# Seconds that we wait at most when a host sends Retry-After; beyond that the request is given up until the next crawl.
POLICY_RETRY_AFTER_MAX = _given("POLICY_RETRY_AFTER_MAX", 120.0)

# --- Safe ---
# Default False: Scrapy takes any certificate. What we cite as law must come from the publisher.
DOWNLOAD_VERIFY_CERTIFICATES = True
# Both open a port that runs Python; the first is on by default since Scrapy 2.19.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
# Default: any address. A publisher's name that leads into our own network is refused, unless POLICY_PRIVATE_ADDRESSES
# says that this is meant.
TWISTED_DNS_RESOLVER = "spiders.network.resolver.PublicResolver"
POLICY_PRIVATE_ADDRESSES = _given("POLICY_PRIVATE_ADDRESSES", False)
# Sites must not see us as one visitor over time, and pages must not depend on what was fetched before.
COOKIES_ENABLED = False
# A refresh inside a page is for browsers; a document that moved says so with a 3xx.
METAREFRESH_ENABLED = False
# Default 20; a browser's figure. A document is a few redirects away, a loop is not worth twenty requests.
REDIRECT_MAX_TIMES = 8
REFERRER_POLICY = "no-referrer"  # nobody needs to know where we found an address
URLLENGTH_LIMIT = 0  # default 2083, which drops long API queries without a word

# --- Bounded ---
DOWNLOAD_TIMEOUT = 120  # seconds for a whole answer, so that a slow drip ends too; default 180
DOWNLOAD_MAXSIZE = encoding.MOST_BYTES  # default 1 GiB; also holds for what a body unpacks to
DOWNLOAD_WARNSIZE = 50 * 1024 * 1024
DNS_TIMEOUT = 20  # default 60
POLICY_READ_SECONDS = _given("POLICY_READ_SECONDS", 120.0)  # for one document, in a process of its own
POLICY_READ_MEMORY_MB = _given("POLICY_READ_MEMORY_MB", 2048)
POLICY_READERS = _given("POLICY_READERS", 0)  # reading processes; 0: one for each processor but one

# --- Wiring ---
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
    "Accept-Encoding": encoding.ACCEPT_ENCODING,
}
# The archiving middleware takes Content-Encoding off: it needs the bytes as they came and as they are read.
COMPRESSION_ENABLED = False
# Cellar serves other documents at the same address by Accept and Accept-Language.
REQUEST_FINGERPRINTER_CLASS = "spiders.network.fingerprints.NegotiatedFingerprinter"
DOWNLOAD_HANDLERS = {
    "http": "spiders.network.handlers.GatedHandler",
    "https": "spiders.network.handlers.GatedHandler",
    # What is not on the web is not fetched: a link to file:///etc/passwd finds no handler.
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
_SCRAPYS = "scrapy.downloadermiddlewares"
# These are off, by settings above. Left in, or given None below, they are imported all the same, with aiohttp, requests
# and an SSH server: an eighth of the processor time of a crawl's start.
_UNUSED = {
    "scrapy.extensions.remote_control.RemoteControl",
    "scrapy.extensions.telnet.TelnetConsole",
    f"{_SCRAPYS}.cookies.CookiesMiddleware",
}
EXTENSIONS_BASE = {name: order for name, order in default_settings.EXTENSIONS_BASE.items() if name not in _UNUSED}
DOWNLOADER_MIDDLEWARES_BASE = {
    name: order for name, order in default_settings.DOWNLOADER_MIDDLEWARES_BASE.items() if name not in _UNUSED
}
DOWNLOADER_MIDDLEWARES = {
    # From the spider's side …
    "spiders.middlewares.failures.PlainFailuresMiddleware": 10,
    "spiders.middlewares.encoding.EncodingMiddleware": 20,
    "spiders.middlewares.hosts.HostsMiddleware": 40,
    f"{_SCRAPYS}.offsite.OffsiteMiddleware": None,  # lets subdomains through and drops without a word
    f"{_SCRAPYS}.robotstxt.RobotsTxtMiddleware": None,
    f"{_SCRAPYS}.httpauth.HttpAuthMiddleware": None,  # no publisher asks for a password
    "spiders.middlewares.robots.RobotsMiddleware": 100,
    f"{_SCRAPYS}.retry.RetryMiddleware": None,
    "spiders.middlewares.retry.RetryMiddleware": 550,
    f"{_SCRAPYS}.redirect.RedirectMiddleware": None,
    "spiders.middlewares.redirects.SafeRedirectMiddleware": 600,
    "spiders.middlewares.conditional.ConditionalMiddleware": 880,
    "spiders.middlewares.archiving.ArchivingMiddleware": 950,
    "spiders.middlewares.personal.PersonalDetailsMiddleware": 960,
    # … to the wire.
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "spiders.middlewares.failures.PlainHttpErrorMiddleware": 50,
    "spiders.middlewares.failures.ProblemsMiddleware": 60,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # nobody asks how many links away from the start it was
}
EXTENSIONS = {
    "spiders.runs.session.Session": 0,
    "spiders.progress.Progress": 10,
}
ITEM_PIPELINES = {"spiders.item_pipelines.KeepPipeline": 100}

# --- Quick ---
# Default 100: so many tasks are made for each answer, though most give one document, which waits to be read and saved,
# and some requests, which must not wait for it. Eight took a tenth of a millisecond.
CONCURRENT_ITEMS = 2
# Default True: counts bytes of requests and answers for statistics that nobody reads; `fetches` has them.
DOWNLOADER_STATS = False
# Default True: reads and parses the source code of a callback for each answer. mypy finds more.
WARN_ON_GENERATOR_RETURN_VALUE = False

# --- Log ---
LOG_LEVEL = "INFO"  # default DEBUG, which prints whole items
LOG_FORMATTER = "spiders.runs.log.ShortFormatter"
LOG_VERSIONS: list[str] = []  # ten lines in each log; `pip freeze` tells them
STATS_DUMP = False
