//! Of IMS: tokens, assertions and the rest (01-ims.md 1.2 to 1.4).

use super::{IMS, Line};

pub(super) const DOCUMENTED: &[Line] = &[
    // 01-ims.md 1.2
    (
        IMS,
        "/ims/token/v3",
        400,
        &[],
        r#"{"error":"invalid_client","error_description":"invalid client_id parameter"}"#,
        "ims.unknown_client",
    ),
    (
        IMS,
        "/ims/token/v2",
        400,
        &[],
        r#"{"error":"invalid_client","error_description":"invalid client_secret parameter"}"#,
        "ims.wrong_secret",
    ),
    (
        IMS,
        "/ims/token/v4",
        401,
        &[],
        r#"{"error":"invalid_client","error_description":"invalid client_secret parameter"}"#,
        "ims.wrong_secret",
    ),
    (
        IMS,
        "/ims/token/v3",
        400,
        &[],
        r#"{"error":"invalid_scope","error_description":"some words"}"#,
        "ims.scopes_refused",
    ),
    (IMS, "/ims/token/v3", 400, &[], r#"{"error":"unsupported_grant_type"}"#, "ims.grant_refused"),
    (IMS, "/ims/token/v3", 400, &[], r#"{"error":"invalid_request"}"#, "ims.request_incomplete"),
    (IMS, "/ims/token/v3", 429, &["Retry-After: 7", "X-DEBUG-ID: 1"], "", "ims.throttled"),
    (
        IMS,
        "/ims/exchange/jwt/",
        500,
        &[],
        r#"{"error":"internal_error","error_description":"Please try again later"}"#,
        "ims.internal_error",
    ),
    // 1.3
    (IMS, "/ims/exchange/jwt", 400, &[], r#"{"error":"invalid_client"}"#, "ims.unknown_client"),
    (IMS, "/ims/exchange/jwt", 401, &[], r#"{"error":"invalid_client"}"#, "ims.jwt_client_refused"),
    (IMS, "/ims/exchange/jwt", 400, &[], r#"{"error":"invalid_token"}"#, "ims.assertion_refused"),
    (
        IMS,
        "/ims/exchange/jwt",
        400,
        &[],
        r#"{"error":"invalid_signature"}"#,
        "ims.signature_unmatched",
    ),
    (IMS, "/ims/exchange/jwt", 400, &[], r#"{"error":"invalid_jti"}"#, "ims.jti_demanded"),
    (IMS, "/ims/exchange/jwt", 400, &[], r#"{"error":"invalid_scope"}"#, "ims.metascopes_refused"),
    (IMS, "/ims/exchange/jwt", 400, &[], r#"{"error":"bad_request"}"#, "ims.claims_refused"),
    (
        IMS,
        "/ims/exchange/jwt",
        400,
        &[],
        r#"{"error_description":"Could not match JWT signature to any of the bindings","error":"invalid_token"}"#,
        "ims.signature_unmatched",
    ),
    (
        IMS,
        "/ims/exchange/jwt",
        400,
        &[],
        r#"{"error_description":"JWT token is incorrectly formatted, and can not be decoded.","error":"invalid_token"}"#,
        "ims.assertion_malformed",
    ),
    (
        IMS,
        "/ims/exchange/jwt",
        400,
        &[],
        r#"{"error_description":"The metascopes in the JWT are not a subset of the metascopes in the binding.","error":"invalid_scope"}"#,
        "ims.metascopes_refused",
    ),
    // 1.4
    (
        IMS,
        "/ims/validate_token/v1",
        200,
        &[],
        r#"{"valid":false,"reason":"bad_signature"}"#,
        "ims.token_not_valid",
    ),
];
