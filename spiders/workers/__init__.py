"""Processes beside the crawl's own: those that read documents, and the one that writes the database."""
