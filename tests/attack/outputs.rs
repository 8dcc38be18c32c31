//! Nothing cut, nothing overwritten, nothing thrown away: every command that writes, to every kind of place.
