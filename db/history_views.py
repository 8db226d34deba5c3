"""The views of history: changes, periods, states of the law, references between provisions."""

NEWEST_FIRST = (
    "substr(k.changed_at, 1, 10) DESC, coalesce(k.legal_date, k.changed_at) DESC, k.to_version, k.from_version"
)
"""The order of the index comparisons_of_law. A first crawl sees all states of the law on one day: the newest of them
stands first."""

# A better extractor is not a change of law. The index comparisons_of_law and the key of provision_changes deliver this
# order; "+" keeps SQLite from the index provision_changes_by_origin, which looks every change up a second time.
_RECENT_CHANGES = f"""
SELECT k.changed_at, c.kind, d.jurisdiction, d.source, c.document_id, d.title, c.citation,
       c.before, c.after, c.tags_before, c.tags_after, c.tag_changes, v.language, k.reason, k.legal_date,
       c.from_version, c.to_version, c.to_version || '/' || c.new_path AS provision_id,
       c.from_version || '/' || c.old_path AS old_provision_id, c.position
FROM comparisons k
CROSS JOIN versions v ON v.version_id = k.to_version
CROSS JOIN documents d ON d.document_id = v.document_id
CROSS JOIN provision_changes c ON c.to_version = k.to_version AND +c.from_version = k.from_version
WHERE k.reason <> 'technical_upgrade'
ORDER BY {NEWEST_FIRST}, c.position
"""  # noqa: S608  # ours

# The running maximum keeps periods in order where the clock of the crawling machine was set back.
_VERSION_PERIODS = """
SELECT document_id, language, version_id, number, known_from,
       lead(known_from) OVER (PARTITION BY document_id, language ORDER BY number) AS known_until
FROM (
    SELECT document_id, language, version_id, number,
           max(captured_at) OVER (PARTITION BY document_id, language ORDER BY number) AS known_from
    FROM versions
)
"""

# Cellar says of a consolidated text that it consolidates the act and all that amended it; its CELEX number shows which
# one is the act. The end of validity of an EU act is its last day; one that has passed does not end an act that Cellar
# still calls in force (Directive 2006/40/EC: 2009-04-28).
_LEGAL_STATES = """
WITH states AS (
    SELECT r.target AS document_id, v.language, v.version_id, v.document_id AS state_id, v.legal_date AS legal_from
    FROM versions v
    JOIN document_relations r ON r.document_id = v.document_id AND r.type = 'consolidates'
    WHERE v.current = 1 AND v.legal_date IS NOT NULL
      AND (v.document_id NOT LIKE 'celex:0%'
           OR r.target = 'celex:3' || substr(v.document_id, 8, instr(v.document_id, '-') - 8))
), originals AS (
    SELECT v.document_id, v.language, v.version_id, v.document_id AS state_id,
           CAST(coalesce(d.published,
                         (SELECT min(t.date) FROM document_dates t WHERE t.document_id = v.document_id
                          AND t.kind NOT IN ('end_of_validity', 'comments_close')),
                         substr(v.captured_at, 1, 10)) AS TEXT) AS legal_from
    FROM versions v JOIN documents d ON d.document_id = v.document_id
    WHERE v.current = 1 AND v.document_id NOT IN (SELECT state_id FROM states)
), chain AS (
    SELECT *, 0 AS place FROM originals UNION ALL SELECT *, 1 FROM states
)
SELECT document_id, language, version_id, state_id, legal_from,
       coalesce(lead(legal_from) OVER w,
                (SELECT min(CASE d.jurisdiction WHEN 'EU' THEN date(t.date, '+1 day') ELSE t.date END)
                 FROM document_dates t JOIN documents d ON d.document_id = t.document_id
                 WHERE t.document_id = chain.document_id AND t.kind = 'end_of_validity' AND t.date < '9999'
                   AND NOT (d.status = 'in_force' AND EXISTS (
                       SELECT 1 FROM document_sources s
                       WHERE s.document_id = d.document_id AND date(s.last_seen_at) > t.date)))
       ) AS legal_until,
       lag(version_id) OVER w AS version_before, lag(state_id) OVER w AS state_before
FROM chain
WINDOW w AS (PARTITION BY document_id, language ORDER BY place, legal_from, state_id)
"""

# "Article 3(14)" may be a point where "Article 53(2)" is a paragraph; what is more precise than the text that is held
# leads to the article. Annexes may come in a file of their own: "part_02/anx_III". The correction of an order may state
# the number of the order, and several notices may begin on the page of "89 FR 14059": it names none of them.
# A filter on the target finds the names first, then their references: to look up the document of each of 300,000
# references took 1 s. SQLite would rather start from a path, which says little without its document; hence +.
# `only` narrows the names for who asks for the references of one provision.
CROSS_REFERENCES = """
SELECT p.document_id, p.citation, r.sort, r.quote, n.document_id AS target_document, +r.target_path AS target_path,
       h.title AS target_title,
       t.citation AS target_citation, t.provision_id AS target_provision_id, t.url AS target_url,
       v.language, r.provision_id, r.start, r."end"
FROM (
    SELECT name, coalesce(
        (SELECT document_id FROM documents WHERE document_id = name),
        (SELECT CASE count(*) WHEN 1 THEN max(i.document_id) END
         FROM document_identifiers i JOIN documents o ON o.document_id = i.document_id
         WHERE i.value = substr(name, instr(name, ':') + 1) COLLATE NOCASE
           AND i.scheme = substr(name, 1, instr(name, ':') - 1)
           AND (i.scheme <> 'eo' OR o.kind = 'executive_order')),
        name) AS document_id
    FROM (SELECT DISTINCT target_document AS name FROM provision_references {only})
) n
JOIN provision_references r ON r.target_document = n.name
JOIN provisions p ON p.provision_id = r.provision_id
JOIN versions v ON v.version_id = p.version_id AND v.current = 1
LEFT JOIN documents h ON h.document_id = n.document_id
LEFT JOIN versions w ON w.document_id = h.document_id AND w.language = v.language AND w.current = 1
LEFT JOIN provisions t ON r.target_path <> '' AND t.provision_id = coalesce(
    (SELECT provision_id FROM provisions WHERE provision_id = w.version_id || '/' || r.target_path),
    (SELECT provision_id FROM provisions
     WHERE provision_id = w.version_id || '/' || replace(r.target_path, '/par_', '/pt_')),
    (SELECT provision_id FROM provisions
     WHERE provision_id = w.version_id || '/' || substr(r.target_path, 1, instr(r.target_path || '/', '/') - 1)),
    (SELECT provision_id FROM provisions
     WHERE r.target_path LIKE 'anx%' AND provision_id BETWEEN w.version_id || '/part_' AND w.version_id || '/part_~'
       AND substr(path, 9) IN (r.target_path, substr(r.target_path, 1, instr(r.target_path || '/', '/') - 1))
     ORDER BY length(path) DESC LIMIT 1))
"""

_SAME_TEXTS = """
SELECT v.document_id, w.document_id AS same_as, v.language, v.text_hash, d.title, e.title AS same_as_title
FROM versions v
JOIN versions w ON w.text_hash = v.text_hash AND w.language = v.language AND w.document_id <> v.document_id
JOIN documents d ON d.document_id = v.document_id
JOIN documents e ON e.document_id = w.document_id
WHERE v.current = 1 AND w.current = 1
"""

VIEWS = {
    "recent_changes": _RECENT_CHANGES,
    "version_periods": _VERSION_PERIODS,
    "legal_states": _LEGAL_STATES,
    "cross_references": CROSS_REFERENCES.format(only=""),
    "same_texts": _SAME_TEXTS,
}
