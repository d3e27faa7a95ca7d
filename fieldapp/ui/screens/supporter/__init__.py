"""What a supporter does during a session."""
