"""The app as it is used, with many people in its store: through the screens and the router, drawn without a window."""
