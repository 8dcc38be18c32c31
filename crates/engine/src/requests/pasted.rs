//! Requests that people paste: read, with everything that was changed, and with every doubt about it.

use super::Requests;
use super::view::{DoubtView, PastedRequest, sentence};
use mudbrick_model::{ErrorCode, Explain as _, Problem, Request};
use mudbrick_requests::{Doubt, Pasted, missing_headers, read_paste};

/// Far more than a command has that a person pastes.
const MOST_BYTES: usize = 16 << 20;

impl Requests {
    /// The request in a text: curl as a shell, `cmd` or PowerShell write it, `Invoke-RestMethod`, `fetch(…)`, raw HTTP, a URL.
    /// Nothing is run, sent or saved.
    pub fn read_pasted(&self, text: &str) -> Result<PastedRequest, Problem> {
        if text.len() > MOST_BYTES {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                "The text is too long for a request.",
            )
            .remedy("Paste one request. Send a large body from a file."));
        }
        let Pasted { request, notes, doubts } =
            read_paste(text).map_err(|error| error.problem())?;
        Ok(PastedRequest {
            missing_headers: missing_headers(&request),
            request,
            notes: notes.iter().map(|note| sentence(&note.to_string())).collect(),
            doubts: doubts.into_iter().map(DoubtView::from).collect(),
        })
    }

    /// The request in a text that gives no reason for doubt, or whose reader says to take it as it was read.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] with every doubt as the detail.
    pub fn from_pasted(
        &self,
        text: &str,
        doubts: Doubts,
        headers: MissingHeaders,
    ) -> Result<(Request, Vec<String>), Problem> {
        let PastedRequest { mut request, mut notes, doubts: found, missing_headers } =
            self.read_pasted(text)?;
        if !missing_headers.is_empty() {
            let names: Vec<&str> = missing_headers.iter().map(|h| h.name.as_str()).collect();
            let names = names.join(", ");
            notes.push(match headers {
                MissingHeaders::Added => format!("Added what this service needs: {names}."),
                MissingHeaders::Told => format!(
                    "The text lacks headers that this service needs: {names}. Add them with --complete."
                ),
            });
            if headers == MissingHeaders::Added {
                request.headers.extend(missing_headers);
            }
        }
        if found.is_empty() || doubts == Doubts::Accepted {
            let doubts = found.iter().map(DoubtView::sentence);
            return Ok((request, notes.into_iter().chain(doubts).collect()));
        }
        let detail: Vec<String> = found.iter().map(DoubtView::sentence).collect();
        Err(Problem::new(
            ErrorCode::InvalidInput,
            "The text may not say what you mean. Nothing was sent or saved.",
        )
        .remedy("Correct the text at these places, or take it as it was read with --as-read.")
        .detail(detail.join("\n")))
    }
}

/// What a person says to doubts about what they paste.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubts {
    /// Nothing yet: a doubt stops.
    Unseen,
    /// They are told, and the request is taken as it was read.
    Accepted,
}

/// What is done about headers that the service needs and the text lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingHeaders {
    /// They are named.
    Told,
    /// They are added, with the profile's values.
    Added,
}

impl From<Doubt> for DoubtView {
    fn from(Doubt { place, kind }: Doubt) -> Self {
        Self {
            line: place.line,
            column: place.column,
            excerpt: place.excerpt,
            text: sentence(&kind.to_string()),
        }
    }
}

impl DoubtView {
    fn sentence(&self) -> String {
        format!("Line {}, column {}: {}", self.line, self.column, self.text)
    }
}
