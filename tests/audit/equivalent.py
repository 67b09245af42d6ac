"""Small changes that no test can find, and why: what they change has no effect that anybody could see."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {
    "sifund/analysis/decide/criteria.py: held = risk_of(comparison, comparison.columns[0], fund).held → "
    "held = risk_of(comparison, comparison.columns[1], fund).held": "what one column holds is held in all",
    "sifund/analysis/effect/attribution.py: table = np.stack([holds[key] for key, _ in scenario.changes], axis=1) if holds else "
    "np.ones((rows, 0), dtype=bool) → table = np.stack([holds[key] for key, _ in scenario.changes], axis=1) if holds else "
    "np.ones((rows, 0), )": "a table without columns has no values, of whatever type",
    "sifund/analysis/effect/payers.py: for share, part in zip(of_line, _weights(side, of_line), strict=True): → "
    "for share, part in zip(of_line, _weights(side, of_line), strict=False):": "each share is given its weight",
    "sifund/analysis/outlook/solvency.py: deficit = _first(surplus < -HALF_FEN) → "
    "deficit = _first(surplus <= -HALF_FEN)": "a sum of floats is half a fen to the last bit by chance alone, and then means "
    "nought either way",
    'sifund/analysis/year/performance.py: yield "over" if rate > 100 else "under" → '
    'yield "over" if rate >= 100 else "under"': "only what is farther from 100% than the tolerance comes there",
    "sifund/model/estimate.py: if fit.error <= estimate.surest and low <= fit.value <= high: → "
    "if fit.error < estimate.surest and low <= fit.value <= high:": "least squares give that very float by chance alone",
    "sifund/model/person.py: return None if amounts is None else amounts.reshape(-1, MONTHS)[:, :last].sum(axis=1) → "
    "return None if amounts is None else amounts.reshape(-2, MONTHS)[:, :last].sum(axis=1)": "any number below nought is "
    "the length that NumPy is to find",
}
"""Mutant (path: text before → text after) → reason."""
