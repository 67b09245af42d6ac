"""Any office's figures → Dataset, all problems at once."""
