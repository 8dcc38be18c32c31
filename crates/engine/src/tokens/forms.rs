//! A token in the forms that people paste elsewhere. What each form quotes, and how, is known to the crates that write code
//! and files.

use super::headers::AdobeHeader;
use super::view::TokenForm;
use mudbrick_ims::AccessToken;
use mudbrick_interchange::write;
use mudbrick_model::{ErrorCode, Problem, Profile};
use mudbrick_requests::{HeaderCode, write_headers};
use mudbrick_vault::SecretText;

impl TokenForm {
    /// All of them, what is copied most often first.
    pub const ALL: [Self; 10] = [
        Self::Token,
        Self::Bearer,
        Self::Header,
        Self::Headers,
        Self::Curl,
        Self::Powershell,
        Self::Env,
        Self::Postman,
        Self::Node,
        Self::Python,
    ];

    /// What it is called at the beginning of a sentence.
    pub fn title(self) -> &'static str {
        match self {
            Self::Token => "Token",
            Self::Bearer => "Authorization value",
            Self::Header => "Authorization header",
            Self::Headers => "All headers",
            Self::Curl => "curl command",
            Self::Powershell => "PowerShell headers",
            Self::Env => ".env file",
            Self::Postman => "Postman environment",
            Self::Node => "JavaScript headers",
            Self::Python => "Python headers",
        }
    }
}

pub(super) fn title(form: TokenForm, profile: &Profile) -> String {
    format!("{} for {}", form.title(), profile.title())
}

/// # Errors
/// The form cannot hold this token.
pub(super) fn render(
    form: TokenForm,
    profile: &Profile,
    token: &AccessToken,
) -> Result<SecretText, Problem> {
    let headers = AdobeHeader::of(profile, token);
    let coded = |code| {
        let pairs = headers.each_ref().map(|header| (header.name, header.value.expose().as_str()));
        write_headers(&pairs, code)
    };
    let [authorization, ..] = &headers;
    Ok(match form {
        TokenForm::Token => token.value.clone(),
        TokenForm::Bearer => authorization.value.clone(),
        TokenForm::Header => authorization.line(),
        TokenForm::Headers => {
            let lines = headers.each_ref().map(AdobeHeader::line);
            let lines = lines.each_ref().map(|line| line.expose().as_str());
            SecretText::new(lines.join("\n"))
        }
        TokenForm::Curl => coded(HeaderCode::Curl),
        TokenForm::Powershell => coded(HeaderCode::Powershell),
        TokenForm::Node => coded(HeaderCode::Node),
        TokenForm::Python => coded(HeaderCode::Python),
        TokenForm::Postman => write::postman_with_token(profile, token.value.expose()),
        TokenForm::Env => {
            write::env_with_token(profile, token.value.expose()).ok_or_else(|| no_env(profile))?
        }
    })
}

fn no_env(profile: &Profile) -> Problem {
    let message = format!(
        "The token of {} has both kinds of quotation marks, which no .env file can hold.",
        profile.title()
    );
    Problem::new(ErrorCode::InvalidInput, message).remedy("Copy the token by itself.")
}
