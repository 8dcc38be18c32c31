//! The inventory: every profile in one table, without secrets, for a spreadsheet.

use super::csv;
use mudbrick_model::{Adobe, Credential, KeyPair, Profile, Risk, Timestamp};
use mudbrick_pki::Certificate;
use std::borrow::Cow;

/// A line of the inventory.
#[derive(Debug, Clone, Copy)]
pub enum InventoryRow<'a> {
    /// A profile.
    Profile {
        /// It.
        profile: &'a Profile,
        /// The key it signs with.
        key: Option<&'a KeyPair>,
    },
    /// A profile that cannot be read.
    Damaged {
        /// Its file's name, without the ending.
        name: &'a str,
    },
}

/// What stands in the place of the grant.
const DAMAGED: &str = "DAMAGED: cannot be read";

const HEAD: [&str; 15] = [
    "Organization",
    "Name",
    "Organization ID",
    "Client ID",
    "Grant",
    "Scopes",
    "Technical account ID",
    "Environment",
    "Risk",
    "Sandbox",
    "Key",
    "Certificate fingerprint",
    "Certificate end",
    "Created",
    "Updated",
];

/// The inventory as CSV (RFC 4180), in the order given. Fingerprints are SHA-1, as Adobe shows them; times are UTC.
pub fn inventory(rows: &[InventoryRow<'_>]) -> String {
    let head = HEAD.iter().map(|word| Cow::Borrowed(*word)).collect();
    csv::render(std::iter::once(head).chain(rows.iter().map(line)))
}

fn line<'a>(row: &InventoryRow<'a>) -> Vec<Cow<'a, str>> {
    match *row {
        InventoryRow::Profile { profile, key } => whole(profile, key),
        InventoryRow::Damaged { name } => {
            let mut line = vec![Cow::Borrowed(""); HEAD.len()];
            (line[1], line[4]) = (Cow::Borrowed(name), Cow::Borrowed(DAMAGED));
            line
        }
    }
}

fn whole<'a>(profile: &'a Profile, key: Option<&'a KeyPair>) -> Vec<Cow<'a, str>> {
    let (grant, scopes, account) = match &profile.credential {
        Credential::OauthServerToServer { scopes, technical_account_id } => (
            "OAuth Server-to-Server",
            scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" "),
            technical_account_id.as_ref(),
        ),
        Credential::Jwt { technical_account_id, metascopes, .. } => (
            "Service account (JWT)",
            metascopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" "),
            Some(technical_account_id),
        ),
        Credential::OauthUser { scopes, .. } => (
            "OAuth for users",
            scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" "),
            None,
        ),
    };
    let certificate = key.and_then(|key| Certificate::from_pem(key.certificate.as_ref()?).ok());
    let fingerprint = certificate.as_ref().map(|certificate| certificate.sha1().to_string());
    let end = certificate.as_ref().map(|certificate| time(certificate.validity().not_after));
    vec![
        Cow::Borrowed(&profile.organization),
        Cow::Borrowed(&profile.name),
        Cow::Borrowed(profile.org_id.as_str()),
        Cow::Borrowed(profile.client_id.as_str()),
        Cow::Borrowed(grant),
        Cow::Owned(scopes),
        Cow::Borrowed(account.map_or("", |id| id.as_str())),
        Cow::Borrowed(adobe(profile.adobe)),
        Cow::Borrowed(risk(profile.risk)),
        Cow::Borrowed(&profile.sandbox),
        Cow::Borrowed(key.map_or("", |key| &key.name)),
        Cow::Owned(fingerprint.unwrap_or_default()),
        Cow::Owned(end.unwrap_or_default()),
        Cow::Owned(time(profile.created_at)),
        Cow::Owned(time(profile.updated_at)),
    ]
}

fn adobe(adobe: Adobe) -> &'static str {
    match adobe {
        Adobe::Production => "Production",
        Adobe::Stage => "Stage",
        Adobe::Practice => "Practice",
    }
}

fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::Production => "Production",
        Risk::Staging => "Staging",
        Risk::Development => "Development",
    }
}

/// `2026-11-21T10:00:00Z`; empty for an instant beyond the calendar.
fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_second(at.seconds()).map(|at| at.to_string()).unwrap_or_default()
}

/// A line of the board.
#[derive(Debug, Clone, Copy)]
pub struct BoardLine<'a> {
    /// Whose.
    pub profile: &'a Profile,
    /// When its token ends.
    pub token_ends: Option<Timestamp>,
    /// When the certificate of its key ends.
    pub certificate_ends: Option<Timestamp>,
    /// Since when its client secret is stored.
    pub secret_stored_at: Option<Timestamp>,
    /// When it was used last.
    pub last_used: Option<Timestamp>,
    /// What is wrong with it, in a sentence; empty when nothing is.
    pub health: &'a str,
}

const BOARD_HEAD: [&str; 9] = [
    "Organization",
    "Name",
    "Adobe",
    "Environment",
    "Token end",
    "Certificate end",
    "Secret stored",
    "Last used",
    "Health",
];

/// The board as CSV, in the order given; times are UTC.
pub fn board(lines: &[BoardLine<'_>]) -> String {
    let head = BOARD_HEAD.iter().map(|word| Cow::Borrowed(*word)).collect();
    let when = |at: Option<Timestamp>| Cow::Owned(at.map(time).unwrap_or_default());
    let each = lines.iter().map(|line| {
        vec![
            Cow::Borrowed(line.profile.organization.as_str()),
            Cow::Borrowed(line.profile.name.as_str()),
            Cow::Borrowed(adobe(line.profile.adobe)),
            Cow::Borrowed(risk(line.profile.risk)),
            when(line.token_ends),
            when(line.certificate_ends),
            when(line.secret_stored_at),
            when(line.last_used),
            Cow::Borrowed(line.health),
        ]
    });
    csv::render(std::iter::once(head).chain(each))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{jwt, oauth};
    use super::*;
    use mudbrick_model::KeyId;

    #[test]
    fn the_board_is_a_table_that_says_nothing_of_what_is_not_known() {
        let profile = oauth();
        let line = BoardLine {
            profile: &profile,
            token_ends: Some(Timestamp(1_760_000_000_000)),
            certificate_ends: None,
            secret_stored_at: None,
            last_used: None,
            health: "Adobe refused the client secret.",
        };
        let table = board(&[line]);
        let lines: Vec<&str> = table.split("\r\n").collect();
        assert_eq!(
            lines[1],
            "Acme,Geo Demo,Stage,Production,2025-10-09T08:53:20Z,,,,Adobe refused the client secret."
        );
    }

    #[test]
    fn the_inventory_is_a_table() {
        let key = KeyPair {
            id: KeyId::parse(&"0".repeat(64)).unwrap(),
            name: "=places".to_owned(),
            bits: 2048,
            certificate: None,
            practice_clients: Vec::new(),
            created_at: Timestamp(0),
        };
        let (oauth, jwt) = (oauth(), jwt());
        let rows = [
            InventoryRow::Profile { profile: &oauth, key: None },
            InventoryRow::Profile { profile: &jwt, key: Some(&key) },
            InventoryRow::Damaged { name: "acme-places" },
        ];
        let table = inventory(&rows);
        let lines: Vec<&str> = table.split("\r\n").collect();
        assert_eq!(lines.len(), 5);
        assert_eq!(
            lines[1],
            "Acme,Geo Demo,AAAABBBBCCCCDDDD0A495E00@AdobeOrg,0123456789abcdef0123456789abcdef,OAuth Server-to-Server,openid AdobeID,AAAABBBBCCCCDDDD0A495E11@techacct.adobe.com,Stage,Production,dev,,,,2025-10-09T08:53:20Z,2026-02-02T02:40:00Z"
        );
        assert!(lines[2].contains(",\"'=places\","), "{}", lines[2]);
        assert_eq!(lines[3], ",acme-places,,,DAMAGED: cannot be read,,,,,,,,,,");
    }
}
