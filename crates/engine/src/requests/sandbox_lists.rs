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
/// Which part of the list is asked for. Whatever else is in a query chooses among the sandboxes.
const PAGING: [&str; 2] = ["limit", "offset"];
/// Pages that come later are of another list: sandboxes are made and deleted.
const PAGES_WITHIN: Duration = Duration::from_secs(10 * 60);
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
    /// The address of the page that continues the list; none where it is whole.
    #[serde(default)]
    next: Option<String>,
}

impl Kept {
    fn is_of(&self, profile: &Profile) -> bool {
        self.organization == profile.org_id.as_str() && self.client == profile.client_id.as_str()
    }

    /// The same with the page behind it.
    fn with(mut self, page: Page) -> Self {
        let known = |name: &str| self.list.sandboxes.iter().any(|one| one.name == name);
        let added: Vec<_> = page.sandboxes.into_iter().filter(|one| !known(&one.name)).collect();
        self.list.sandboxes.extend(added);
        self.list.is_whole = page.next.is_none();
        Self { next: page.next, ..self }
    }
}

/// What an answer lists, and the address of what comes behind it.
struct Page {
    sandboxes: Vec<SandboxView>,
    next: Option<String>,
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

    /// Keeps what an answer lists, where that is the beginning of the list, or what comes next behind the part that is kept.
    pub(super) fn keep(&self, profile: &Profile, answered: &Url, body: &[u8], now: Timestamp) {
        let Some(page) = listed(answered, body) else { return };
        let mut all = self.read();
        all.retain(|_, kept| now < kept.list.at.after(KEPT_FOR));
        let kept = match is_beginning(answered) {
            true => Kept {
                organization: profile.org_id.to_string(),
                client: profile.client_id.to_string(),
                list: SandboxList {
                    sandboxes: page.sandboxes,
                    at: now,
                    is_whole: page.next.is_none(),
                },
                next: page.next,
            },
            false => {
                let is_continued = |kept: &Kept| {
                    kept.is_of(profile)
                        && kept.next.as_ref() == Some(&address(answered))
                        && now < kept.list.at.after(PAGES_WITHIN)
                };
                match all.remove(&profile.id).filter(is_continued) {
                    Some(kept) => kept.with(page),
                    None => return,
                }
            }
        };
        all.insert(profile.id.clone(), kept);
        if let Ok(bytes) = serde_json::to_vec(&all) {
            // On a full disk the list is asked for again.
            let _ = files::save_cache(&self.path, &bytes);
        }
    }

    /// The profile's list, unless it is too old or another credential's.
    pub(super) fn known(&self, profile: &Profile, now: Timestamp) -> Option<SandboxList> {
        let kept = self.read().remove(&profile.id)?;
        let is_own = kept.is_of(profile) && now < kept.list.at.after(KEPT_FOR);
        is_own.then_some(kept.list)
    }
}

/// Whether the list begins with this page, and is the list of all that the account may use.
fn is_beginning(answered: &Url) -> bool {
    answered.query_pairs().all(|(name, value)| match &*name {
        "offset" => value == "0",
        name => PAGING.contains(&name),
    })
}

/// Where a page is, however its query is written and whichever of Platform's regional hosts answered.
fn address(page: &Url) -> String {
    let mut query: Vec<(String, String)> = page.query_pairs().into_owned().collect();
    query.sort_unstable();
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    format!("{}?{query}", page.path())
}

fn listed(answered: &Url, body: &[u8]) -> Option<Page> {
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
    let next = next["href"].as_str().or(next.as_str()).filter(|href| !href.is_empty());
    // What is no address leads to no page, and says that there is more all the same.
    let next =
        next.map(|href| answered.join(href).map_or_else(|_| href.to_owned(), |to| address(&to)));
    Some(Page { sandboxes: sandboxes.collect(), next })
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

    fn at(query: &str) -> Url {
        Url::parse(&format!("https://platform.adobe.io{USABLE}{query}")).unwrap()
    }

    /// A page with these sandboxes, and the query of the next one.
    fn page(names: &[&str], next: Option<&str>) -> Vec<u8> {
        let records = names.iter().map(|name| serde_json::json!({ "name": name }));
        let records: Vec<_> = records.collect();
        let next = next.map(|query| serde_json::json!({ "href": at(query) }));
        serde_json::json!({ "sandboxes": records, "_links": { "next": next } }).to_string().into()
    }

    fn names(list: &SandboxList) -> Vec<&str> {
        list.sandboxes.iter().map(|one| one.name.as_str()).collect()
    }

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
        lists.keep(&own, &at(""), body, NOW);
        let known = lists.known(&own, NOW).unwrap();
        assert!(known.is_whole);
        let words: Vec<String> = known.sandboxes.iter().map(SandboxView::in_words).collect();
        assert_eq!(words, ["prod (production)", "odd (type unknown)"]);
        assert!(known.sandboxes[0].is_default && !known.sandboxes[1].is_default);
        assert_eq!(lists.known(&profile('c'), NOW), None, "another credential may use others");
        assert_eq!(lists.known(&own, NOW.after(KEPT_FOR)), None);
        // What is no list takes nothing away.
        lists.keep(&own, &at(""), b"[]", NOW);
        assert_eq!(lists.known(&own, NOW), Some(known));
    }

    #[test]
    fn pages_are_one_list_and_it_is_whole_with_the_last() {
        let folder = tempfile::tempdir().unwrap();
        let lists = SandboxLists::of(&Home::at(folder.path()));
        let own = profile('b');
        // Nothing is before it, so it is a part of a list that nobody has.
        lists.keep(&own, &at("?offset=2"), &page(&["late"], None), NOW);
        assert_eq!(lists.known(&own, NOW), None);
        lists.keep(&own, &at("?limit=2"), &page(&["prod", "dev"], Some("?limit=2&offset=2")), NOW);
        let first = lists.known(&own, NOW).unwrap();
        assert!(!first.is_whole);
        for (query, credential, now) in [
            ("?limit=2&offset=4", 'b', NOW),
            ("?limit=2&offset=2&property=type==development", 'b', NOW),
            ("?limit=2&offset=2", 'c', NOW),
            ("?limit=2&offset=2", 'b', NOW.after(PAGES_WITHIN)),
        ] {
            lists.keep(&profile(credential), &at(query), &page(&["other"], None), now);
            assert_eq!(lists.known(&own, NOW), Some(first.clone()), "{query}");
        }
        lists.keep(&own, &at("?offset=2&limit=2"), &page(&["dev", "two"], Some("?offset=4")), NOW);
        let second = lists.known(&own, NOW).unwrap();
        assert_eq!((names(&second), second.is_whole), (vec!["prod", "dev", "two"], false));
        lists.keep(&own, &at("?offset=4"), &page(&["last"], None), NOW);
        let whole = lists.known(&own, NOW).unwrap();
        assert_eq!((names(&whole), whole.is_whole), (vec!["prod", "dev", "two", "last"], true));
        // Asked for once more, it is no news; what chooses among them is another list.
        lists.keep(&own, &at("?offset=4"), &page(&["last"], None), NOW);
        lists.keep(&own, &at("?property=name==dev"), &page(&["dev"], None), NOW);
        assert_eq!(lists.known(&own, NOW), Some(whole));
        lists.keep(&own, &at("?offset=0&limit=50"), &page(&["prod"], None), NOW);
        assert_eq!(names(&lists.known(&own, NOW).unwrap()), ["prod"]);
    }
}
