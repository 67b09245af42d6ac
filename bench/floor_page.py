"""The floor: one slider, one Altair chart, nothing cached."""

import altair as alt
import polars as pl
import streamlit as st

st.set_page_config(page_title="floor", layout="wide")
rate = st.slider("Rate", 0, 100, 10, key="rate")
years = list(range(2021, 2072))
frame = pl.DataFrame({"year": years, "value": [(1 + rate / 1000) ** (year - years[0]) for year in years]})
chart = alt.Chart(frame).mark_line(point=True).encode(
    x=alt.X("year:Q", axis=alt.Axis(format="d")), y=alt.Y("value:Q", scale=alt.Scale(domain=[0, 120]))
)  # fmt: skip
st.altair_chart(chart, height=400, key="chart")
