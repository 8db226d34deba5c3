"""What is run as a whole: a crawl of one source or several, a rebuild from the archive, a test of every link."""
