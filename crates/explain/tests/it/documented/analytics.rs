//! Of Analytics 2.0 (12.2).

use super::Line;

pub(super) const DOCUMENTED: &[Line] = &[
    // 12.2
    (
        "analytics.adobe.io",
        "/discovery/me",
        401,
        &[],
        r#"{"errorCode":"invalid_token","errorDescription":"IMS token failed IMS Facade token validation","errorId":"auth-7"}"#,
        "analytics.token_refused",
    ),
    (
        "analytics.adobe.io",
        "/discovery/me",
        403,
        &[],
        r#"{"error_code":"403025","message":"Profile is not valid"}"#,
        "analytics.no_product_profile",
    ),
    (
        "analytics.adobe.io",
        "/api/x/reports",
        404,
        &[],
        r#"{"errorCode":"404","errorDescription":"Could not find analytics user for globalCompanyId=x and imsUserId=y"}"#,
        "analytics.company",
    ),
    (
        "analytics.adobe.io",
        "/discovery/me",
        500,
        &[],
        r#"{"errorCode":"500","errorDescription":"Error while resolving get imsOrgs for imsUserId=x clientId=y","errorId":"u"}"#,
        "analytics.outage",
    ),
    (
        "analytics.adobe.io",
        "/api/x/reports",
        429,
        &[],
        r#"{"error_code":"429050","message":"Too many requests"}"#,
        "gateway.throttled",
    ),
    (
        "analytics.adobe.io",
        "/api/x/feeds",
        200,
        &[],
        r#"{"requests":[{"requestState":"error","errorCode":300,"errorMsg":"Delivery Error"}]}"#,
        "analytics.delivery",
    ),
    (
        "analytics.adobe.io",
        "/api/1.4/admin",
        401,
        &[],
        r#"{"error":"invalid_grant","error_description":"The access token provided is invalid"}"#,
        "analytics.old_api",
    ),
];
