"""Small changes that no test can find, and why: what they change has no effect that anybody could see."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {
    "sifund/analysis/decide/criteria.py: held = risk_of(comparison, comparison.columns[0], fund).held → "
    "held = risk_of(comparison, comparison.columns[1], fund).held": "what one column holds is held in all",
    "sifund/analysis/outlook/solvency.py: deficit = _first(surplus < -HALF_FEN) → "
    "deficit = _first(surplus <= -HALF_FEN)": "a sum of floats is half a fen to the last bit by chance alone, and then means "
    "nought either way",
    "sifund/model/person.py: return None if amounts is None else amounts.reshape(-1, MONTHS)[:, :last].sum(axis=1) → "
    "return None if amounts is None else amounts.reshape(-2, MONTHS)[:, :last].sum(axis=1)": "any number below nought is "
    "the length that NumPy is to find",
}
"""Mutant (path: text before → text after) → reason."""
