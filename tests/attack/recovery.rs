//! Recovery works: damaged files, full disks, interrupted programs.
