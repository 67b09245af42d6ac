"""What the values of a lever's slider do before it is moved: the results at its places, and which of them are permitted."""
