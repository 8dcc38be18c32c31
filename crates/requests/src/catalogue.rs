//! The requests that ship with Mudbrick, as `.http` files like a person's own. What of them is not verified says so in its
//! `# @note`.

use crate::http_file::HttpFile;
use mudbrick_model::{Request, RequestPath};
use std::sync::OnceLock;

/// The groups of the catalogue and their files, in the order in which they are shown.
const GROUPS: [(&str, &str); 4] = [
    ("Places", include_str!("../catalogue/places.http")),
    ("Campaign Standard", include_str!("../catalogue/campaign-standard.http")),
    ("Experience Platform", include_str!("../catalogue/platform.http")),
    ("IMS", include_str!("../catalogue/ims.http")),
];

/// A request of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// `Places/List libraries`.
    pub path: RequestPath,
    /// The request.
    pub request: Request,
    /// What of it is not verified, in a sentence.
    pub note: Option<String>,
    /// Hints on how to use it, each a sentence.
    pub hints: Vec<String>,
}

/// The whole catalogue. It is read once, when it is first asked for.
pub fn catalogue() -> &'static [Sample] {
    static CATALOGUE: OnceLock<Vec<Sample>> = OnceLock::new();
    CATALOGUE.get_or_init(|| GROUPS.iter().flat_map(|(group, text)| read(group, text)).collect())
}

#[allow(clippy::expect_used, reason = "the catalogue is part of the program, and a test reads it")]
fn read(group: &str, text: &str) -> Vec<Sample> {
    let file = HttpFile::parse(text).expect("BUG: a file of the catalogue cannot be read");
    let samples = file.entries.into_iter().map(|entry| {
        let path = RequestPath::parse(&format!("{group}/{}", entry.request.name))
            .expect("BUG: a name in the catalogue cannot be a path");
        Sample { path, request: entry.request, note: entry.note, hints: entry.comments }
    });
    samples.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, Variables, check, fill, variable_names};
    use mudbrick_vault::SecretText;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_is_written_as_mudbrick_writes_files() {
        for (group, text) in GROUPS {
            assert_eq!(HttpFile::parse(text).unwrap().render().unwrap(), text, "{group}");
        }
    }

    #[test]
    fn every_path_is_there_once_and_leads_to_a_group() {
        let paths: BTreeSet<_> = catalogue().iter().map(|sample| sample.path.as_str()).collect();
        assert_eq!(paths.len(), catalogue().len());
        assert!(paths.contains("Places/List libraries"));
        assert!(paths.contains("Campaign Standard/List profiles"));
        assert!(paths.contains("Experience Platform/Test the credentials"));
    }

    /// With every variable set, nothing in the catalogue draws a warning: what we ship is what Adobe expects.
    #[test]
    fn every_request_can_be_filled_and_passes_the_checks() {
        for sample in catalogue() {
            let variables = variable_names(&sample.request)
                .into_iter()
                .filter(|name| name != "ACCESS_TOKEN")
                .fold(Variables::new(), |known, name| known.with(Source::Own, name, "x"))
                .with_secret("ACCESS_TOKEN", SecretText::new("token".to_owned()));
            let filled = fill(&sample.request, &variables).unwrap();
            let warnings: Vec<_> = check(&filled).into_iter().map(|w| w.message).collect();
            assert!(warnings.is_empty(), "{}: {warnings:?}", sample.path);
        }
    }

    #[test]
    fn every_secret_and_id_is_a_variable() {
        for sample in catalogue() {
            for header in &sample.request.headers {
                let value = match header.name.to_ascii_lowercase().as_str() {
                    "authorization" => "Bearer {{ACCESS_TOKEN}}",
                    "x-api-key" => "{{API_KEY}}",
                    "x-gw-ims-org-id" => "{{IMS_ORG}}",
                    _ => continue,
                };
                assert_eq!(header.value, value, "{}", sample.path);
            }
        }
    }

    #[test]
    fn notes_and_hints_are_sentences() {
        for sample in catalogue() {
            for text in sample.note.iter().chain(&sample.hints) {
                assert!(text.ends_with('.'), "{}: {text}", sample.path);
            }
        }
    }
}
