"""The front of the published database: pages for people, as a plugin of Datasette 0.65.

Registered by the entry point `datasette` in pyproject.toml, so that every Datasette in this environment has it:
`policy-tracker serve` as well as `datasette -i data/policy.db`, with or without `-m metadata.yml`. A Datasette without
it shows the same database with its own pages only.

Pages read through `db` and the standard library; no page needs JavaScript or another host.

`hooks` is where Datasette asks, `routes` says which module answers which address: `home`, `search`, `document`,
`provision`, `comparison` (each with its templates) or `machines`. All of them share `site`, `links`, `queries`
and `text`. A provision's citations are in `citations`: `cited` has what they state, `legal_citations` and
`reference_managers` the styles. `described`, `facets`, `headers` and `errors` change Datasette's own pages.
"""

from db.datasette.hooks import (
    asgi_wrapper,
    extra_css_urls,
    extra_template_vars,
    filters_from_request,
    get_metadata,
    handle_exception,
    permission_allowed,
    prepare_connection,
    prepare_jinja2_environment,
    register_facet_classes,
    register_routes,
    render_cell,
    startup,
)

__all__ = [
    "asgi_wrapper",
    "extra_css_urls",
    "extra_template_vars",
    "filters_from_request",
    "get_metadata",
    "handle_exception",
    "permission_allowed",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_facet_classes",
    "register_routes",
    "render_cell",
    "startup",
]
