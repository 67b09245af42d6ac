"""Documents that leave the house: Word, PDF, Excel and pictures, each carrying the fingerprints of what it shows."""
