//! From a form's texts to a valid profile, with a sentence for each field that is not.

use crate::view::{FieldProblem, ProfileDraft};
use mudbrick_model::{
    AllowedHost, ClientId, ConsoleFacts, Credential, ErrorCode, Field, Grant, HostPattern,
    InvalidId, Metascope, OrgId, Problem, Profile, ProfileId, RedirectUri, Scope,
    TechnicalAccountId, Timestamp, UserClient,
};
use std::collections::BTreeMap;
use std::fmt::Display;

/// The checked content of a draft: a profile without its identity and dates.
pub(crate) struct Checked {
    org_id: OrgId,
    client_id: ClientId,
    credential: Credential,
    allowed_hosts: Vec<AllowedHost>,
    draft: ProfileDraft,
}

impl Checked {
    /// A new profile.
    pub(crate) fn into_new(self, id: ProfileId, now: Timestamp) -> Profile {
        self.into_profile(id, now, now, ConsoleFacts::default())
    }

    /// The same profile as `old`, with this content.
    pub(crate) fn into_edited(self, old: &Profile, now: Timestamp) -> Profile {
        self.into_profile(old.id.clone(), old.created_at, now, old.console.clone())
    }

    fn into_profile(
        self,
        id: ProfileId,
        created_at: Timestamp,
        now: Timestamp,
        console: ConsoleFacts,
    ) -> Profile {
        let Self { org_id, client_id, credential, allowed_hosts, draft } = self;
        Profile {
            id,
            name: draft.name,
            organization: draft.organization,
            org_id,
            client_id,
            credential,
            adobe: draft.adobe,
            risk: draft.risk,
            colour: draft.colour,
            sandbox: draft.sandbox,
            variables: draft.variables,
            allowed_hosts,
            sending: draft.sending,
            console,
            created_at,
            updated_at: now,
        }
    }
}

/// Checks every field; all problems at once, in the form's order.
pub(crate) fn check(draft: &ProfileDraft) -> Result<Checked, Vec<FieldProblem>> {
    check_edit(draft, &[])
}

/// The same for an edit of a profile whose file has these hosts already: one of them that is no pattern allows nothing, is
/// shown as refused, and keeps nobody from changing something else.
pub(crate) fn check_edit(
    draft: &ProfileDraft,
    stored: &[AllowedHost],
) -> Result<Checked, Vec<FieldProblem>> {
    let mut problems = Problems::default();
    let draft = tidy(draft);
    problems.require(Field::Name, &draft.name, 60);
    problems.at_most(Field::Organization, &draft.organization, 60);
    let org_id = problems.keep(Field::OrgId, OrgId::parse(&draft.org_id));
    let client_id = problems.keep(Field::ClientId, ClientId::parse(&draft.client_id));
    let credential = match draft.grant {
        Grant::OauthServerToServer => oauth(&draft, &mut problems),
        Grant::Jwt => jwt(&draft, &mut problems),
        Grant::OauthUser => user(&draft, &mut problems),
    };
    problems.at_most(Field::Sandbox, &draft.sandbox, 256);
    check_variables(&draft.variables, &mut problems);
    let allowed_hosts = hosts(&draft.allowed_hosts, stored, &mut problems);
    match (problems.0.is_empty(), org_id, client_id, credential) {
        (true, Some(org_id), Some(client_id), Some(credential)) => {
            Ok(Checked { org_id, client_id, credential, allowed_hosts, draft })
        }
        _ => Err(problems.0),
    }
}

/// The field problems as one problem, for a client that has no form to show them in.
pub(crate) fn refused(problems: &[FieldProblem]) -> Problem {
    let message = problems.first().map_or_else(String::new, |problem| problem.message.clone());
    let problem = Problem::new(ErrorCode::InvalidInput, message);
    if problems.len() < 2 {
        return problem;
    }
    let all: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    problem.detail(all.join("\n"))
}

/// A stored profile as a form shows it.
pub(crate) fn from_profile(profile: &Profile) -> ProfileDraft {
    let (scopes, technical_account_id) = match &profile.credential {
        Credential::OauthServerToServer { scopes, technical_account_id } => {
            (joined(scopes), technical_account_id.as_ref())
        }
        Credential::Jwt { technical_account_id, metascopes, .. } => {
            (joined(metascopes), Some(technical_account_id))
        }
        Credential::OauthUser { scopes, .. } => (joined(scopes), None),
    };
    let (user_client, redirect_uri) = match &profile.credential {
        Credential::OauthUser { client, redirect_uri, .. } => (*client, redirect_uri.to_string()),
        _ => (UserClient::default(), String::new()),
    };
    ProfileDraft {
        name: profile.name.clone(),
        organization: profile.organization.clone(),
        org_id: profile.org_id.to_string(),
        client_id: profile.client_id.to_string(),
        grant: profile.credential.grant(),
        user_client,
        redirect_uri,
        scopes,
        technical_account_id: technical_account_id.map(ToString::to_string).unwrap_or_default(),
        key: profile.credential.key().cloned(),
        adobe: profile.adobe,
        risk: profile.risk,
        colour: profile.colour,
        sandbox: profile.sandbox.clone(),
        variables: profile.variables.clone(),
        allowed_hosts: profile.allowed_hosts.iter().map(ToString::to_string).collect(),
        sending: profile.sending.clone(),
    }
}

fn joined<T: Display>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn tidy(draft: &ProfileDraft) -> ProfileDraft {
    let mut tidy = draft.clone();
    for text in [&mut tidy.name, &mut tidy.organization, &mut tidy.sandbox] {
        *text = text.trim().to_owned();
    }
    if tidy.sandbox.is_empty() {
        "prod".clone_into(&mut tidy.sandbox);
    }
    tidy.allowed_hosts.retain(|host| !host.trim().is_empty());
    tidy
}

fn oauth(draft: &ProfileDraft, problems: &mut Problems) -> Option<Credential> {
    refuse_semicolons("Scopes", &draft.scopes, problems);
    let scopes = split(&draft.scopes).map(Scope::parse).collect();
    let scopes = problems.keep(Field::Scopes, scopes)?;
    let account = draft.technical_account_id.trim();
    let technical_account_id = if account.is_empty() {
        None
    } else {
        Some(problems.keep(Field::TechnicalAccountId, TechnicalAccountId::parse(account))?)
    };
    Some(Credential::OauthServerToServer { scopes, technical_account_id })
}

fn jwt(draft: &ProfileDraft, problems: &mut Problems) -> Option<Credential> {
    let account = TechnicalAccountId::parse(&draft.technical_account_id);
    let account = problems.keep(Field::TechnicalAccountId, account);
    refuse_semicolons("Metascopes", &draft.scopes, problems);
    let metascopes: Result<Vec<_>, _> =
        split(&draft.scopes).map(Metascope::from_any_form).collect();
    let metascopes = problems.keep(Field::Scopes, metascopes)?;
    if metascopes.is_empty() {
        problems.add(
            Field::Scopes,
            "Metascopes are empty: the exchange needs at least one, such as ent_places_sdk.",
        );
    }
    let key = draft.key.clone();
    Some(Credential::Jwt { technical_account_id: account?, metascopes, key })
}

fn user(draft: &ProfileDraft, problems: &mut Problems) -> Option<Credential> {
    let redirect_uri = RedirectUri::parse(&draft.redirect_uri);
    let redirect_uri = problems.keep(Field::RedirectUri, redirect_uri);
    refuse_semicolons("Scopes", &draft.scopes, problems);
    let scopes = split(&draft.scopes).map(Scope::parse).collect();
    let scopes = problems.keep(Field::Scopes, scopes)?;
    Some(Credential::OauthUser { client: draft.user_client, redirect_uri: redirect_uri?, scopes })
}

/// A semicolon may stand in a scope (RFC 6749, section 3.3), but none of Adobe's has one: whoever types it means a comma, and
/// Adobe would refuse the whole list as one unknown scope.
fn refuse_semicolons(what: &str, text: &str, problems: &mut Problems) {
    if text.contains(';') {
        problems.add(
            Field::Scopes,
            format!("{what} contain a semicolon. Separate them with commas, spaces or line breaks, such as openid, AdobeID."),
        );
    }
}

/// Scopes as people have them: commas, spaces, line ends, and the brackets and quotes of a pasted JSON list.
pub(crate) fn split(text: &str) -> impl Iterator<Item = &str> {
    let separates = |c: char| c == ',' || c.is_whitespace();
    text.split(separates)
        .map(|part| part.trim_matches(|c: char| matches!(c, '"' | '\'' | '[' | ']')))
        .filter(|part| !part.is_empty())
}

fn check_variables(variables: &BTreeMap<String, String>, problems: &mut Problems) {
    for name in variables.keys() {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        if name.is_empty() || name.len() > 128 || !name.bytes().all(plain) {
            problems.add(
                Field::Variables,
                format!(
                    "{name:?} cannot be the name of a variable. Use letters, digits, dots, hyphens and underscores, such as POI_ID."
                ),
            );
        }
    }
}

fn hosts(texts: &[String], stored: &[AllowedHost], problems: &mut Problems) -> Vec<AllowedHost> {
    let mut hosts: Vec<AllowedHost> = Vec::new();
    for text in texts {
        let host = match HostPattern::parse(text) {
            Ok(pattern) => AllowedHost::Pattern(pattern),
            Err(invalid) => {
                let refused = AllowedHost::Refused(invalid.clone());
                if !stored.contains(&refused) {
                    problems.add(Field::AllowedHosts, invalid.sentence());
                    continue;
                }
                refused
            }
        };
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

#[derive(Default)]
struct Problems(Vec<FieldProblem>);

impl Problems {
    fn add(&mut self, field: Field, message: impl Into<String>) {
        self.0.push(FieldProblem { field, message: message.into() });
    }

    fn keep<T>(&mut self, field: Field, parsed: Result<T, InvalidId>) -> Option<T> {
        parsed.map_err(|invalid| self.add(field, invalid.to_string())).ok()
    }

    fn require(&mut self, field: Field, text: &str, most: usize) {
        if text.is_empty() {
            let label = field.label();
            self.add(field, format!("{label} is empty. Write one, such as Places."));
        }
        self.at_most(field, text, most);
    }

    fn at_most(&mut self, field: Field, text: &str, most: usize) {
        if text.chars().count() > most {
            self.add(field, format!("{} is longer than {most} characters.", field.label()));
        } else if text.chars().any(char::is_control) {
            self.add(
                field,
                format!("{} contains a line break or another control character.", field.label()),
            );
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use mudbrick_model::{Adobe, Colour, Risk, SendOptions};
    use rstest::rstest;

    pub(crate) fn draft() -> ProfileDraft {
        ProfileDraft {
            name: "Places".into(),
            organization: "Acme".into(),
            org_id: "AAAABBBBCCCCDDDD0A495E00@AdobeOrg".into(),
            client_id: "0f0e0d0c0b0a09080706050403020100".into(),
            grant: Grant::OauthServerToServer,
            user_client: UserClient::default(),
            redirect_uri: String::new(),
            scopes: "openid, AdobeID".into(),
            technical_account_id: String::new(),
            key: None,
            adobe: Adobe::Practice,
            risk: Risk::Development,
            colour: Colour::Blue,
            sandbox: String::new(),
            variables: BTreeMap::new(),
            allowed_hosts: Vec::new(),
            sending: SendOptions::default(),
        }
    }

    fn fields(draft: &ProfileDraft) -> Vec<Field> {
        check(draft).err().into_iter().flatten().map(|problem| problem.field).collect()
    }

    #[test]
    fn a_good_draft_becomes_a_profile_and_back() {
        let id = ProfileId::parse(&"a".repeat(32)).unwrap();
        let profile = check(&draft()).ok().unwrap().into_new(id, Timestamp(5));
        assert_eq!(profile.sandbox, "prod");
        assert_eq!(from_profile(&profile), ProfileDraft { sandbox: "prod".into(), ..draft() });
    }

    #[test]
    fn a_sign_in_needs_where_it_comes_back_to() {
        let draft = ProfileDraft { grant: Grant::OauthUser, ..draft() };
        assert_eq!(fields(&draft), [Field::RedirectUri]);
        let draft = ProfileDraft {
            redirect_uri: "http://127.0.0.1:9191/callback".into(),
            user_client: UserClient::Native,
            ..draft
        };
        let id = ProfileId::parse(&"a".repeat(32)).unwrap();
        let profile = check(&draft).ok().unwrap().into_new(id, Timestamp(5));
        assert_eq!(from_profile(&profile), ProfileDraft { sandbox: "prod".into(), ..draft });
    }

    #[test]
    fn hosts_are_kept_in_their_normal_form_and_once() {
        let typed = ["API.example.com.", " ", "api.example.com", "0x7f.1"];
        let draft = ProfileDraft { allowed_hosts: typed.map(Into::into).to_vec(), ..draft() };
        let id = ProfileId::parse(&"a".repeat(32)).unwrap();
        let profile = check(&draft).ok().unwrap().into_new(id, Timestamp(5));
        assert_eq!(from_profile(&profile).allowed_hosts, ["api.example.com", "127.0.0.1"]);
    }

    #[test]
    fn a_bad_host_in_the_file_keeps_nobody_from_other_edits() {
        let stored = [AllowedHost::from("*.com".to_owned())];
        let draft = ProfileDraft { allowed_hosts: vec!["*.com".into()], ..draft() };
        assert_eq!(fields(&draft), [Field::AllowedHosts]);
        assert!(check_edit(&draft, &stored).is_ok());
        let draft = ProfileDraft { allowed_hosts: vec!["*.net".into()], ..draft };
        assert!(check_edit(&draft, &stored).is_err());
    }

    #[rstest]
    #[case::commas("openid,AdobeID")]
    #[case::comma_and_space("openid, AdobeID")]
    #[case::spaces("openid AdobeID")]
    #[case::json("[\"openid\", \"AdobeID\"]")]
    #[case::lines("openid\nAdobeID\n")]
    fn scopes_as_people_paste_them(#[case] scopes: &str) {
        let draft = ProfileDraft { scopes: scopes.into(), ..draft() };
        let id = ProfileId::parse(&"a".repeat(32)).unwrap();
        let profile = check(&draft).ok().unwrap().into_new(id, Timestamp(5));
        assert_eq!(from_profile(&profile).scopes, "openid, AdobeID");
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let draft = ProfileDraft {
            name: " ".into(),
            org_id: "AAAABBBBCCCCDDDD0A495E00".into(),
            client_id: "not an id".into(),
            grant: Grant::Jwt,
            scopes: String::new(),
            allowed_hosts: vec!["*.com".into(), "https://x.example".into()],
            ..draft()
        };
        let expected = [
            Field::Name,
            Field::OrgId,
            Field::ClientId,
            Field::TechnicalAccountId,
            Field::Scopes,
            Field::AllowedHosts,
            Field::AllowedHosts,
        ];
        assert_eq!(fields(&draft), expected);
    }
}
