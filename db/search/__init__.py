"""Finding what people ask for, in the database. Read-only; `db.lookup` shows what has been found.

`provisions` finds provisions by words, citation or tag, `documents` finds documents by title, name or number; `filters`
are what narrows both. What people type is read by `words` (for the full-text index and for comparing) and `places`
(citations).
"""
