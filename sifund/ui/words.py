"""Words that pages share; they live in `sifund.analysis.words`, where documents find them too."""

from sifund.analysis.words import (
    BASIS,
    MEASURE,
    NO_CHANGE,
    NO_EFFECT,
    cell,
    first_effect,
    money,
    sentence,
    years_text,
)

__all__ = ["BASIS", "MEASURE", "NO_CHANGE", "NO_EFFECT", "cell", "first_effect", "money", "sentence", "years_text"]
