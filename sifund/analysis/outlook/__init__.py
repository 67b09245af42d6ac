"""How sure it is: draws, what matters, stress, early warning, remedies, and how earlier forecasts did."""
