"""What happens to every request and answer, from the spider's side to the wire; `spiders.settings` gives the order."""
