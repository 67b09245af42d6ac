"""Series of years and months: how a year runs, how far years move, and how good forecasts of them were."""
