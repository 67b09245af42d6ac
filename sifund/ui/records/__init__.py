"""The parts of the records page: what was checked, and what would be needed where nothing was."""
