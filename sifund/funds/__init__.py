"""One file a fund: its parameters above the lines that use them. `sifund.catalog` finds what is declared here."""
