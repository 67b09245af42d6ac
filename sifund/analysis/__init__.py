"""What is asked of results: values in, frames out; no page, no language."""
