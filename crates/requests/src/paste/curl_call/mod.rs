//! A call of curl as it is about to be made: which addresses it sends to, and how. Unlike a pasted command it is run as it
//! stands, with a token beside it; so what is not known is refused, and so is what would show the token or pass it on.

mod error;
mod refused;

pub use error::CurlCallError;
pub use refused::CurlWay;

use super::curl_options::{self as options, Meaning, Named};
use mudbrick_model::{Header, Method};

/// What the arguments of curl say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurlCall {
    /// Where it sends to, as written.
    pub urls: Vec<String>,
    /// How. Where it uploads a file to one URL and reads another, this is what the first does.
    pub method: Method,
    /// What it writes behind each of the URLs, as given: by `--url-query`, and with `-G` all data.
    pub query: Vec<String>,
    /// Its own headers.
    pub headers: Vec<Header>,
    /// Options about how to connect: their names in curl's manual, and as they were written.
    connecting: Vec<(&'static str, String)>,
}

impl CurlCall {
    /// Refuses what could lead a call without TLS elsewhere than its URL says.
    ///
    /// # Errors
    /// Some option is about how to connect.
    pub fn connects_as_its_url_says(&self) -> Result<(), CurlCallError> {
        match self.connecting.first() {
            None => Ok(()),
            Some((_, written)) => Err(unsafe_option(written, refused::IN_THE_CLEAR)),
        }
    }

    /// Refuses what would take another way than was decided on.
    ///
    /// # Errors
    /// Some option decides on one of these.
    pub fn takes_the_way(&self, decided: &[CurlWay]) -> Result<(), CurlCallError> {
        for (name, written) in &self.connecting {
            if let Some(way) = CurlWay::decided_by(name).filter(|way| decided.contains(way)) {
                return Err(unsafe_option(written, way.why()));
            }
        }
        Ok(())
    }
}

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
    data: Vec<String>,
    query: Vec<String>,
    has_form: bool,
    data_in_url: bool,
    uploads: bool,
    head: bool,
    connecting: Vec<(&'static str, String)>,
}

impl Reading {
    fn long<'a>(
        &mut self,
        name: &str,
        rest: &mut impl Iterator<Item = &'a str>,
    ) -> Result<(), CurlCallError> {
        let written = format!("--{name}");
        let named = options::named_long(name)
            .ok_or_else(|| CurlCallError::UnknownOption(written.clone()))?;
        self.option(named, &written, None, rest)
    }

    /// `-sSL`, `-XPOST`: letters in a row, of which the last may have its value behind it.
    fn short<'a>(
        &mut self,
        letters: &str,
        rest: &mut impl Iterator<Item = &'a str>,
    ) -> Result<(), CurlCallError> {
        for (at, letter) in letters.char_indices() {
            let written = format!("-{letter}");
            let named = options::named_short(letter)
                .ok_or_else(|| CurlCallError::UnknownOption(written.clone()))?;
            let behind = &letters[at + letter.len_utf8()..];
            let attached = Some(behind).filter(|behind| !behind.is_empty());
            self.option(named, &written, attached, rest)?;
            if named.option.takes_value {
                break;
            }
        }
        Ok(())
    }

    fn option<'a>(
        &mut self,
        Named { name, option, is_negated }: Named,
        written: &str,
        attached: Option<&str>,
        rest: &mut impl Iterator<Item = &'a str>,
    ) -> Result<(), CurlCallError> {
        if let Some(why) = refused::always(name) {
            return Err(unsafe_option(written, why));
        }
        // Versions of curl differ in what switching off does to the method and to the connection.
        if is_negated && option.meaning != Meaning::Ignored {
            return Err(CurlCallError::UnknownOption(written.to_owned()));
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
            Meaning::Header if value.starts_with('@') => {
                return Err(unsafe_option(written, refused::READS_HEADERS));
            }
            Meaning::Header => self.headers.extend(header(value)),
            Meaning::Data
            | Meaning::DataBinary
            | Meaning::DataRaw
            | Meaning::DataEncoded
            | Meaning::Json => self.data.push(value.to_owned()),
            Meaning::Query => self.query.push(value.to_owned()),
            Meaning::Form | Meaning::FormText => self.has_form = true,
            Meaning::DataInUrl => self.data_in_url = true,
            Meaning::Upload => self.uploads = true,
            Meaning::Head => self.head = true,
            Meaning::Connection => self.connecting.push((name, written.to_owned())),
            Meaning::Unsupported | Meaning::Options | Meaning::Next => {
                return Err(CurlCallError::UnknownOption(written.to_owned()));
            }
            // The rest is how curl reads and prints, and headers that decide on nothing here.
            Meaning::PlainUrl
            | Meaning::UserAgent
            | Meaning::Referer
            | Meaning::Range
            | Meaning::Cookie
            | Meaning::User
            | Meaning::Bearer
            | Meaning::Ignored => {}
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
            // `-G` moves data into the URL, and forms stay where they are.
            None if self.has_form || !self.data.is_empty() && !self.data_in_url => Method::Post,
            None if self.head => Method::Head,
            None => Method::Get,
        };
        let mut query = self.query;
        if self.data_in_url {
            query.extend(self.data);
        }
        Ok(CurlCall {
            urls: self.urls,
            method,
            query,
            headers: self.headers,
            connecting: self.connecting,
        })
    }
}

fn unsafe_option(written: &str, why: &'static str) -> CurlCallError {
    CurlCallError::Unsafe { option: written.to_owned(), why }
}

/// `X: value`, `X:` to take one out, `X;` for one without a value.
fn header(text: &str) -> Option<Header> {
    let (name, value) = text.split_once(':').or_else(|| Some((text.strip_suffix(';')?, "")))?;
    Some(Header::new(name.trim(), value.trim()))
}

#[cfg(test)]
mod real_curl;
#[cfg(test)]
mod tests;
