//! Writing and reading backups.
