"""Every formula, parameter and document as tables, made from the declarations, the recorder and a baseline alone."""
