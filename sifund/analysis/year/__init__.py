"""The year in review: budget, outturn, their reasons, targets, and what needs attention."""
