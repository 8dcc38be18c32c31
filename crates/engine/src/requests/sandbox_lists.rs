//! The sandboxes that each profile's account may use, as Platform listed them last. They are kept in a file that may be deleted;
//! of which type they are for the production guard is `sandboxes`', from the same answer.
//!
//! Source: 07b, `GET /data/foundation/sandbox-management/`: the sandboxes that the account may use.

use super::Requests;
use super::sandboxes::SandboxType;
use mudbrick_model::{Profile, ProfileId, Timestamp};
use mudbrick_store::Home;
use mudbrick_vault::files;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

const USABLE: &str = "/data/foundation/sandbox-management/";
/// A list is shown with its age; one that is older is asked for again.
const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// At most 75 sandboxes for each of thousands of profiles.
const MOST_BYTES: u64 = 8 << 20;

/// A sandbox of Experience Platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SandboxView {
    /// What requests call it.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it is for; none where Platform says something that is not known.
    pub kind: Option<SandboxType>,
    /// `active`, or what else Platform says.
    pub state: String,
    /// Whether calls that name none go there.
    pub is_default: bool,
}

/// The sandboxes that an account may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SandboxList {
    /// In Platform's order.
    pub sandboxes: Vec<SandboxView>,
    /// When Platform said so.
    pub at: Timestamp,
    /// Whether these are all: Platform lists them in pages.
    pub is_whole: bool,
}

impl SandboxView {
    /// `dev (development)`.
    pub fn in_words(&self) -> String {
        let kind = match self.kind {
            Some(SandboxType::Production) => "production",
            Some(SandboxType::Development) => "development",
            None => "type unknown",
        };
        format!("{} ({kind})", self.name)
    }
}

/// What is kept of a profile: for whom it was asked too, since a profile can be changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    organization: String,
    client: String,
    list: SandboxList,
}

/// The lists of a home.
pub(super) struct SandboxLists {
    path: PathBuf,
}

/// Whether an answer of sandbox management lists what the account may use.
pub(super) fn lists_usable(answered: &Url) -> bool {
    answered.path() == USABLE
}

impl SandboxLists {
    pub(super) fn of(home: &Home) -> Self {
        Self { path: home.cache().join("sandbox-lists.json") }
    }

    fn read(&self) -> BTreeMap<ProfileId, Kept> {
        let text = files::read_text(&self.path, MOST_BYTES).ok();
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Keeps what an answer lists. A later page of a list adds nothing: the first one says that there are more.
    pub(super) fn keep(&self, profile: &Profile, body: &[u8], now: Timestamp) {
        let Some(list) = listed(body, now) else { return };
        let mut all = self.read();
        all.retain(|_, kept| now < kept.list.at.after(KEPT_FOR));
        let (organization, client) = (profile.org_id.to_string(), profile.client_id.to_string());
        all.insert(profile.id.clone(), Kept { organization, client, list });
        if let Ok(bytes) = serde_json::to_vec(&all) {
            // On a full disk the list is asked for again.
            let _ = files::save_cache(&self.path, &bytes);
        }
    }

    /// The profile's list, unless it is too old or another credential's.
    pub(super) fn known(&self, profile: &Profile, now: Timestamp) -> Option<SandboxList> {
        let kept = self.read().remove(&profile.id)?;
        let is_own = kept.organization == profile.org_id.as_str()
            && kept.client == profile.client_id.as_str()
            && now < kept.list.at.after(KEPT_FOR);
        is_own.then_some(kept.list)
    }
}

fn listed(body: &[u8], now: Timestamp) -> Option<SandboxList> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let records = answer["sandboxes"].as_array()?;
    let text = |record: &Value, field: &str| record[field].as_str().unwrap_or_default().to_owned();
    let sandboxes =
        records.iter().filter(|record| record["name"].is_string()).map(|record| SandboxView {
            name: text(record, "name"),
            title: text(record, "title"),
            kind: record["type"].as_str().and_then(SandboxType::read),
            state: text(record, "state"),
            is_default: record["isDefault"] == Value::Bool(true),
        });
    let next = &answer["_links"]["next"];
    let has_more = next["href"].as_str().or(next.as_str()).is_some_and(|href| !href.is_empty());
    Some(SandboxList { sandboxes: sandboxes.collect(), at: now, is_whole: !has_more })
}

impl Requests {
    /// The sandboxes that the profile's account may use, as Platform listed them last; none where it has not been asked, or
    /// too long ago.
    pub(crate) fn kept_sandboxes(&self, id: &ProfileId) -> Option<SandboxList> {
        let profile = self.core.profiles.get(id).ok()?.value;
        SandboxLists::of(&self.core.home).known(&profile, self.core.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn profile(client: char) -> Profile {
        serde_json::from_value(serde_json::json!({
            "id": "a".repeat(32), "name": "Platform", "org_id": "AAAABBBBCCCCDDDD0A495E00@AdobeOrg",
            "client_id": client.to_string().repeat(32), "adobe": "production",
            "credential": { "grant": "oauth_server_to_server" }, "created_at": 0, "updated_at": 0,
        }))
        .unwrap()
    }

    #[test]
    fn a_list_is_kept_for_its_credential_and_for_a_month() {
        let folder = tempfile::tempdir().unwrap();
        let lists = SandboxLists::of(&Home::at(folder.path()));
        let own = profile('b');
        assert_eq!(lists.known(&own, NOW), None);
        let body = br#"{"sandboxes":[{"name":"prod","title":"Production","type":"production","state":"active","isDefault":true},
            {"name":"odd","type":"new"},{"title":"no name"}],"_links":{"next":{}}}"#;
        lists.keep(&own, body, NOW);
        let known = lists.known(&own, NOW).unwrap();
        assert!(known.is_whole);
        let words: Vec<String> = known.sandboxes.iter().map(SandboxView::in_words).collect();
        assert_eq!(words, ["prod (production)", "odd (type unknown)"]);
        assert!(known.sandboxes[0].is_default && !known.sandboxes[1].is_default);
        assert_eq!(lists.known(&profile('c'), NOW), None, "another credential may use others");
        assert_eq!(lists.known(&own, NOW.after(KEPT_FOR)), None);
        // What is no list takes nothing away, and a page that is not the last says so.
        lists.keep(&own, b"[]", NOW);
        assert_eq!(lists.known(&own, NOW), Some(known));
        let page = br#"{"sandboxes":[{"name":"dev"}],"_links":{"next":{"href":"https://platform.adobe.io/?offset=50"}}}"#;
        lists.keep(&own, page, NOW);
        assert!(!lists.known(&own, NOW).unwrap().is_whole);
    }
}
