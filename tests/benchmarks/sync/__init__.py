"""The exchange beside PouchDB's, the server beside its limits, a session's devices at once, growth and bytes."""
