//! A scan that cannot look says no: secrets in kits, exports and history.
