"""What a scenario does and by which lever, who pays for it, and what reaches a goal."""
