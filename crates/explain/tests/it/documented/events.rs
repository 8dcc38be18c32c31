//! Of I/O Events and I/O Management (12.4).

use super::{EV, Line};

pub(super) const DOCUMENTED: &[Line] = &[
    // 12.4
    (EV, "/events/1/2/3/providers", 409, &["x-conflicting-id: a-b-c"], "", "events.exists"),
    (EV, "/events/1/2/3/registrations", 409, &[], "", "events.limit"),
    (EV, "/events/1/providers", 401, &[], "", "events.token"),
    (EV, "/events/1/providers", 403, &[], "", "events.scope"),
    (EV, "/events/1/providers", 400, &[], "", "events.input"),
    (EV, "/events/1/providers/x", 404, &[], "", "events.not_found"),
    (
        EV,
        "/events/1/providers",
        401,
        &[],
        r#"{"error_code":"401013","message":"m"}"#,
        "gateway.token_refused",
    ),
    (
        "events-va6.adobe.io",
        "/organizations/x",
        410,
        &[],
        "Events at position 7 have expired.",
        "events.expired",
    ),
    ("events-va6.adobe.io", "/organizations/x", 204, &["retry-after: 10"], "", "events.none_yet"),
    ("eventsingress.adobe.io", "/", 204, &[], "", "events.nobody_listens"),
    ("eventsingress.adobe.io", "/", 400, &[], "", "events.not_cloudevent"),
    ("eventsingress.adobe.io", "/", 429, &["Retry-After: 1"], "", "events.ingress_throttled"),
    (EV, "/console/organizations/1/credentials/2/secrets", 403, &[], "", "console.not_member"),
    (EV, "/console/organizations/1/credentials/2/secrets", 401, &[], "", "console.token"),
];
