"""The WARC archive: every answer of every publisher, as it came, and the journal of what was made of it.

The archive is the source of truth. One series of files per crawl and source, `20261120T214500Z-ntia-00001.warc.gz`,
each record a separate gzip member, so that a file cut short by a crash is readable up to the break.
"""
