"""Findings, the evidence behind figures, and an office's own data."""
