"""`python -m cli …` is `policy-tracker …`."""

from cli.main import main

main(prog_name="policy-tracker")
