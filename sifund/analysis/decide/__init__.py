"""Which of the compared scenarios: what decides between them, row by row and in a sentence."""
