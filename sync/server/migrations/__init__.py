"""How the tables came to be, in order; run by schema.upgrade."""
