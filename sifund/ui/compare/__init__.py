"""Scenarios side by side, and which of them."""
