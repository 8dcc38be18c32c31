//! Of Target (12.3).

use super::{ACS, Line};

pub(super) const DOCUMENTED: &[Line] = &[
    // 12.3
    (
        ACS,
        "/acme/target/activities",
        406,
        &[],
        r#"{"httpStatus":406,"requestId":"u","requestTime":"2018-02-02T21:39:06.405Z","errors":[{"errorCode":"Unsupported.Feature","message":"Unsupported features detected"}]}"#,
        "target.version",
    ),
    (
        ACS,
        "/acme/target/activities",
        403,
        &[],
        r#"{"httpStatus":403,"requestId":"u","errors":[{"errorCode":"E","message":"m","meta":{}}]}"#,
        "target.not_allowed",
    ),
    (
        ACS,
        "/acme/target/activities",
        415,
        &[],
        r#"{"httpStatus":415,"requestId":"u","errors":[{"errorCode":"E","message":"m"}]}"#,
        "target.refused",
    ),
    (
        "acme.tt.omtrdc.net",
        "/rest/v1/profiles/1",
        404,
        &[],
        r#"{"status":404,"message":"No profile found for client acme with mboxPC=7"}"#,
        "target.no_profile",
    ),
    (
        ACS,
        "/acme/target/activities",
        403,
        &[],
        r#"{"error_code":"403000","message":"m"}"#,
        "gateway.key_missing",
    ),
];
