"""`policy-tracker serve`: the database in a browser, with Datasette."""

import socket
from pathlib import Path

import click

from cli.options import existing_db_option
from db.connection import is_at_rest, open_for_reading
from pipeline.errors import StoreError, UsageError

# Suggesting facets tries every column of every page: two seconds with a million provisions. A facet takes up to 100 ms
# then; one that takes longer than this is left out, and the page says so.
SETTINGS = {"suggest_facets": "off", "facet_time_limit_ms": "200"}


@click.command()
@existing_db_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 lets others in.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option("--immutable", is_flag=True, help="Promise that the file will not change: faster counts.")
def serve(db: Path, host: str, port: int, immutable: bool) -> None:
    """Show the database in a browser.

    Datasette only reads it, so a crawl can run meanwhile.
    """
    if not immutable and is_at_rest(db):
        # Read as unchanging, it would show nonsense once a crawl of another user writes it.
        raise StoreError(
            f"{db}: its folder may not be written, so that changes of the file would go unseen; "
            "make the folder writable, or promise with --immutable that nobody writes the file"
        )
    # Refuses an older schema and what is not ours, with a clear message.
    open_for_reading(db, immutable=immutable).close()
    port = _free_port(host, port)
    address = f"[{host}]" if ":" in host else host
    click.echo(f"The AI policy tracker is at http://{address}:{port}/ (Ctrl-C ends it)")
    # Datasette is slow to import, and of use to this command alone.
    from datasette.cli import cli as datasette

    datasette.main(_datasette_arguments(db, host, port, immutable), prog_name="datasette", standalone_mode=False)


def _datasette_arguments(db: Path, host: str, port: int, immutable: bool) -> list[str]:
    """What `datasette` is called with. Our plugin brings pages and descriptions."""
    file = ["--immutable", str(db)] if immutable else [str(db)]
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, value)]
    return ["serve", *file, *settings, "--host", host, "--port", str(port)]


def _free_port(host: str, port: int) -> int:
    """The port, or a free one for 0. Raises `UsageError` where nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family) as server:
            return int(server.getsockname()[1])
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}, port {port}: {error.strerror}", "choose another --host or --port"
        ) from error
