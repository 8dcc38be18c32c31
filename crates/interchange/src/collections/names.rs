//! Names of files and folders that every system takes.

use super::place::one_line;
use icu_normalizer::ComposingNormalizerBorrowed;
use mudbrick_vault::files::is_device_name;

/// How long a part of a path may be, in bytes: some disks take 255, and an ending and a number follow.
const LONGEST_PART: usize = 80;

/// A name that can be a file's or folder's on every system, as near to the given one as that allows. Letters of every script stay,
/// each accent with its letter: a Mac writes the two apart, and elsewhere that would be another name that looks the same.
pub fn safe_name(name: &str) -> String {
    let name = &*ComposingNormalizerBorrowed::new_nfc().normalize(name);
    let part = |c: char| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        other => other,
    };
    let name: String = one_line(name).chars().map(part).collect();
    let name = cut(name.trim_matches(['.', ' ']), LONGEST_PART);
    // A folder that ends like a request's file would be taken for a damaged one.
    let name = match name.strip_suffix(".http") {
        Some(stem) => format!("{stem}-http"),
        None => name,
    };
    match name.split_once('.') {
        _ if name.is_empty() => "Unnamed".to_owned(),
        // Windows does not look at what follows the first dot.
        Some((stem, rest)) if is_device_name(stem) => format!("{stem}-.{rest}"),
        None if is_device_name(&name) => format!("{name}-"),
        _ => name,
    }
}

/// The name cut to a length in bytes.
pub(super) fn cut(name: &str, most: usize) -> String {
    let name = &name[..name.floor_char_boundary(most)];
    name.trim_matches(['.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::safe_name;
    use mudbrick_vault::files::is_device_name;

    #[test]
    fn letters_of_every_script_stay_in_one_spelling() {
        for name in ["Büro", "Größe", "日本語", "Ελλάδα", "naïve – 2", "📁 Orders"]
        {
            assert_eq!(safe_name(name), name);
        }
        assert_eq!(safe_name("Bu\u{308}ro"), "Büro");
        assert_eq!(safe_name("Bu\u{308}ro: nach/vorn?"), "Büro- nach-vorn-");
        // What only looks like a device by other letters is none, and cutting leaves whole letters.
        assert_eq!(safe_name("Cöm1"), "Cöm1");
        let long = safe_name(&"ü".repeat(100));
        assert!(long.len() <= 80 && long.chars().all(|c| c == 'ü'), "{long}");
    }

    #[test]
    fn a_device_of_windows_is_no_name() {
        let renamed = [
            ("con", "con-"),
            ("CON.txt", "CON-.txt"),
            ("aux.tar.gz", "aux-.tar.gz"),
            ("lpt1.http", "lpt1-http"),
            ("Com0", "Com0-"),
        ];
        for (name, expected) in renamed {
            assert_eq!(safe_name(name), expected);
            assert!(!is_device_name(expected), "{expected}");
        }
        for name in ["comb", "console.txt", "com10", "my.con"] {
            assert_eq!(safe_name(name), name);
        }
    }
}
