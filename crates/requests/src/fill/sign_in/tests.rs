use super::*;
use crate::variables::{Source, Variables};
use crate::{FillError, fill};
use mudbrick_model::{Header, Method, Request};
use rstest::rstest;

fn request(value: &str) -> Request {
    Request {
        name: String::new(),
        method: Method::Get,
        url: "https://x.io/".to_owned(),
        headers: vec![Header::new("Authorization", value)],
        body: None,
    }
}

fn variables() -> Variables {
    Variables::new()
        .with(Source::File, "user", "Ada L")
        .with(Source::File, "pair", "user:passwd")
        .with(Source::File, "ready", "dXNlcjpwYXNzd2Q=")
        .with_secret_of(Source::Given, "pw", SecretText::new("a b:c".to_owned()))
}

#[rstest]
#[case::words("Basic user passwd", "Basic dXNlcjpwYXNzd2Q=")]
#[case::colon("Basic user:passwd", "Basic dXNlcjpwYXNzd2Q=")]
#[case::small("basic  user  passwd ", "basic dXNlcjpwYXNzd2Q=")]
#[case::colon_in_the_password("Basic user a:b", "Basic dXNlcjphOmI=")]
#[case::no_password("Basic user:", "Basic dXNlcjo=")]
#[case::variables("Basic {{user}}:{{pw}}", "Basic QWRhIEw6YSBiOmM=")]
#[case::variables_as_words("Basic {{user}} {{pw}}", "Basic QWRhIEw6YSBiOmM=")]
#[case::one_variable("Basic {{pair}}", "Basic dXNlcjpwYXNzd2Q=")]
#[case::ready("Basic dXNlcjpwYXNzd2Q=", "Basic dXNlcjpwYXNzd2Q=")]
#[case::ready_in_a_variable("Basic {{ready}}", "Basic dXNlcjpwYXNzd2Q=")]
#[case::another_scheme("Bearer a b:c", "Bearer a b:c")]
#[case::ready_digest("Digest username=\"a\", realm=\"b\"", "Digest username=\"a\", realm=\"b\"")]
#[case::ready_aws("AWS AKIA:c2lnbmF0dXJl", "AWS AKIA:c2lnbmF0dXJl")]
#[case::ready_oauth2("OAuth2 abc", "OAuth2 abc")]
fn credentials_are_written_as_the_scheme_wants(#[case] written: &str, #[case] sent: &str) {
    let filled = fill(&request(written), &variables()).unwrap();
    assert_eq!(filled.headers[0].1.expose().expose(), sent);
}

#[test]
fn what_is_secret_stays_so() {
    let filled = fill(&request("Basic {{user}}:{{pw}}"), &variables()).unwrap();
    let header = &filled.headers[0].1;
    assert!(!header.shown().contains("QWRh"), "{}", header.shown());
    let secrets: Vec<_> = filled.secrets().into_iter().map(|one| one.expose().as_str()).collect();
    assert_eq!(secrets, ["QWRhIEw6YSBiOmM=", "a b:c"]);
}

#[rstest]
#[case::digest("Digest user passwd", "Digest")]
#[case::aws("AWS AKIA secret region:eu-west-1 service:s3", "AWS")]
#[case::cognito("COGNITO user {{pw}} eu-west-1_A", "COGNITO")]
#[case::ntlm("NTLM user passwd", "NTLM")]
#[case::a_flow("openid client_credentials local", "OAuth")]
fn what_a_program_has_to_work_out_is_refused(#[case] written: &str, #[case] expected: &str) {
    match fill(&request(written), &variables()) {
        Err(FillError::SignIn { scheme }) => assert_eq!(scheme, expected),
        other => panic!("{other:?}"),
    }
}
