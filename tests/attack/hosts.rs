//! A host is trust, and comes only from the person: hostile share kits, imports and backups.
