"""The parts of the outlook page: one module a question."""
