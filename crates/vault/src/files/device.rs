//! Names that Windows keeps for its devices.

/// Whether Windows takes a name for a device, in any folder: the name of one, with any ending behind it or none.
pub fn is_device_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    match stem.as_str() {
        "con" | "prn" | "aux" | "nul" => true,
        stem => ["com", "lpt"].iter().any(|port| {
            let number = stem.strip_prefix(port);
            number.is_some_and(|it| it.len() == 1 && it.starts_with(|c: char| c.is_ascii_digit()))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::is_device_name;

    #[test]
    fn names_of_devices_and_names_like_them() {
        for name in ["con", "PRN", "Aux.txt", "nul.tar.gz", "COM0", "com9.http", "lpt1", "LPT5."] {
            assert!(is_device_name(name), "{name}");
        }
        let others =
            ["", "cons", "comb", "com", "lpt", "com10", "lpt-1", "con-.txt", "my.con", "acom1"];
        for name in others {
            assert!(!is_device_name(name), "{name}");
        }
    }
}
