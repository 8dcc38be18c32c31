//! The names themselves: one for each tool and year.

use crate::read::syntax::Node;
use mudbrick_model::Unused;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    ClientId,
    ClientSecret,
    OrgId,
    /// The organisation's ID or its name.
    Organization,
    TechnicalAccountId,
    /// Its e-mail, where it looks like one of a technical account.
    TechnicalAccountEmail,
    /// A technical account's ID where it looks like one, else anything.
    Account,
    Scopes,
    Metascopes,
    PrivateKey,
    /// The file that the private key is in.
    KeyPath,
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
    /// Where people come back to after signing in.
    RedirectUri,
    /// Known, and of no use to a profile.
    Known,
}

/// The field of a name in any spelling: `client_id`, `clientId`, `CLIENT-ID`.
pub(crate) fn field_of(name: &str) -> Option<Field> {
    let plain: String = name
        .chars()
        .filter(|c| !"_-. ".contains(*c))
        .map(|c| c.to_ascii_lowercase())
        .take(200)
        .collect();
    Some(match plain.as_str() {
        "clientid" | "apikey" | "xapikey" | "imsclientid" => Field::ClientId,
        "clientsecret" | "clientsecrets" | "secret" | "secrets" => Field::ClientSecret,
        "orgid" | "imsorg" | "imsorgid" | "organizationid" | "organisationid"
        | "imsorganizationid" | "xgwimsorgid" => Field::OrgId,
        "organization" | "organisation" | "org" => Field::Organization,
        "technicalaccountid" | "technicalaccount" | "techaccountid" | "techacctid" | "techacct"
        | "techid" => Field::TechnicalAccountId,
        "account" | "accountid" => Field::Account,
        "scopes" | "scope" | "oauthscopes" | "oauthscope" => Field::Scopes,
        "metascopes" | "metascope" => Field::Metascopes,
        "privatekey" | "privkey" | "privkeydata" | "jwtprivatekey" | "encodedpkcs8"
        | "privatekeydata" => Field::PrivateKey,
        "privatekeypath" | "privkeypath" | "privatekeyfile" | "privkeyfile" | "privkeyfilename"
        | "privatekeyfilename" | "pathtokey" | "keyfile" | "keypath" => Field::KeyPath,
        "certificate" | "publickey" | "publiccert" | "publiccertificate" => Field::Certificate,
        "passphrase" | "privatekeypassphrase" | "privkeypass" | "privatekeypassword"
        | "privkeypassphrase" | "keypassphrase" | "privatekeypass" => Field::Passphrase,
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
        "redirecturi" | "redirecturis" | "defaultredirecturi" => Field::RedirectUri,
        "technicalaccountemail" | "technicalaccountmail" | "email" | "techacctemail" => {
            Field::TechnicalAccountEmail
        }
        // Numbers of the Console, which no call has a place for.
        "id" | "consumerorgid" | "projectid" | "workspaceid" | "credentialid"
        // What people wrote about it, and when its certificate ends, which the certificate itself says.
        | "description" | "certificateexpirationdate"
        // The way to the token inside IMS, which is the same for everybody.
        | "imsendpointjwt" | "authendpoint"
        // What surrounds an answer.
        | "tokenendpoint" | "ok" | "statuscode" | "tokentype" | "expiresin" => Field::Known,
        _ => return None,
    })
}

/// The field `ACCESS_TOKEN`.
pub(crate) fn field_named(node: &Node<'_>) -> Unused {
    let shown = |name: &str| name.chars().filter(|c| !c.is_control()).collect();
    match node.variable() {
        Some(name) => Unused::Variable { name: shown(&name) },
        None => Unused::Field { name: shown(node.key()) },
    }
}
