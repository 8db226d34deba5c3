"""What sources are made of: `source`, the class that each of them extends; `declaration`, what it must state of itself;
`register_text`, texts of the Federal Register, which several sources ask for."""
