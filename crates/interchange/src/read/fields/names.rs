//! The names themselves: one for each tool and year.

use mudbrick_model::Unused;

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

/// The field `ACCESS_TOKEN`.
pub(crate) fn field_named(name: &str) -> Unused {
    Unused::Field { name: name.chars().filter(|c| !c.is_control()).take(60).collect() }
}
