"""The only part of sifund that imports streamlit: guard, carrier of the scenario, lever cards, figures."""
