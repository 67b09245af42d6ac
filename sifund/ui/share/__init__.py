"""The dialog that shares what is shown, and its files."""
