"""What citations state of fictional documents of every sort."""

from dataclasses import replace

from db.datasette.cited import Cited

ACT = Cited(
    document_id="celex:32031R0001",
    title="Regulation (EU) 2031/1 on 100 % thinking_machines & more",
    kind="regulation",
    jurisdiction="EU",
    publisher="Arcadian Printing Office",
    published="2031-01-02",
    place="Article 53(2)",
    url="https://gazette.example/1#art_53",
    captured="2031-01-05T00:01:00Z",
    version="0123456789abcdef",
    names={"celex": "32031R0001"},
)
ORDER = Cited(
    document_id="fr:2031-00002",
    title="Safe Machines",
    kind="executive_order",
    jurisdiction="US",
    publisher="Executive Office of the President",
    published="2030-09-30",
    place="Sec. 4.6(b)",
    url="https://register.example/2",
    captured="2031-01-05T00:01:00Z",
    version="fedcba9876543210",
    names={"eo": "14110", "fr_citation": "88 FR 75191"},
)
UNDATED = Cited("url:1", "A page", "page", "US", "Agency", "", "¶ 3", "https://a.example/", "2031-01-05", "00", {})


ELI = "http://data.europa.eu/eli/reg/2031/1"
ISSUE = replace(ACT, names={"celex": "32031R0001", "eli": f"{ELI}/oj"})
STATE = replace(
    ACT, kind="consolidated", published="2032-08-02", legal_date="2032-08-02",
    names={"celex": "02031R0001-20320802", "eli": f"{ELI}/2032-08-02"},
)  # fmt: skip
NOTICE = replace(
    ORDER, title="Request for comments", kind="notice", publisher="Office of the Federal Register",
    published="2031-02-26", place="para. 7", names={"fr": "2031-03763", "fr_citation": "89 FR 14059"},
    agencies=("Harbour Agency", "Bureau of Buoys"),
)  # fmt: skip
REPORT = replace(
    UNDATED, title="Use of machines", kind="memorandum", publisher="The White House", place="p. 10, para. 3",
    names={"omb": "M-24-10"}, agencies=("Office of Buoys",),
)  # fmt: skip
COMMENT = replace(
    UNDATED, title="Comment from Buoy Makers, on Machines", kind="comment", publisher="Buoy Makers",
    published="2031-03-25", names={"docket": "HARBOUR-2031-0009", "regulations_gov": "HARBOUR-2031-0009-0264"},
)  # fmt: skip
