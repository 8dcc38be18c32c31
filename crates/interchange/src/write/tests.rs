//! The formats, each as its tool expects it.

use super::env::quoted;
use super::*;
use crate::Outgoing;
use mudbrick_model::{
    Adobe, ClientId, Colour, ConsoleFacts, Credential, ExportFormat, Field, KeyId, Metascope, Note,
    OrgId, Profile, ProfileId, Risk, Scope, Slug, TechnicalAccountId, Timestamp,
};
use mudbrick_vault::SecretText;
use rstest::rstest;

fn account() -> TechnicalAccountId {
    TechnicalAccountId::parse("AAAABBBBCCCCDDDD0A495E11@techacct.adobe.com").unwrap()
}

pub(super) fn oauth() -> Profile {
    Profile {
        id: ProfileId::parse("0f0e0d0c0b0a09080706050403020100").unwrap(),
        name: "Geo Demo".to_owned(),
        organization: "Acme".to_owned(),
        org_id: OrgId::parse("AAAABBBBCCCCDDDD0A495E00@AdobeOrg").unwrap(),
        client_id: ClientId::parse("0123456789abcdef0123456789abcdef").unwrap(),
        credential: Credential::OauthServerToServer {
            scopes: ["openid", "AdobeID"].map(|scope| Scope::parse(scope).unwrap()).to_vec(),
            technical_account_id: Some(account()),
        },
        adobe: Adobe::Stage,
        risk: Risk::Production,
        colour: Colour::Blue,
        sandbox: "dev".to_owned(),
        variables: [("TENANT_ID", "_acme"), ("STORAGE_KEY", "hidden"), ("API_KEY", "stale")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        allowed_hosts: Vec::new(),
        sending: mudbrick_model::SendOptions::default(),
        console: ConsoleFacts::default(),
        created_at: Timestamp(1_760_000_000_000),
        updated_at: Timestamp(1_770_000_000_000),
    }
}

pub(super) fn jwt() -> Profile {
    let credential = Credential::Jwt {
        technical_account_id: account(),
        metascopes: vec![Metascope::parse("ent_places_sdk").unwrap()],
        key: Some(KeyId::parse(&"0".repeat(64)).unwrap()),
    };
    Profile { credential, adobe: Adobe::Production, ..oauth() }
}

fn secrets() -> [SecretText; 2] {
    ["p8e-one", "p8e-it's #2"].map(|text| SecretText::new(text.to_owned()))
}

fn private_key() -> SecretText {
    SecretText::new(
        "-----BEGIN PRIVATE KEY-----\r\nMIIE\r\n-----END PRIVATE KEY-----\r\n".to_owned(),
    )
}

fn written(write: fn(&Outgoing<'_>) -> Written, profile: &Profile) -> (String, Vec<Note>) {
    let (secrets, key) = (secrets(), private_key());
    let slug = Slug::derive(&profile.title());
    let outgoing = Outgoing {
        slug: &slug,
        profile,
        client_secrets: &secrets,
        private_key: Some(&key),
        certificate: None,
    };
    let written = write(&outgoing);
    (written.text.expose().clone(), written.notes)
}

fn json(write: fn(&Outgoing<'_>) -> Written, profile: &Profile) -> serde_json::Value {
    serde_json::from_str(&written(write, profile).0).unwrap()
}

#[test]
fn env_of_an_oauth_profile() {
    let (text, notes) = written(env, &oauth());
    assert_eq!(
        text,
        r#"AIO_ims_contexts_acme__geo__demo_client__id=0123456789abcdef0123456789abcdef
AIO_ims_contexts_acme__geo__demo_client__secrets='["p8e-one","p8e-it\u0027s #2"]'
AIO_ims_contexts_acme__geo__demo_technical__account__id=AAAABBBBCCCCDDDD0A495E11@techacct.adobe.com
AIO_ims_contexts_acme__geo__demo_scopes='["openid","AdobeID"]'
AIO_ims_contexts_acme__geo__demo_ims__org__id=AAAABBBBCCCCDDDD0A495E00@AdobeOrg
SERVICE_API_KEY=0123456789abcdef0123456789abcdef
IMS_OAUTH_S2S_CLIENT_ID=0123456789abcdef0123456789abcdef
IMS_OAUTH_S2S_CLIENT_SECRET=p8e-one
IMS_OAUTH_S2S_ORG_ID=AAAABBBBCCCCDDDD0A495E00@AdobeOrg
IMS_OAUTH_S2S_SCOPES='["openid","AdobeID"]'
AIO_CLI_ENV=stage
"#
    );
    assert_eq!(
        notes,
        [
            Note::SandboxNotCarried { format: ExportFormat::Env, sandbox: "dev".to_owned() },
            Note::NotCarried { format: ExportFormat::Env, field: Field::Variables },
            Note::TechnicalAccountEmailNeeded { format: ExportFormat::Env },
        ]
    );
}

#[test]
fn env_of_a_jwt_profile() {
    let (text, notes) = written(env, &jwt());
    assert_eq!(
        text,
        r#"AIO_ims_contexts_acme__geo__demo_client__id=0123456789abcdef0123456789abcdef
AIO_ims_contexts_acme__geo__demo_client__secret=p8e-one
AIO_ims_contexts_acme__geo__demo_technical__account__id=AAAABBBBCCCCDDDD0A495E11@techacct.adobe.com
AIO_ims_contexts_acme__geo__demo_meta__scopes='["ent_places_sdk"]'
AIO_ims_contexts_acme__geo__demo_ims__org__id=AAAABBBBCCCCDDDD0A495E00@AdobeOrg
AIO_ims_contexts_acme__geo__demo_private__key='["-----BEGIN PRIVATE KEY-----","MIIE","-----END PRIVATE KEY-----"]'
SERVICE_API_KEY=0123456789abcdef0123456789abcdef
"#
    );
    assert!(notes.contains(&Note::NotCarried {
        format: ExportFormat::Env,
        field: Field::SecondClientSecret
    }));
}

#[test]
fn aio_contexts() {
    let oauth = json(aio, &oauth());
    assert_eq!(oauth["cli"]["env"], "stage");
    let context = &oauth["ims"]["contexts"]["acme_geo_demo"];
    assert_eq!(context["client_secrets"], serde_json::json!(["p8e-one", "p8e-it's #2"]));
    assert_eq!(context["scopes"], serde_json::json!(["openid", "AdobeID"]));
    let jwt = json(aio, &jwt());
    assert_eq!(jwt.get("cli"), None);
    let context = &jwt["ims"]["contexts"]["acme_geo_demo"];
    assert_eq!(context["client_secret"], "p8e-one");
    assert_eq!(context["meta_scopes"], serde_json::json!(["ent_places_sdk"]));
    let lines = ["-----BEGIN PRIVATE KEY-----", "MIIE", "-----END PRIVATE KEY-----"];
    assert_eq!(context["private_key"], serde_json::json!(lines));
}

#[test]
fn aepp_configurations() {
    let (text, _) = written(aepp, &oauth());
    assert_eq!(
        text,
        r#"{
  "org_id": "AAAABBBBCCCCDDDD0A495E00@AdobeOrg",
  "client_id": "0123456789abcdef0123456789abcdef",
  "secret": "p8e-one",
  "sandbox-name": "dev",
  "environment": "stage",
  "scopes": "openid,AdobeID"
}
"#
    );
    let (_, notes) = written(aepp, &jwt());
    assert_eq!(notes[0], Note::GrantNotCarried { format: ExportFormat::Aepp });
}

#[test]
fn postman_environments() {
    let file = json(postman, &oauth());
    let values: Vec<String> = file["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|value| {
            format!(
                "{} {} {}",
                value["type"].as_str().unwrap(),
                value["key"].as_str().unwrap(),
                value["value"]
            )
        })
        .collect();
    assert_eq!(file["name"], "Geo Demo");
    assert_eq!(
        values,
        [
            r#"secret CLIENT_SECRET "p8e-one""#,
            r#"text API_KEY "0123456789abcdef0123456789abcdef""#,
            r#"secret ACCESS_TOKEN """#,
            r#"text SCOPES ["openid","AdobeID"]"#,
            r#"text TECHNICAL_ACCOUNT_ID "AAAABBBBCCCCDDDD0A495E11@techacct.adobe.com""#,
            r#"text IMS "ims-na1-stg1.adobelogin.com""#,
            r#"text IMS_ORG "AAAABBBBCCCCDDDD0A495E00@AdobeOrg""#,
            r#"text SANDBOX_NAME "dev""#,
            r#"text STORAGE_KEY "hidden""#,
            r#"text TENANT_ID "_acme""#,
        ]
    );
    let file = json(postman, &jwt());
    assert_eq!(file["values"][3]["value"], serde_json::json!(["ent_places_sdk"]));
    assert_eq!(
        file["values"][7]["value"],
        "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----"
    );
}

#[test]
fn console_projects() {
    let project = &json(console, &oauth())["project"];
    assert_eq!((&project["name"], &project["title"]), (&"GeoDemo".into(), &"Geo Demo".into()));
    assert_eq!((&project["org"]["id"], &project["org"]["name"]), (&"0".into(), &"Acme".into()));
    let credential = &project["workspace"]["details"]["credentials"][0];
    assert_eq!(credential["integration_type"], "oauth_server_to_server");
    assert_eq!(credential["oauth_server_to_server"]["client_secrets"][1], "p8e-it's #2");
    let (text, notes) = written(console, &jwt());
    assert!(text.contains("\"integration_type\": \"service\"") && !text.contains("MIIE"), "{text}");
    let key = Note::NotCarried { format: ExportFormat::Console, field: Field::PrivateKey };
    assert!(notes.contains(&key), "{notes:?}");
}

/// Workspace and e-mail are the Console's to say: known they are kept, unknown they are not made up, and that is said.
#[rstest]
#[case::env(env, false)]
#[case::aio(aio, false)]
#[case::console(console, true)]
fn nothing_of_the_console_is_invented(
    #[case] write: fn(&Outgoing<'_>) -> Written,
    #[case] names_workspace: bool,
) {
    const EMAIL: &str = "11112222-3333@techacct.adobe.com";
    let unknown = oauth();
    let (text, notes) = written(write, &unknown);
    let asked = |note: &Note| matches!(note, Note::TechnicalAccountEmailNeeded { .. });
    assert!(notes.iter().any(asked), "{notes:?}");
    assert_eq!(text.matches("AAAABBBBCCCCDDDD0A495E11@techacct").count(), 1, "{text}");
    assert_eq!(notes.contains(&Note::WorkspaceUnknown), names_workspace);
    let console = ConsoleFacts {
        workspace: Some("Stage".to_owned()),
        technical_account_email: Some(EMAIL.to_owned()),
        place: None,
    };
    let (text, notes) = written(write, &Profile { console, ..unknown });
    assert!(text.contains(EMAIL), "{text}");
    assert_eq!(text.contains("\"name\": \"Stage\""), names_workspace, "{text}");
    assert!(!notes.iter().any(asked) && !notes.contains(&Note::WorkspaceUnknown), "{notes:?}");
}

#[rstest]
#[case::env(env)]
#[case::aio(aio)]
#[case::aepp(aepp)]
#[case::postman(postman)]
#[case::console(console)]
fn without_secrets_their_places_are_empty(#[case] write: fn(&Outgoing<'_>) -> Written) {
    for profile in [oauth(), jwt()] {
        let slug = Slug::derive(&profile.title());
        let outgoing = Outgoing {
            slug: &slug,
            profile: &profile,
            client_secrets: &[],
            private_key: None,
            certificate: None,
        };
        let text = write(&outgoing).text.expose().clone();
        assert!(text.to_lowercase().contains("secret"), "{text}");
        assert!(
            !text.contains("p8e-") && !text.contains("BEGIN") && !text.contains("hidden"),
            "{text}"
        );
    }
}

#[rstest]
#[case::plain("p8e-a_b", Some("p8e-a_b"))]
#[case::empty("", Some(""))]
#[case::comment("a#b", Some("'a#b'"))]
#[case::apostrophe("it's", Some("\"it's\""))]
#[case::both_marks("it's \"x\"", None)]
#[case::variable_in_double("it's $HOME", None)]
#[case::variable_in_single("$HOME", Some("'$HOME'"))]
#[case::backslash_inside("a\\b", Some("'a\\b'"))]
#[case::backslash_at_the_end("a\\", None)]
#[case::line_end("a\nb", Some("'a\nb'"))]
#[case::carriage_return("a\rb", None)]
fn values_are_quoted_as_dotenv_reads_them(#[case] value: &str, #[case] expected: Option<&str>) {
    assert_eq!(quoted(value).map(|text| text.to_string()).as_deref(), expected);
}
