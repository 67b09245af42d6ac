"""What a person gets: typical persons before and after a scenario, in figures and in words."""
