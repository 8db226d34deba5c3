"""A release of the database: `publish` makes and checks it, with `exports` (its tables as files), `datapackage` (which
describes it for machines) and `notes` (its README.md)."""
