"""Small changes that no test can find, and why: what they change has no effect that anybody could see."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {}
"""Mutant (path: text before → text after) → reason."""
