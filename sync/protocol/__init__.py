"""What both sides agree on: bytes, signatures, membership and limits. Imports nothing of either side."""
