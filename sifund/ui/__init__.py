"""The only part of sifund that imports streamlit: guard, address, lever cards, figures."""
