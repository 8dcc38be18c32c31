//! Which language a program is written in, and how that one writes comments and texts.

/// The languages that differ here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    CSharp,
    Go,
    Java,
    Php,
    Python,
    Ruby,
    Script,
}

/// What names a library that sends requests.
const MARKS: [(&str, Language); 33] = [
    ("new HttpClient(", Language::CSharp),
    ("HttpRequestMessage", Language::CSharp),
    ("DefaultRequestHeaders", Language::CSharp),
    (".GetAsync(", Language::CSharp),
    (".PostAsync(", Language::CSharp),
    (".SendAsync(", Language::CSharp),
    ("RestRequest(", Language::CSharp),
    ("new RestClient(", Language::CSharp),
    ("http.NewRequest", Language::Go),
    ("http.Post(", Language::Go),
    ("OkHttpClient", Language::Java),
    ("Request.Builder()", Language::Java),
    ("Unirest.", Language::Java),
    ("HttpRequest.newBuilder(", Language::Java),
    ("curl_init(", Language::Php),
    ("curl_setopt", Language::Php),
    ("requests.", Language::Python),
    ("import requests", Language::Python),
    ("httpx.", Language::Python),
    ("http.client", Language::Python),
    ("Net::HTTP", Language::Ruby),
    ("axios.", Language::Script),
    ("axios(", Language::Script),
    ("require('axios')", Language::Script),
    ("require(\"axios\")", Language::Script),
    ("$.ajax(", Language::Script),
    ("jQuery.ajax(", Language::Script),
    ("new XMLHttpRequest", Language::Script),
    ("https.request(", Language::Script),
    ("require('https')", Language::Script),
    ("require('follow-redirects')", Language::Script),
    ("require('request')", Language::Script),
    ("require(\"request\")", Language::Script),
];

impl Language {
    /// That of the first library which a text names.
    pub(super) fn of(text: &str) -> Option<Self> {
        let found = MARKS.iter().filter_map(|(mark, language)| Some((text.find(mark)?, *language)));
        found.min_by_key(|(at, _)| *at).map(|(_, language)| language)
    }

    /// The length of the comment at the beginning of a text.
    pub(super) fn comment(self, text: &str) -> usize {
        let marks: &[&str] = match self {
            Self::Python | Self::Ruby => &["#"],
            Self::Php => &["//", "#"],
            _ => &["//"],
        };
        if marks.iter().any(|mark| text.starts_with(mark)) {
            return text.find('\n').unwrap_or(text.len());
        }
        let is_block = !matches!(self, Self::Python | Self::Ruby) && text.starts_with("/*");
        let end = is_block.then(|| text.find("*/").map_or(text.len(), |end| end + 2));
        end.unwrap_or_default()
    }

    /// How a text is written that begins with these letters and this mark; none where the language has no such text.
    pub(super) fn text(self, prefix: &str, mark: char, is_tripled: bool) -> Option<Writing> {
        let has = |letters: &str| prefix.to_ascii_lowercase().contains(letters);
        let known = match self {
            Self::CSharp => "@$",
            Self::Python => "rRfFbBuU",
            _ => "",
        };
        let is_known = prefix.chars().all(|letter| known.contains(letter));
        let has_mark = match mark {
            '"' => true,
            '\'' => !matches!(self, Self::CSharp | Self::Go | Self::Java),
            _ => matches!(self, Self::Go | Self::Script),
        };
        if !is_known || !has_mark {
            return None;
        }
        let is_single = mark == '\'' && matches!(self, Self::Php | Self::Ruby);
        let escapes = match self {
            Self::CSharp if has("@") => Escapes::Doubled,
            Self::CSharp if is_tripled => Escapes::None,
            Self::Python if has("r") => Escapes::None,
            Self::Go if mark == '`' => Escapes::None,
            _ if is_single => Escapes::Marks,
            _ => Escapes::All,
        };
        let filled = match self {
            Self::CSharp if has("$") => Some("{"),
            Self::Python if has("f") => Some("{"),
            Self::Script if mark == '`' => Some("${"),
            Self::Ruby if !is_single => Some("#{"),
            Self::Php if !is_single => Some("$"),
            _ => None,
        };
        let is_long = is_tripled
            || mark == '`'
            || escapes == Escapes::Doubled
            || matches!(self, Self::Php | Self::Ruby);
        Some(Writing { escapes, filled, is_long })
    }
}

/// How a text is written between its marks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writing {
    pub(super) escapes: Escapes,
    /// What begins a value that is put into it.
    pub(super) filled: Option<&'static str>,
    /// Whether it may have several lines.
    pub(super) is_long: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    None,
    /// A mark twice stands for itself.
    Doubled,
    /// A backslash before a mark or another backslash.
    Marks,
    All,
}
