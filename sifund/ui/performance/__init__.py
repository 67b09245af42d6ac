"""The parts of the performance page, one a tab."""
