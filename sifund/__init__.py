"""sifund: what a policy does to social insurance funds, before it is decided."""

__version__ = "0.10.0"
