//! The practice Adobe: what its log shows, how much it holds, and who controls it.
