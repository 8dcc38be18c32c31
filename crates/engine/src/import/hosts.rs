//! The hosts that an imported profile asks for. Whoever gets a token can use the credential, so a host is allowed by the
//! person alone: each is a question, and what a file says is never an answer to it.

use super::candidates::Candidate;
use crate::view::{FoundHost, HostNotAllowed, ProfileChoice, ProfileDraft};
use mudbrick_model::{AllowedHost, ErrorCode, HostPattern, Problem, Profile};

/// The questions, each host once.
pub(super) fn asked(candidate: &Candidate, known: Option<&Profile>) -> Vec<FoundHost> {
    let mut asked: Vec<FoundHost> = Vec::new();
    for host in &candidate.hosts {
        let found = FoundHost {
            host: host.to_string(),
            refused: host.refused().map(mudbrick_model::InvalidHost::sentence),
            known: known.is_some_and(|known| known.allowed_hosts.contains(host)),
        };
        if !asked.contains(&found) {
            asked.push(found);
        }
    }
    asked
}

/// Whether the person has something to decide about.
pub(super) fn asks_for_more(candidate: &Candidate, known: &Profile) -> bool {
    let mut patterns = candidate.hosts.iter().filter(|host| host.pattern().is_some());
    patterns.any(|host| !known.allowed_hosts.contains(host))
}

/// The draft with the hosts that the choice names. One that the candidate did not ask for is not to be slipped in here.
pub(super) fn agreed(
    chosen: &ProfileChoice,
    candidate: &Candidate,
) -> Result<ProfileDraft, Problem> {
    let mut draft = chosen.draft.clone();
    for text in &chosen.hosts {
        let pattern = HostPattern::parse(text)?;
        if !candidate.hosts.iter().any(|host| host.pattern() == Some(&pattern)) {
            return Err(not_asked_for(&pattern));
        }
        draft.allowed_hosts.push(pattern.to_string());
    }
    Ok(draft)
}

/// What the profile asked for and does not get.
pub(super) fn not_allowed(candidate: &Candidate, saved: &Profile) -> Vec<HostNotAllowed> {
    let left = candidate.hosts.iter().filter(|host| !allows(saved, host));
    left.map(|host| HostNotAllowed { title: saved.title(), host: host.to_string() }).collect()
}

fn allows(profile: &Profile, host: &AllowedHost) -> bool {
    host.pattern().is_some() && profile.allowed_hosts.contains(host)
}

fn not_asked_for(pattern: &HostPattern) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("Nothing was imported: no profile in it asks for the host {pattern}."),
    )
    .remedy("Leave it out here. To allow a host of your own choice, edit the profile afterwards.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::draft::{self, tests::draft};
    use crate::view::ImportInto;
    use mudbrick_model::{ProfileId, Timestamp};
    use mudbrick_net::AllowedHosts;
    use proptest::prelude::*;
    use std::sync::LazyLock;
    use url::Url;

    /// What patterns are made of, by people and by attackers. None of it spells the domains below.
    const PIECES: [&str; 34] = [
        "*",
        "*.",
        ".",
        "..",
        "com",
        "co.uk",
        "github.io",
        "example",
        "api",
        "localhost",
        "127.0.0.1",
        "0x7f",
        "[::1]",
        "com.",
        "COM",
        "ｃｏｍ",
        "。",
        "＊",
        "\u{ad}",
        "\u{200b}",
        "%2e",
        "xn--",
        "рф",
        ":443",
        "https://",
        "@",
        "/",
        " ",
        "\u{202e}",
        "azurewebsites.net",
        "net",
        "ck",
        "1",
        "-",
    ];

    /// Nobody typed these.
    const FOREIGN: [&str; 8] = [
        "https://collector.attacker.com/",
        "https://attacker.co.uk/",
        "https://attacker.github.io/",
        "https://attacker.azurewebsites.net/",
        "https://attacker.net./",
        "https://attacker.ck/",
        "https://192.0.2.66/",
        "http://192.0.2.66/",
    ];

    fn candidate(hosts: Vec<AllowedHost>) -> Candidate {
        Candidate {
            draft: draft(),
            hosts,
            adobe_found: true,
            whole: None,
            console: mudbrick_model::ConsoleFacts::default(),
            secrets: Vec::new(),
            certificates: Vec::new(),
            fields: Vec::new(),
            notes: Vec::new(),
            key: None,
        }
    }

    fn profile(draft: &ProfileDraft, stored: &[AllowedHost]) -> Option<Profile> {
        let id = ProfileId::parse(&"a".repeat(32)).unwrap();
        Some(draft::check_edit(draft, stored).ok()?.into_new(id, Timestamp(5)))
    }

    fn allowed_stranger(profiles: &[Profile]) -> Option<&'static Url> {
        static STRANGERS: LazyLock<Vec<Url>> =
            LazyLock::new(|| FOREIGN.iter().map(|url| Url::parse(url).unwrap()).collect());
        let allowed = AllowedHosts::adobe().with(profiles.iter().flat_map(Profile::host_patterns));
        STRANGERS.iter().find(|url| allowed.allows(url))
    }

    fn through_the_form(text: &str) -> Option<Profile> {
        profile(&ProfileDraft { allowed_hosts: vec![text.to_owned()], ..draft() }, &[])
    }

    /// As a person who agrees to whatever a file asks for.
    fn through_an_import(text: &str) -> Option<Profile> {
        let candidate = candidate(vec![AllowedHost::from(text.to_owned())]);
        let hosts = asked(&candidate, None).into_iter().map(|host| host.host).collect();
        let chosen = ProfileChoice { index: 0, draft: draft(), into: ImportInto::New, hosts };
        profile(&agreed(&chosen, &candidate).ok()?, &[])
    }

    fn through_a_file(text: &str) -> Profile {
        let before = through_the_form("api.example.com").unwrap();
        let mut json = serde_json::to_value(&before).unwrap();
        json["allowed_hosts"] = serde_json::json!([text]);
        serde_json::from_value(json).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]

        #[test]
        fn no_door_lets_a_stranger_in(
            pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 1..7),
        ) {
            let text = pieces.concat();
            let read = through_a_file(&text);
            let edited = profile(&draft::from_profile(&read), &read.allowed_hosts);
            prop_assert!(edited.is_some(), "{text:?} keeps a profile from being edited");
            let doors = [Some(read), edited, through_the_form(&text), through_an_import(&text)];
            let profiles: Vec<Profile> = doors.into_iter().flatten().collect();
            prop_assert_eq!(allowed_stranger(&profiles), None, "{:?}", text);
        }
    }

    #[test]
    fn what_nobody_asked_for_is_not_agreed_to() {
        let candidate = candidate(vec![AllowedHost::from("api.example.com".to_owned())]);
        for (hosts, taken) in [
            (vec!["api.example.com"], true),
            (vec!["API.example.com."], true),
            (vec!["other.example.com"], false),
            (vec!["*.com"], false),
        ] {
            let hosts: Vec<String> = hosts.into_iter().map(ToOwned::to_owned).collect();
            let chosen = ProfileChoice { index: 0, draft: draft(), into: ImportInto::New, hosts };
            assert_eq!(agreed(&chosen, &candidate).is_ok(), taken, "{chosen:?}");
        }
        let chosen =
            ProfileChoice { index: 0, draft: draft(), into: ImportInto::New, hosts: Vec::new() };
        assert!(agreed(&chosen, &candidate).unwrap().allowed_hosts.is_empty());
    }
}
