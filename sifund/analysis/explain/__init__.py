"""Why this number: any line's amount in words and numbers, down to rows of the data."""

from sifund.analysis.explain.build import explain
from sifund.analysis.explain.nodes import Explanation, Input, Step

__all__ = ["Explanation", "Input", "Step", "explain"]
