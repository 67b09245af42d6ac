"""Frame → chart: one small file a question. Specs are constant per (fund, language); values come with the data."""
