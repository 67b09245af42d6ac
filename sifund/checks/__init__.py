"""Findings about a dataset: each check declared once, values in, a report out; no page, no language, no files."""
