//! Finding exchanges by what a person types: the text becomes a filter, in which profiles, organisations and hosts are those
//! that the words fit.

use super::History;
use super::search_text::{Now, SearchText};
use super::view::{ExchangeSummary, HistoryCount};
use jiff::tz::TimeZone;
use mudbrick_model::{ErrorCode, ExchangeId, Problem, ProfileId};
use mudbrick_store::{ExchangeRow, Filter};

/// Beyond so many, counting on would read the whole of a large history.
const MOST_COUNTED: u32 = 10_000;

impl History {
    /// Exchanges that fit a search text, newest first. Where there are none, what there is to tell of the history, such as
    /// that a damaged one was set aside, is told in their place, once.
    pub fn list(
        &self,
        profile: Option<ProfileId>,
        text: &str,
        before: Option<ExchangeId>,
        limit: u32,
    ) -> Result<Vec<ExchangeSummary>, Problem> {
        let filter = Filter { before, limit: limit.clamp(1, 1000), ..self.filter(profile, text)? };
        let history = self.store()?;
        let rows = history.list(&filter)?;
        if rows.is_empty()
            && let Some(notice) = history.notice()
        {
            return Err(notice);
        }
        Ok(rows.into_iter().map(summary).collect())
    }

    /// How many exchanges fit a search text, up to ten thousand.
    pub fn count(&self, profile: Option<ProfileId>, text: &str) -> Result<HistoryCount, Problem> {
        let filter = self.filter(profile, text)?;
        let found = self.store()?.count(&filter, MOST_COUNTED + 1)?;
        let most = MOST_COUNTED as usize;
        Ok(HistoryCount { exchanges: found.min(most), or_more: found > most })
    }

    /// What a search text means, of one profile or of all.
    pub(super) fn filter(&self, profile: Option<ProfileId>, text: &str) -> Result<Filter, Problem> {
        let now = Now { at: self.core.now(), zone: TimeZone::system() };
        let search = SearchText::parse(text, &now).map_err(|unknown| not_understood(&unknown))?;
        let hosts = match search.hosts.is_empty() {
            true => None,
            false => {
                let mut hosts = self.store()?.hosts()?;
                hosts.retain(|host| search.hosts.iter().any(|part| host.contains(part)));
                Some(hosts)
            }
        };
        Ok(Filter {
            profile,
            profiles: self.profiles_meant(&search)?,
            hosts,
            methods: search.methods,
            statuses: search.statuses,
            since: search.since,
            until: search.until,
            name: search.name,
            took_ms: search.took_ms,
            body_bytes: search.body_bytes,
            only: search.only,
            text: search.words.join(" "),
            phrases: search.phrases,
            ..Filter::default()
        })
    }

    /// The profiles that a search names: by a part of the title that they have or had when they were last used, or of the name
    /// or id of their organisation. None when it names none.
    fn profiles_meant(&self, search: &SearchText) -> Result<Option<Vec<ProfileId>>, Problem> {
        if search.profiles.is_empty() && search.organizations.is_empty() {
            return Ok(None);
        }
        let stored = self.core.profiles.list()?.items;
        let mut meant = Vec::new();
        for (id, title) in self.store()?.profiles()? {
            let profile = stored.iter().find(|stored| stored.value.id == id);
            let mut titles = vec![title.to_lowercase(), id.as_str().to_owned()];
            // A profile that is gone has the organisation that its title began with.
            let mut organizations =
                vec![title.split_once(" · ").map_or("", |(before, _)| before).to_lowercase()];
            if let Some(stored) = profile {
                titles.push(stored.value.title().to_lowercase());
                titles.push(stored.slug.as_str().to_owned());
                organizations = vec![
                    stored.value.organization.to_lowercase(),
                    stored.value.org_id.to_string().to_lowercase(),
                ];
            }
            let fits = |words: &[String], in_these: &[String]| {
                words.is_empty()
                    || words.iter().any(|word| in_these.iter().any(|text| text.contains(word)))
            };
            if fits(&search.profiles, &titles) && fits(&search.organizations, &organizations) {
                meant.push(id);
            }
        }
        Ok(Some(meant))
    }
}

fn not_understood(unknown: &[String]) -> Problem {
    Problem::new(ErrorCode::InvalidInput, unknown.join(" "))
}

fn summary(row: ExchangeRow) -> ExchangeSummary {
    ExchangeSummary {
        id: row.id,
        profile: row.profile,
        profile_title: row.profile_title,
        started_at: row.started_at,
        name: row.name,
        method: row.method,
        url: row.url,
        status: row.status,
        failed: row.failed,
        total_ms: row.total_ms,
        body_bytes: row.body_bytes,
        note: row.note,
        pinned: row.pinned,
    }
}
