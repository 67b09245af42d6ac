"""What a scenario does to the lines: calibration to the base year, the engine, its result."""
