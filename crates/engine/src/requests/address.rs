//! How a request is named: `folder/file#name`, or `folder/file` where that says enough. Which file and entry it leads to is
//! left to `own`.

use mudbrick_model::{ErrorCode, Problem, Request, RequestPath};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;

/// What stands between the file and the name of the request in it.
const MARK: char = '#';

/// Where a request is. As text:
///
/// | text | means |
/// | --- | --- |
/// | `folder/file` | the request that is called like the file, else the only one in it |
/// | `folder/file#name` | the request of that name |
/// | `folder/file#name#2` | the second one of that name |
///
/// A `#` in a file's own name is written `%23`, and a `%` before such digits `%25`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, as = "String"))]
pub struct RequestAddress {
    file: RequestPath,
    entry: Option<EntryName>,
}

/// Which request of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct EntryName {
    /// Empty for one without a name.
    pub(super) name: String,
    /// Counted from 1 among those of the name.
    pub(super) number: usize,
}

impl RequestAddress {
    /// Reads an address as a person writes it.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] for a file name that cannot be one, or leads out of the folder of requests.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let Some((file, name)) = text.split_once(MARK) else {
            return Ok(Self { file: RequestPath::parse(&unescaped(text))?, entry: None });
        };
        let name = name.trim();
        if name.contains(char::is_control) {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                "The name of a request is one line without control characters.",
            ));
        }
        let entry = Some(EntryName::parse(name));
        Ok(Self { file: RequestPath::parse(&unescaped(file))?, entry })
    }

    /// The file that the request is in.
    pub fn file(&self) -> &RequestPath {
        &self.file
    }

    /// The request's name, when the address has one.
    pub fn name(&self) -> Option<&str> {
        self.entry.as_ref().map(|entry| entry.name.as_str())
    }

    pub(super) fn of(file: &RequestPath, entry: EntryName) -> Self {
        Self { file: file.clone(), entry: Some(entry) }
    }

    pub(super) fn entry(&self) -> Option<&EntryName> {
        self.entry.as_ref()
    }
}

impl EntryName {
    /// Reads `name` or `name#2`.
    pub(super) fn parse(text: &str) -> Self {
        let (name, number) = numbered(text.trim()).unwrap_or((text.trim(), 1));
        Self { name: name.to_owned(), number }
    }

    /// What tells the requests of a file apart, one for each.
    pub(super) fn of_all(requests: &[Request]) -> Vec<Self> {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let names = requests.iter().map(|request| {
            let number = seen.entry(request.name.as_str()).or_default();
            *number += 1;
            Self { name: request.name.clone(), number: *number }
        });
        names.collect()
    }
}

impl fmt::Display for EntryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if self.number > 1 || numbered(&self.name).is_some() {
            write!(f, "{MARK}{}", self.number)?;
        }
        Ok(())
    }
}

/// `name#2`; a name that ends like this itself is always written with its number.
fn numbered(text: &str) -> Option<(&str, usize)> {
    let (name, number) = text.rsplit_once(MARK)?;
    let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    number.parse().ok().filter(|_| plain).map(|number| (name, number))
}

fn escaped(file: &str) -> String {
    file.replace("%25", "%2525").replace("%23", "%2523").replace(MARK, "%23")
}

fn unescaped(file: &str) -> String {
    let mut plain = String::new();
    let mut rest = file;
    while let Some(at) = rest.find("%2") {
        let (whole, character) = match rest.as_bytes().get(at + 2) {
            Some(b'3') => (3, "#"),
            Some(b'5') => (3, "%"),
            _ => (2, "%2"),
        };
        plain.push_str(&rest[..at]);
        plain.push_str(character);
        rest = &rest[at + whole..];
    }
    plain + rest
}

impl fmt::Display for RequestAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escaped(self.file.as_str()))?;
        self.entry.as_ref().map_or(Ok(()), |entry| write!(f, "{MARK}{entry}"))
    }
}

impl TryFrom<String> for RequestAddress {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|problem| problem.message)
    }
}

impl From<RequestAddress> for String {
    fn from(address: RequestAddress) -> Self {
        address.to_string()
    }
}

/// The address of a file whose name says enough.
impl From<&RequestPath> for RequestAddress {
    fn from(file: &RequestPath) -> Self {
        Self { file: file.clone(), entry: None }
    }
}

impl From<&RequestAddress> for RequestAddress {
    fn from(address: &RequestAddress) -> Self {
        address.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::file("a/b", "a/b", None)]
    #[case::name("a/b#List all", "a/b", Some(("List all", 1)))]
    #[case::second("a/b#List#2", "a/b", Some(("List", 2)))]
    #[case::mark_in_the_name("a/b#C# and F#", "a/b", Some(("C# and F#", 1)))]
    #[case::no_number("a/b#List#02", "a/b", Some(("List#02", 1)))]
    #[case::without_a_name("a/b#", "a/b", Some(("", 1)))]
    #[case::second_without_a_name("a/b##2", "a/b", Some(("", 2)))]
    #[case::mark_in_the_file("a%23b#c", "a#b", Some(("c", 1)))]
    #[case::percent("100%20", "100%20", None)]
    fn addresses(#[case] text: &str, #[case] file: &str, #[case] entry: Option<(&str, usize)>) {
        let address = RequestAddress::parse(text).unwrap();
        assert_eq!(address.file().as_str(), file);
        let found = address.entry().map(|entry| (entry.name.as_str(), entry.number));
        assert_eq!(found, entry);
        assert_eq!(address.to_string(), text);
    }

    #[rstest]
    #[case::out("../a")]
    #[case::out_by_an_escape("a/%23/../..")]
    #[case::from_the_root("/etc/passwd#x")]
    #[case::nothing("")]
    #[case::only_a_name("#x")]
    #[case::two_lines("a#x\ny")]
    fn what_is_no_address_is_told(#[case] text: &str) {
        let problem = RequestAddress::parse(text).expect_err("must be refused");
        assert_eq!(problem.code, ErrorCode::InvalidInput);
        assert!(problem.message.ends_with('.'), "{}", problem.message);
    }

    proptest! {
        #[test]
        fn every_address_is_read_as_it_was_written(
            file in "[a-c#%235 ]{1,8}(/[a-c#%]{1,4})?",
            name in "[a-c#12 ]{0,6}",
            number in 1_usize..12,
        ) {
            let Ok(file) = RequestPath::parse(&file) else { return Ok(()) };
            let entry = EntryName { name: name.trim().to_owned(), number };
            for address in [RequestAddress::from(&file), RequestAddress::of(&file, entry)] {
                prop_assert_eq!(&RequestAddress::parse(&address.to_string()).unwrap(), &address);
            }
        }
    }
}
