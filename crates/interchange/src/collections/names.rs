//! Names of files and folders that every system takes.

use super::place::one_line;

/// How long a part of a path may be, in bytes: some disks take 255, and an ending and a number follow.
const LONGEST_PART: usize = 80;

/// Names that Windows keeps for itself.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name that can be a file's or folder's on every system, as near to the given one as that allows.
pub fn safe_name(name: &str) -> String {
    let part = |c: char| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        other => other,
    };
    let name: String = one_line(name).chars().map(part).collect();
    let name = cut(name.trim_matches(['.', ' ']), LONGEST_PART);
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_device = RESERVED.contains(&stem.as_str())
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.ends_with(|c: char| c.is_ascii_digit()));
    if name.is_empty() {
        "Unnamed".to_owned()
    } else if is_device {
        format!("{name}-")
    } else if let Some(stem) = name.strip_suffix(".http") {
        // A folder that ends like a request's file would be taken for a damaged one.
        format!("{stem}-http")
    } else {
        name
    }
}

/// The name cut to a length in bytes.
pub(super) fn cut(name: &str, most: usize) -> String {
    let name = &name[..name.floor_char_boundary(most)];
    name.trim_matches(['.', ' ']).to_owned()
}
