"""The phone's side of the exchange. Knows nothing of what envelopes hold."""
