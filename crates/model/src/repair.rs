//! What had to be repaired to read a text, a key or a certificate.

use serde::Serialize;

/// Something that was not as it should be, and was put right without guessing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[non_exhaustive]
pub enum Repair {
    /// UTF-16, as Windows editors and PowerShell write it.
    Utf16,
    /// A code page from before Unicode.
    CodePage,
    /// YAML that is indented with tabs.
    TabsInYaml,
    /// A quotation mark that is never closed, or only by one of another value.
    OpenQuote,
    /// A byte order mark at the beginning.
    ByteOrderMark,
    /// A text in JSON's quotes.
    JsonText,
    /// A JSON array of lines.
    JsonLines,
    /// Base64 around a whole PEM text or key file.
    Base64,
    /// `\n` written as two characters.
    EscapedLineEnds,
    /// Backslashes before slashes, quotes or line ends.
    Escapes,
    /// Everything on one line.
    OneLine,
    /// Blanks where line ends belong.
    BlanksForLineEnds,
    /// Lines that begin or end with blanks.
    Indentation,
    /// Quotes around lines or the whole.
    Quotes,
    /// The joining signs of source code between quoted lines.
    SourceCode,
    /// `>` at the beginning of each line, as mail programs quote.
    MailQuotes,
    /// Characters that cannot be seen, such as zero-width blanks.
    Invisible,
    /// `%0A`, `%2B`: as web addresses and forms have it.
    PercentEncoded,
    /// `&#10;`, `&#x3D;`, `<br>`: as web pages have it.
    Html,
    /// `=3D`: as mails have it.
    QuotedPrintable,
    /// Base64 in the alphabet of web addresses.
    UrlAlphabet,
    /// BEGIN and END lines are missing.
    MissingFences,
    /// BEGIN and END lines with other than five hyphens, or other characters for them.
    DamagedFences,
    /// The END line is missing, and the content is whole.
    MissingEnd,
    /// BEGIN and END lines that name something else than what is between them.
    Label,
    /// OpenSSH's own format, converted.
    OpenSsh,
    /// A JSON Web Key, converted.
    Jwk,
}

impl Repair {
    /// What was done, as a person reads it.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Utf16 => "The text was in UTF-16, as Windows writes it, and was converted.",
            Self::CodePage => "The text was in an old Western code page and was converted.",
            Self::TabsInYaml => {
                "Lines begin with tabs, which YAML does not allow. They were read as spaces."
            }
            Self::OpenQuote => {
                "A closing quotation mark is missing. The value was read to the end of its line."
            }
            Self::ByteOrderMark => "An invisible mark at the beginning was removed.",
            Self::JsonText => "The text was in JSON's quotes, which were taken off.",
            Self::JsonLines => "The text was a JSON list of lines, which were joined.",
            Self::Base64 => "The whole text was in Base64 and was decoded.",
            Self::EscapedLineEnds => "Line ends were written as \\n and were put right.",
            Self::Escapes => "The backslashes of JSON or source code were removed.",
            Self::OneLine => "Everything was on one line; the line ends were put back.",
            Self::BlanksForLineEnds => "Blanks stood for line ends, which were put back.",
            Self::Indentation => "Blanks at the beginning or end of lines were removed.",
            Self::Quotes => "Quotes around the text were removed.",
            Self::SourceCode => "Lines of source code were joined into one text.",
            Self::MailQuotes => "The > signs of a quoted mail were removed.",
            Self::Invisible => "Invisible characters were removed.",
            Self::PercentEncoded => "The %-codes of a web address were decoded.",
            Self::Html => "The codes of a web page were decoded.",
            Self::QuotedPrintable => "The =-codes of a mail were decoded.",
            Self::UrlAlphabet => "The Base64 was in the form for web addresses and was converted.",
            Self::MissingFences => "The BEGIN and END lines were missing and were put back.",
            Self::DamagedFences => "The dashes of the BEGIN or END line were put right.",
            Self::MissingEnd => "The END line was missing; the content is whole.",
            Self::Label => {
                "The BEGIN line named something else than what is in it; what is in it counts."
            }
            Self::OpenSsh => "The key was in OpenSSH's own format and was converted to PKCS #8.",
            Self::Jwk => "The key was a JSON Web Key and was converted to PKCS #8.",
        }
    }
}
