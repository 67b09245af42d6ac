"""The lawful front: of all lawful settings of some levers, those that no other beats on every aim at once."""
