"""Scrapy extensions that watch a crawl."""
