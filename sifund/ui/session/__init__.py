"""What a session holds: its dataset, scenario and view, carried in the address and checked where they come in."""
