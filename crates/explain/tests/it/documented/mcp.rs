//! Of servers for agents (10).

use super::Line;

pub(super) const DOCUMENTED: &[Line] = &[
    // 10
    ("aa-mcp.adobe.io", "/mcp", 401, &[], "", "mcp.sign_in"),
    (
        "mcp.adobeaemcloud.com",
        "/adobe/mcp/aem",
        401,
        &[
            "WWW-Authenticate: Bearer resource_metadata=\"https://h/.well-known/oauth-protected-resource\", scope=\"s\"",
        ],
        "",
        "mcp.sign_in",
    ),
    (
        "mcp.adobeaemcloud.com",
        "/adobe/mcp/aem",
        403,
        &["WWW-Authenticate: Bearer error=\"insufficient_scope\""],
        "",
        "mcp.scope",
    ),
    (
        "marketo-mcp.adobe.io",
        "/mcp",
        400,
        &[],
        "Marketo credentials not provided",
        "mcp.marketo_key",
    ),
    ("marketo-mcp.adobe.io", "/mcp", 401, &[], "401 Unauthorized", "mcp.sign_in"),
    ("marketo-mcp.adobe.io", "/mcp", 403, &[], "403 Forbidden", "mcp.marketo_instance"),
    ("marketo-mcp.adobe.io", "/mcp", 429, &[], "Too many requests", "mcp.marketo_throttled"),
    (
        "aa-mcp.adobe.io",
        "/mcp",
        400,
        &[],
        r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32020,"message":"m"}}"#,
        "mcp.header_mismatch",
    ),
    (
        "aa-mcp.adobe.io",
        "/mcp",
        400,
        &[],
        r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32021,"message":"m"}}"#,
        "mcp.capability",
    ),
    (
        "aa-mcp.adobe.io",
        "/mcp",
        400,
        &[],
        r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32022,"message":"m"}}"#,
        "mcp.version",
    ),
];
