"""What several pages draw: the bar, levers, figures, sections, tables and messages."""
