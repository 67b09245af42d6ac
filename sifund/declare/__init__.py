"""The language that a fund is written in: parameters, lines with their formulas, relations, parties."""
