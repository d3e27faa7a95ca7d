"""The way in: connect, choose a passphrase, unlock, wait for a role."""
