//! Privacy requests through Campaign's own tool, which Adobe keeps working and advises against.

use super::faults;
use super::home::Home;
use super::instance::Instance;
use super::list::Listing;
use super::resource::Resource;
use crate::products::call::Call;
use crate::products::reply::{self, Reply};
use crate::products::{filter, when};
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// How long a request stays new.
const WORK: Duration = Duration::from_secs(5);

impl Instance {
    /// A call under `privacy/privacyTool`.
    pub(super) fn privacy(&mut self, rest: &[&str], home: &Home, call: &Call) -> Reply {
        let find = |key: &str| {
            let row = home.number("privacy", key)?;
            Some((row, self.privacy.row(row, |_| None)?))
        };
        match (call.method.as_str(), rest) {
            ("POST", []) => self.create_privacy(home, call),
            ("GET", []) => {
                let table = self.privacy.len();
                let show = |row| {
                    Some(self.show_privacy(&self.privacy.row(row, |_| None)?, row, home, call.now))
                };
                Listing { call, home, name: "privacy", table, column: None }.reply(
                    |from| self.privacy.numbers(from),
                    |row, name| filter::field(&show(row)?, name).cloned(),
                    show,
                )
            }
            ("GET", [key]) => match find(key) {
                Some((row, kept)) => reply::ok(&self.show_privacy(&kept, row, home, call.now)),
                None => faults::not_found("privacyTool", key),
            },
            // One page calls the link gdprRequestData, another privacyRequestData.
            ("GET" | "POST", [key, "gdprRequestData" | "privacyRequestData"]) => match find(key) {
                Some((_, kept)) => reply::ok(&json!(self.data_of(&kept))),
                None => faults::not_found("privacyTool", key),
            },
            _ => faults::oops(),
        }
    }

    fn create_privacy(&mut self, home: &Home, call: &Call) -> Reply {
        let body = call.json().unwrap_or_default();
        for field in ["name", "namespaceName", "reconciliationValue", "label", "type", "regulation"]
        {
            if body[field].as_str().is_none_or(str::is_empty) {
                return faults::engine(&format!("The '{field}' property is mandatory."));
            }
        }
        if !matches!(body["type"].as_str(), Some("access" | "delete")) {
            return faults::engine("The value of 'type' must be 'access' or 'delete'.");
        }
        let same_name = |row: u32| {
            self.privacy.row(row, |_| None).is_some_and(|kept| kept["body"]["name"] == body["name"])
        };
        if self.privacy.numbers(0).any(same_name) {
            return faults::engine(
                "The value of 'name' is already used by another privacy request.",
            );
        }
        let kept = json!({ "body": body, "at": call.now });
        let row = self.privacy.add(kept.clone());
        reply::json(StatusCode::CREATED, &self.show_privacy(&kept, row, home, call.now))
    }

    fn show_privacy(&self, kept: &Value, row: u32, home: &Home, now: Timestamp) -> Value {
        let body = &kept["body"];
        let text = |field: &str| body[field].as_str().unwrap_or_default();
        let created = Timestamp(kept["at"].as_i64().unwrap_or_default());
        let done = created.after(WORK);
        let status = match (now >= done, self.profile_at(text("reconciliationValue"))) {
            (false, _) => "new",
            (true, Some(_)) => "complete",
            (true, None) => "errorDataNotFound",
        };
        let key = home.key("privacy", row);
        json!({
            "PKey": key,
            "audit": "",
            "created": when::spaced(created),
            "desc": "",
            "gdprRequestData": { "href": format!("{}/head/privacyTool/{key}/gdprRequestData/", home.base) },
            "href": format!("{}/privacy/privacyTool/{key}", home.base),
            "label": text("label"),
            "lastModified": when::spaced(if now >= done { done } else { created }),
            "name": text("name"),
            "namespace": {
                "PKey": home.key("namespace", 0),
                "title": format!("Email ({})", text("namespaceName")),
            },
            "namespaceName": text("namespaceName"),
            "privacyRequestData": {
                "href": format!("{}/privacy/privacyTool/{key}/privacyRequestData/", home.base),
            },
            "reconciliationValue": text("reconciliationValue"),
            "regulation": text("regulation"),
            "retryCount": 0,
            "status": status,
            "title": format!("{} ({})", text("label"), text("name")),
            "type": text("type"),
        })
    }

    /// What the tool collected, in the odd text Adobe wraps it in.
    fn data_of(&self, kept: &Value) -> String {
        let value = kept["body"]["reconciliationValue"].as_str().unwrap_or_default();
        let rows = self.profile_at(value).map_or(String::new(), |row| {
            let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
            format!(
                "  <table name=\"nms:recipient\">\n    <row>lastName='{}'\n\t\tfirstName='{}'\n\t\temail='{}'\n\t\t\
                 lastModified='{}'\n\t\tcreated='{}'</row>\n  </table>\n",
                text("lastName"), text("firstName"), text("email"), text("lastModified"), text("created"),
            )
        });
        format!(
            "{{data:<gdprRequestData reconciliationValue=\"'{value}'\">\n{rows}</gdprRequestData>}}"
        )
    }

    /// The profile whose e-mail address is `email`.
    fn profile_at(&self, email: &str) -> Option<Value> {
        let table = self.table(Resource::Profile);
        let last =
            table.map_or(self.profiles, |table| u32::try_from(table.len()).unwrap_or(u32::MAX));
        (0..last)
            .find(|number| {
                self.field(Resource::Profile, *number, "email").is_some_and(|value| value == email)
            })
            .and_then(|number| self.row(Resource::Profile, number))
    }
}
