//! Complete or said: damaged records in backups, kits and listings.
