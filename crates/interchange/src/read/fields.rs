//! The names that Adobe's downloads and the tools around them have for the same few values. Each shape knows where its
//! values are; what they mean is known here once.

use super::draft::{Draft, Finds};
use super::keys::{Placing, stem};
use super::scopes;
use super::syntax::{Node, Value, relaxed};
use crate::reading::Found;
use mudbrick_model::{Adobe, Explain, Grant};

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    ClientId,
    ClientSecret,
    OrgId,
    TechnicalAccountId,
    Scopes,
    Metascopes,
    PrivateKey,
    Certificate,
    Passphrase,
    Sandbox,
    Environment,
    Host,
    Fingerprints,
    /// A token, or a place for one.
    Token,
    /// `oauthservertoserver`, `service`, `jwt`.
    Kind,
    Name,
    /// Known, and of no use to a profile.
    Known,
}

/// The field of a name in any spelling: `client_id`, `clientId`, `CLIENT-ID`.
pub(crate) fn field_of(name: &str) -> Option<Field> {
    let plain: String = name
        .chars()
        .filter(|c| !"_-. ".contains(*c))
        .map(|c| c.to_ascii_lowercase())
        .take(60)
        .collect();
    Some(match plain.as_str() {
        "clientid" | "apikey" | "xapikey" | "imsclientid" => Field::ClientId,
        "clientsecret" | "clientsecrets" | "secret" | "secrets" => Field::ClientSecret,
        "orgid" | "imsorg" | "imsorgid" | "organization" | "organizationid" | "organisationid"
        | "organisation" | "imsorganizationid" | "org" | "xgwimsorgid" => Field::OrgId,
        "technicalaccountid" | "technicalaccount" | "techaccountid" | "techacctid" | "techid"
        | "account" => Field::TechnicalAccountId,
        "scopes" | "scope" | "oauthscopes" | "oauthscope" => Field::Scopes,
        "metascopes" | "metascope" => Field::Metascopes,
        "privatekey" | "privkey" | "privatekeypath" | "privkeypath" | "privatekeyfile"
        | "privkeydata" | "pathtokey" | "jwtprivatekey" | "encodedpkcs8" => Field::PrivateKey,
        "certificate" | "publickey" | "publiccert" | "publiccertificate" => Field::Certificate,
        "passphrase" | "privatekeypassphrase" | "privkeypass" => Field::Passphrase,
        "sandboxname" | "sandbox" | "xsandboxname" => Field::Sandbox,
        "environment" | "env" => Field::Environment,
        "ims" | "imsendpoint" | "imshost" | "imsurl" | "imsserver" | "url" | "authhost" => {
            Field::Host
        }
        "publickeyswithexpiry" => Field::Fingerprints,
        "accesstoken" | "refreshtoken" | "jwttoken" | "imstoken" | "token"
        | "adobeioaccesstoken" | "authcode" | "authorization" => Field::Token,
        "type" | "integrationtype" | "authenticationmethod" | "granttype" => Field::Kind,
        "name" | "title" => Field::Name,
        "technicalaccountemail"
        | "technicalaccountmail"
        | "email"
        | "techacctemail"
        | "id"
        | "description"
        | "certificateexpirationdate"
        | "redirecturi"
        | "defaultredirecturi"
        | "consumerorgid"
        | "projectid"
        | "workspaceid"
        | "credentialid"
        | "ok"
        | "statuscode"
        | "tokentype"
        | "expiresin" => Field::Known,
        _ => return None,
    })
}

/// Takes what `node`'s entries hold into the draft; the entries that mean nothing are given back.
pub(crate) fn fill<'a>(
    finds: &mut Finds<'_>,
    draft: &mut Draft,
    node: &Node<'a>,
) -> Vec<(&'a str, Node<'a>)> {
    let entries = node.entries();
    let is = |wanted: Field| move |(name, _): &&(&'a str, Node<'a>)| field_of(name) == Some(wanted);
    let passphrase = entries.iter().find(is(Field::Passphrase)).and_then(|(_, node)| node.text());
    let mut unknown = Vec::new();
    for (name, node) in &entries {
        match field_of(name) {
            Some(field) => take(finds, draft, field, name, node, passphrase),
            None => unknown.push((*name, node.clone())),
        }
    }
    unknown
}

/// Takes one value into the draft. What the draft has already, it keeps.
pub(crate) fn take(
    finds: &mut Finds<'_>,
    draft: &mut Draft,
    field: Field,
    name: &str,
    node: &Node<'_>,
    passphrase: Option<&str>,
) {
    if node.text().is_some_and(is_placeholder) {
        if !matches!(field, Field::Token | Field::Known | Field::Name) {
            draft.note(format!("{name} holds a placeholder instead of a value."));
        }
        return;
    }
    match field {
        Field::ClientId => keep(&mut draft.client_id, node.found()),
        Field::ClientSecret => secrets(draft, node),
        Field::OrgId => organization(draft, node),
        Field::TechnicalAccountId => keep(&mut draft.technical_account_id, node.found()),
        Field::Scopes => match scopes::of(node) {
            // Some tools have one name for both kinds.
            Some(found) if found.value.iter().all(|scope| scope.contains("/s/")) => {
                keep(&mut draft.metascopes, scopes::metascopes_of(node));
            }
            found => keep(&mut draft.scopes, found),
        },
        Field::Metascopes => keep(&mut draft.metascopes, scopes::metascopes_of(node)),
        Field::PrivateKey => private_key(finds, draft, node, passphrase),
        Field::Certificate => certificate(finds, draft, node),
        Field::Sandbox => keep(&mut draft.sandbox, node.found()),
        Field::Environment | Field::Host => keep(&mut draft.adobe, adobe_of(node)),
        Field::Fingerprints => {
            for (fingerprint, _) in node.entries() {
                if let Ok(fingerprint) = mudbrick_pki::parse_fingerprint(fingerprint)
                    && !draft.certificates.contains(&fingerprint)
                {
                    draft.certificates.push(fingerprint);
                }
            }
            draft.grant = draft.grant.or(Some(Grant::Jwt));
        }
        Field::Token => {
            if node.text().is_some() || node.value.is_container() {
                finds.ignore(
                    field_name(name),
                    "It is a token, which ends within a day; Mudbrick asks for one of its own.",
                );
            }
        }
        Field::Kind => draft.grant = draft.grant.or(node.text().and_then(grant_of)),
        Field::Name => keep(&mut draft.name, node.found()),
        Field::Passphrase | Field::Known => {}
    }
}

/// `field ACCESS_TOKEN`.
pub(crate) fn field_name(name: &str) -> String {
    let shown: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
    format!("field {shown}")
}

pub(crate) fn keep<T>(place: &mut Option<Found<T>>, found: Option<Found<T>>) {
    if place.is_none() {
        *place = found;
    }
}

/// What stands in a template where a value belongs.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let wrapped = |open: &str, close: char| text.starts_with(open) && text.ends_with(close);
    let lower = text.to_ascii_lowercase();
    wrapped("<", '>')
        || wrapped("${", '}')
        || wrapped("{{", '}')
        || (wrapped("{", '}') && !text.contains([':', '"', '\n']))
        || (text.starts_with('$')
            && text.len() > 1
            && text[1..].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
        || lower.starts_with("process.env")
        || lower.starts_with("os.environ")
        || lower.starts_with("os.getenv")
        || ["your_", "your-", "your "].iter().any(|word| lower.starts_with(word))
        || (text.len() > 2 && lower.bytes().all(|b| b == b'x' || b == b'*'))
}

fn grant_of(kind: &str) -> Option<Grant> {
    match kind.to_ascii_lowercase().replace(['_', '-', ' '], "").as_str() {
        "oauthservertoserver" | "oauthservertoservermigrate" | "oauth" | "clientcredentials" => {
            Some(Grant::OauthServerToServer)
        }
        "service" | "jwt" | "entp" => Some(Grant::Jwt),
        _ => None,
    }
}

/// One secret, a list of them, or a list as JSON in a text.
fn secrets(draft: &mut Draft, node: &Node<'_>) {
    for item in node.items() {
        secrets(draft, &item);
    }
    let Some(text) = node.text() else { return };
    if text.starts_with('[')
        && let Ok(Value::List(items)) = relaxed::parse(text)
    {
        let texts = items.iter().filter_map(Value::as_text).map(str::trim);
        for secret in texts.filter(|secret| !secret.is_empty()) {
            draft.secret(secret, node.origin());
        }
        return;
    }
    draft.secret(text, node.origin());
}

/// An organisation's ID, with or without its end; anything else under such a name is what people call it.
fn organization(draft: &mut Draft, node: &Node<'_>) {
    let Some(mut found) = node.found() else { return };
    if found.value.contains('@') {
        keep(&mut draft.org_id, Some(found));
    } else if found.value.len() == 24 && found.value.bytes().all(|b| b.is_ascii_hexdigit()) {
        found.value.push_str("@AdobeOrg");
        draft.note("@AdobeOrg was added to the organization ID, which had no end.");
        keep(&mut draft.org_id, Some(found));
    } else if found.value.bytes().any(|b| !b.is_ascii_digit()) {
        keep(&mut draft.organization, Some(found));
    }
}

/// The word `prod` or `stage`, or a host of IMS.
pub(crate) fn adobe_of(node: &Node<'_>) -> Option<Found<Adobe>> {
    let text = node.text()?.to_ascii_lowercase();
    let value = match text.as_str() {
        "stage" | "stg" | "staging" => Adobe::Stage,
        "prod" | "production" => Adobe::Production,
        host if host.contains("ims-na1-stg1") || host.contains("-stage.") => Adobe::Stage,
        host if host.contains("ims-na1.adobelogin.com") => Adobe::Production,
        _ => return None,
    };
    Some(Found { value, origin: node.origin() })
}

/// A key as text, as a list of lines, as JSON of such a list, or the path of the file it is in.
fn private_key(
    finds: &mut Finds<'_>,
    draft: &mut Draft,
    node: &Node<'_>,
    passphrase: Option<&str>,
) {
    let lines: Vec<&str> = node.items().iter().filter_map(|item| item.value.as_text()).collect();
    let text = match node.text() {
        Some(text) => zeroize::Zeroizing::new(text.to_owned()),
        None if !lines.is_empty() => zeroize::Zeroizing::new(lines.join("\n")),
        None if node.is_map() => node.value.to_json(),
        None => return,
    };
    // `fs.readFileSync("private.key")`, `open('private.key').read()`.
    let called = text.split_once('(').and_then(|(_, inside)| inside.split(['"', '\'', '`']).nth(1));
    let text = match called.filter(|inside| is_path(inside)) {
        Some(path) => zeroize::Zeroizing::new(path.to_owned()),
        None => text,
    };
    if is_path(&text) {
        draft.key_path = Some(String::clone(&text));
        draft.grant = draft.grant.or(Some(Grant::Jwt));
        return;
    }
    let met = finds.met;
    match finds.take_keys(text.as_bytes(), &node.origin(), passphrase, Placing::Within) {
        Ok(keys) => draft.key = draft.key.take().or(keys.into_iter().next()),
        Err(error) => {
            draft.note(format!("The private key cannot be read: {}", error.problem().message))
        }
    }
    if finds.met > met && draft.key.is_none() {
        draft.note("Its private key needs a passphrase.");
    }
    draft.grant = draft.grant.or(Some(Grant::Jwt));
}

fn certificate(finds: &mut Finds<'_>, draft: &mut Draft, node: &Node<'_>) {
    let Some(text) = node.text() else { return };
    if is_path(text) {
        return;
    }
    let known = finds.keys.certificates.len();
    if let Err(error) = finds.take_keys(text.as_bytes(), &node.origin(), None, Placing::Within) {
        draft.note(format!("The certificate cannot be read: {}", error.problem().message));
    }
    if let Some(held) = finds.keys.certificates.get(known) {
        draft.certificates.push(held.certificate.sha1());
    }
}

/// A short line with an extension or a slash, and no key.
fn is_path(text: &str) -> bool {
    let text = text.trim();
    let ends = [".key", ".pem", ".crt", ".cer", ".p8", ".pk8", ".der", ".p12", ".pfx", ".txt"];
    let lower = text.to_ascii_lowercase();
    text.len() < 400
        && !text.contains('\n')
        && !text.contains("-----")
        && (ends.iter().any(|end| lower.ends_with(end))
            || ["./", "../", "/", "~/", "file:"].iter().any(|start| text.starts_with(start)))
        // Base64 may begin with a slash, and has no second part that short.
        && (text.len() < 200 || text.contains('.'))
}

/// The last part of a path alone: folders often have people's names.
fn shown_path(path: &str) -> String {
    path.trim().rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

/// Whether `source` is the file that `path` means.
pub(crate) fn is_file_of(path: &str, source: &str) -> bool {
    let file = shown_path(path);
    let own = source.rsplit([' ', '/', '\\']).next().unwrap_or(source);
    own.eq_ignore_ascii_case(&file) || stem(source).eq_ignore_ascii_case(&stem(&file))
}
