//! Small machines and many callers: memory for a passphrase, one call for all, and nobody waits for somebody else's limit.
