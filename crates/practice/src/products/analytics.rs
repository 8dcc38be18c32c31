//! Analytics 2.0, as far as a test of credentials goes: which companies there are, and their report suites. The shapes are
//! those of Adobe's discovery guide; members beyond it are [unverified].

use super::call::Call;
use super::page;
use super::reply::{self, Reply};
use http::StatusCode;
use serde_json::{Value, json};
use std::collections::HashMap;

const SUITES: [(&str, &str); 4] = [
    ("shopprod", "Web shop: production"),
    ("shopdev", "Web shop: development"),
    ("cafeprod", "Coffee app: production"),
    ("cafedev", "Coffee app: development"),
];

/// Analytics for every organisation.
#[derive(Debug)]
pub(super) struct Analytics {
    /// Tenants by organisation; a company is named after its tenant.
    tenants: HashMap<String, String>,
}

impl Analytics {
    pub(super) fn seeded(tenants: HashMap<String, String>) -> Self {
        Self { tenants }
    }

    pub(super) fn handle(&self, call: &Call) -> Option<Reply> {
        let tenant = self.tenants.get(&call.caller.org_id).map_or("practice", String::as_str);
        // A company's global ID is its name and a number.
        let company = format!("{tenant}0");
        let segments = call.segments_after("");
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        Some(match (call.method.as_str(), segments.as_slice()) {
            ("GET", ["discovery", "me"]) => reply::ok(&json!({
                "imsUserId": format!("{}@techacct.adobe.com", call.caller.org_id.split('@').next().unwrap_or("")),
                "imsOrgs": [{
                    "imsOrgId": call.caller.org_id,
                    "companies": [{
                        "globalCompanyId": company,
                        "companyName": tenant,
                        "apiRateLimitPolicy": "aa_api_tier10_tp",
                        "dataCenter": "London",
                    }],
                }],
            })),
            (
                "GET",
                ["api", named, "reportsuites"]
                | ["api", named, "collections", "suites"]
                | ["api", named, "reportsuites", "collections", "suites"],
            ) if *named == company => suites(call, tenant),
            ("GET", ["api", _, ..]) if segments.get(1) != Some(&company.as_str()) => reply::json(
                StatusCode::FORBIDDEN,
                &json!({
                    "errorCode": "unauthorized_company",
                    "errorDescription": "The global company ID is not one of this organization.",
                    "errorId": format!("practice-{}", call.now.0),
                }),
            ),
            (_, ["discovery", "me"]) => call.method_not_allowed(),
            _ => return None,
        })
    }
}

fn suites(call: &Call, tenant: &str) -> Reply {
    let size = call.number("limit").filter(|limit| *limit > 0).unwrap_or(10);
    let number = call.number("page").unwrap_or(0);
    let all: Vec<Value> = SUITES
        .iter()
        .map(|(id, name)| json!({ "rsid": format!("{tenant}.{id}"), "name": name, "collectionItemType": "reportsuite", "currency": "EUR" }))
        .collect();
    let page = page::cut(all.into_iter(), number.saturating_mul(size), size);
    reply::ok(&json!({
        "content": page.items,
        "number": number,
        "size": size,
        "numberOfElements": page.items.len(),
        "totalElements": page.total,
        "totalPages": page.total.div_ceil(size),
        "firstPage": number == 0,
        "lastPage": page.next.is_none(),
        "sort": null,
    }))
}

#[cfg(test)]
mod tests {
    use super::Analytics;
    use crate::products::call::Call;
    use serde_json::Value;
    use std::collections::HashMap;

    #[test]
    fn discovery_leads_to_the_report_suites() {
        let call = Call::to("GET", "analytics.adobe.io/discovery/me");
        let tenants = HashMap::from([(call.caller.org_id.clone(), "acme".to_owned())]);
        let analytics = Analytics::seeded(tenants);
        let get = |url: &str| -> (u16, Value) {
            let reply = analytics.handle(&Call::to("GET", url)).unwrap();
            (reply.status().as_u16(), serde_json::from_slice(reply.body()).unwrap())
        };
        let (_, me) = get("analytics.adobe.io/discovery/me");
        let company =
            me["imsOrgs"][0]["companies"][0]["globalCompanyId"].as_str().unwrap().to_owned();
        let (status, suites) =
            get(&format!("analytics.adobe.io/api/{company}/reportsuites?limit=3"));
        assert_eq!(
            (status, &suites["totalPages"], &suites["lastPage"]),
            (200, &2.into(), &false.into())
        );
        assert_eq!(get("analytics.adobe.io/api/other0/reportsuites").0, 403);
    }
}
