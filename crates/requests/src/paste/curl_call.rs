//! A call of curl as it is about to be made: which addresses it sends to, and how. Unlike a pasted command it is run as it
//! stands, with a token beside it; so what is not known is refused, and so is what would show the token or pass it on.

use super::curl_options::{self as options, CurlOption, Meaning};
use mudbrick_model::{ErrorCode, Explain, Header, Method, Problem};
use thiserror::Error;

/// What the arguments of curl say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurlCall {
    /// Where it sends to, as written.
    pub urls: Vec<String>,
    /// How.
    pub method: Method,
    /// Its own headers.
    pub headers: Vec<Header>,
}

/// Why curl is not called so.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CurlCallError {
    /// An option that is not known may do anything.
    #[error("reading curl's arguments: unknown option {0}")]
    UnknownOption(String),
    /// An option without the value it needs.
    #[error("reading curl's arguments: {0} without a value")]
    NoValue(String),
    /// It would print the token, pass it on, or send it where nobody can tell.
    #[error("reading curl's arguments: {option} {why}")]
    Unsafe {
        /// As curl's manual names it.
        option: String,
        /// What it does, as the end of a sentence that begins with it.
        why: &'static str,
    },
    /// A method that Adobe's APIs do not use.
    #[error("reading curl's arguments: method {0:?}")]
    UnknownMethod(String),
    /// Nowhere to send it.
    #[error("reading curl's arguments: no URL")]
    NoUrl,
}

/// Options that are refused, each with what it does.
const UNSAFE: [(&str, &str); 10] = [
    ("verbose", PRINTS),
    ("trace", PRINTS),
    ("trace-ascii", PRINTS),
    ("trace-config", PRINTS),
    ("libcurl", "writes the token into a file"),
    ("location-trusted", "passes the token on to wherever an answer points"),
    ("insecure", "shows the token to whoever answers in Adobe’s place"),
    ("config", "reads options that are not seen here"),
    ("next", "begins a call that would go without the token"),
    ("request-target", "sends to another place than the URL says"),
];

const PRINTS: &str = "prints the token";

/// Reads the words behind `curl`.
///
/// # Errors
/// Something in them is not known, or would not keep the token.
pub fn read_curl_call(arguments: &[String]) -> Result<CurlCall, CurlCallError> {
    let mut read = Reading::default();
    let mut rest = arguments.iter().map(String::as_str);
    let mut only_urls = false;
    while let Some(word) = rest.next() {
        match word.strip_prefix('-') {
            _ if only_urls => read.urls.push(word.to_owned()),
            Some("-") => only_urls = true,
            Some("") | None => read.urls.push(word.to_owned()),
            Some(letters) => match letters.strip_prefix('-') {
                Some(name) => read.long(name, &mut rest)?,
                None => read.short(letters, &mut rest)?,
            },
        }
    }
    read.finish()
}

#[derive(Default)]
struct Reading {
    urls: Vec<String>,
    method: Option<String>,
    headers: Vec<Header>,
    has_data: bool,
    data_in_url: bool,
    uploads: bool,
    head: bool,
}

impl Reading {
    fn long<'a>(
        &mut self,
        name: &str,
        rest: &mut impl Iterator<Item = &'a str>,
    ) -> Result<(), CurlCallError> {
        let written = format!("--{name}");
        let option =
            options::long(name).ok_or_else(|| CurlCallError::UnknownOption(written.clone()))?;
        self.option(option, name, &written, None, rest)
    }

    /// `-sSL`, `-XPOST`: letters in a row, of which the last may have its value behind it.
    fn short<'a>(
        &mut self,
        letters: &str,
        rest: &mut impl Iterator<Item = &'a str>,
    ) -> Result<(), CurlCallError> {
        for (at, letter) in letters.char_indices() {
            let written = format!("-{letter}");
            let (name, option) = options::named_short(letter)
                .ok_or_else(|| CurlCallError::UnknownOption(written.clone()))?;
            let behind = &letters[at + letter.len_utf8()..];
            let attached = Some(behind).filter(|behind| !behind.is_empty());
            self.option(option, name, &written, attached, rest)?;
            if option.takes_value {
                break;
            }
        }
        Ok(())
    }

    fn option<'a>(
        &mut self,
        option: CurlOption,
        name: &str,
        written: &str,
        attached: Option<&str>,
        rest: &mut impl Iterator<Item = &'a str>,
    ) -> Result<(), CurlCallError> {
        if let Some((_, why)) = UNSAFE.iter().find(|(refused, _)| *refused == name) {
            return Err(CurlCallError::Unsafe { option: written.to_owned(), why });
        }
        let value = match option.takes_value {
            false => "",
            true => attached
                .or_else(|| rest.next())
                .ok_or_else(|| CurlCallError::NoValue(written.to_owned()))?,
        };
        match option.meaning {
            Meaning::Url => self.urls.push(value.to_owned()),
            Meaning::Method => self.method = Some(value.to_owned()),
            Meaning::Header => self.headers.extend(header(value)),
            Meaning::Data
            | Meaning::DataBinary
            | Meaning::DataRaw
            | Meaning::DataEncoded
            | Meaning::Json
            | Meaning::Form
            | Meaning::FormText => self.has_data = true,
            Meaning::DataInUrl => self.data_in_url = true,
            Meaning::Upload => self.uploads = true,
            Meaning::Head => self.head = true,
            Meaning::Unsupported => {
                return Err(CurlCallError::UnknownOption(written.to_owned()));
            }
            // The rest is how curl connects, reads and prints, which is the caller's affair.
            _ => {}
        }
        Ok(())
    }

    fn finish(self) -> Result<CurlCall, CurlCallError> {
        if self.urls.is_empty() {
            return Err(CurlCallError::NoUrl);
        }
        let method = match self.method {
            Some(method) => Method::parse(&method).ok_or(CurlCallError::UnknownMethod(method))?,
            None if self.uploads => Method::Put,
            None if self.has_data && !self.data_in_url => Method::Post,
            None if self.head => Method::Head,
            None => Method::Get,
        };
        Ok(CurlCall { urls: self.urls, method, headers: self.headers })
    }
}

/// None for one that takes a header out (`X:`) or is read from a file.
fn header(text: &str) -> Option<Header> {
    let (name, value) = text.split_once(':')?;
    Some(Header::new(name.trim(), value.trim()))
}

impl Explain for CurlCallError {
    fn problem(&self) -> Problem {
        let (message, remedy) = match self {
            Self::UnknownOption(option) => (
                format!(
                    "Mudbrick does not know what {option} makes of the call. Nothing was sent."
                ),
                "Write the option out as curl’s manual does, or leave it out.",
            ),
            Self::NoValue(option) => {
                (format!("{option} needs a value."), "Add it behind the option.")
            }
            Self::Unsafe { option, why } => (
                format!("curl’s {option} {why}. Nothing was sent."),
                "Leave it out. `mudbrick send --include` and `--timeline` show what came and where the time went.",
            ),
            Self::UnknownMethod(method) => {
                (format!("{method} is not a method that Adobe’s APIs use."), "Correct it.")
            }
            Self::NoUrl => {
                ("There is no URL for curl.".to_owned(), "Add one that begins with https://.")
            }
        };
        Problem::new(ErrorCode::InvalidInput, message).remedy(remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const URL: &str = "https://platform.adobe.io/data";

    fn read(arguments: &[&str]) -> Result<CurlCall, CurlCallError> {
        let arguments: Vec<String> = arguments.iter().map(|&word| word.to_owned()).collect();
        read_curl_call(&arguments)
    }

    #[rstest]
    #[case::plain(&[URL], Method::Get)]
    #[case::letters(&["-sSL", URL], Method::Get)]
    #[case::method(&["-X", "DELETE", URL], Method::Delete)]
    #[case::method_behind(&["-XPATCH", URL], Method::Patch)]
    #[case::method_in_a_row(&["-sXPUT", URL], Method::Put)]
    #[case::data(&["-d", "a=b", URL], Method::Post)]
    #[case::data_behind(&["-da=b", URL], Method::Post)]
    #[case::data_in_the_url(&["-G", "-d", "a=b", URL], Method::Get)]
    #[case::json(&["--json", "{}", URL], Method::Post)]
    #[case::form(&["-F", "a=@b", URL], Method::Post)]
    #[case::upload(&["-T", "file", URL], Method::Put)]
    #[case::head(&["-I", URL], Method::Head)]
    #[case::url_by_name(&["--url", URL], Method::Get)]
    #[case::behind_the_options(&["-s", "--", URL], Method::Get)]
    #[case::a_value_that_looks_like_an_option(&["-o", "-v", URL], Method::Get)]
    fn how_it_is_sent(#[case] arguments: &[&str], #[case] method: Method) {
        let call = read(arguments).unwrap();
        assert_eq!((call.urls, call.method), (vec![URL.to_owned()], method));
    }

    #[rstest]
    #[case::verbose(&["-v", URL], "-v")]
    #[case::verbose_in_a_row(&["-sv", URL], "-v")]
    #[case::verbose_by_name(&["--verbose", URL], "--verbose")]
    #[case::trace(&["--trace", "-", URL], "--trace")]
    #[case::trace_ascii(&["--trace-ascii", "-", URL], "--trace-ascii")]
    #[case::source(&["--libcurl", "x.c", URL], "--libcurl")]
    #[case::trusted(&["--location-trusted", URL], "--location-trusted")]
    #[case::insecure(&["-k", URL], "-k")]
    #[case::config(&["-K", "x", URL], "-K")]
    #[case::next(&[URL, "-:", URL], "-:")]
    #[case::target(&["--request-target", "/x", URL], "--request-target")]
    fn what_would_not_keep_the_token_is_refused(#[case] arguments: &[&str], #[case] named: &str) {
        match read(arguments) {
            Err(CurlCallError::Unsafe { option, .. }) => assert_eq!(option, named),
            other => panic!("{other:?}"),
        }
    }

    #[rstest]
    #[case::abbreviated(&["--verb", URL])]
    #[case::attached(&["--max-time=3", URL])]
    #[case::invented(&["--frobnicate", URL])]
    #[case::letter(&["-ß", URL])]
    #[case::expanded(&["--expand-url", URL])]
    fn what_is_not_known_is_refused(#[case] arguments: &[&str]) {
        assert!(matches!(read(arguments), Err(CurlCallError::UnknownOption(_))), "{arguments:?}");
    }

    #[test]
    fn every_url_is_found_and_every_header() {
        let call =
            read(&[URL, "-Hx-a: b", "--header", "x-c:", "-H", "@file", "http://other"]).unwrap();
        assert_eq!(call.urls, [URL, "http://other"]);
        let names: Vec<_> = call.headers.iter().map(|header| header.name.as_str()).collect();
        assert_eq!(names, ["x-a", "x-c"]);
        assert_eq!(read(&["-s"]), Err(CurlCallError::NoUrl));
        assert_eq!(read(&["-o"]), Err(CurlCallError::NoValue("-o".to_owned())));
        assert_eq!(
            read(&["-X", "BREW", URL]),
            Err(CurlCallError::UnknownMethod("BREW".to_owned()))
        );
    }
}
