"""What publishers can be asked and how their answers are read: a module for each site or API. No network here."""
