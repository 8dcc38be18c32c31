//! Edits of a profile. Two windows, or a window and a script, may edit the same profile at once: what each changed is found
//! by comparing with the state it was shown, and different fields are merged. The same field is a conflict, and said.

use super::Profiles;
use super::draft;
use crate::core::Change;
use crate::retry::tried_again;
use crate::vault::ClientSecrets;
use crate::vault::stored;
use crate::view::{Event, ProfileDraft, ProfileView};
use mudbrick_model::{ErrorCode, Field, Problem, Profile, ProfileId};
use mudbrick_store::{Revision, Stored};
use std::collections::{BTreeMap, BTreeSet};

impl Profiles {
    /// Saves an edit of the profile that was read at `revision`; without new secrets the stored ones stay. What others
    /// changed meanwhile in other fields stays too.
    pub fn update(
        &self,
        id: &ProfileId,
        revision: &str,
        draft: &ProfileDraft,
        client_secrets: impl Into<ClientSecrets>,
    ) -> Result<ProfileView, Problem> {
        let (revision, typed) = (Revision::from(revision), client_secrets.into());
        let stored = tried_again(|| self.save_edit(id, &revision, draft, &typed))?;
        self.vault.note_secrets();
        self.core.changed(Change::Profile(id));
        self.vault.tell();
        self.core.emit(Event::ProfilesChanged);
        Ok(self.profile_view(&stored))
    }

    fn save_edit(
        &self,
        id: &ProfileId,
        revision: &Revision,
        draft: &ProfileDraft,
        typed: &ClientSecrets,
    ) -> Result<Stored<Profile>, Problem> {
        let present = self.core.profiles.get(id)?;
        let merged = self.merged(&present, revision, draft)?;
        let checked = draft::check_edit(&merged, &present.value.allowed_hosts)
            .map_err(|problems| draft::refused(&problems))?;
        let edited = checked.into_edited(&present.value, self.core.now());
        // The secret first. It says which client it is for, so that until the profile is saved, its present client has its
        // own secret still, and from then on the new one: whenever this is killed, they belong together.
        let before = self.vault.save_typed_secrets(&present.value, &edited, typed)?;
        self.core.profiles.update(edited, &present.revision).map_err(|error| {
            if let Some(before) = before {
                // Nothing was changed, then; the secret that was typed is an earlier state now.
                let _ = stored::save_client_secrets(&self.core.vault, &present.value, &before);
            }
            error.into()
        })
    }

    fn merged(
        &self,
        present: &Stored<Profile>,
        revision: &Revision,
        draft: &ProfileDraft,
    ) -> Result<ProfileDraft, Problem> {
        if present.revision == *revision {
            return Ok(draft.clone());
        }
        let title = present.value.title();
        let Some(base) = self.base_revisions.at(&present.value.id, revision) else {
            return Err(conflict(&title, &[]));
        };
        let mut both = Vec::new();
        let merged = merge(
            &draft::from_profile(&base),
            draft,
            draft::from_profile(&present.value),
            &mut both,
        );
        if both.is_empty() { Ok(merged) } else { Err(conflict(&title, &both)) }
    }
}

/// `theirs` with what `mine` changed of `base`. A field that both changed, and not to the same, is named in `both`.
fn merge(
    base: &ProfileDraft,
    mine: &ProfileDraft,
    mut theirs: ProfileDraft,
    both: &mut Vec<Field>,
) -> ProfileDraft {
    macro_rules! fields {
        ($($field:ident $named:ident),+ $(,)?) => {
            $(if mine.$field != base.$field && mine.$field != theirs.$field {
                if theirs.$field != base.$field {
                    both.push(Field::$named);
                }
                theirs.$field.clone_from(&mine.$field);
            })+
        };
    }
    fields!(
        name Name,
        organization Organization,
        org_id OrgId,
        client_id ClientId,
        grant Grant,
        user_client UserClient,
        redirect_uri RedirectUri,
        scopes Scopes,
        technical_account_id TechnicalAccountId,
        key Key,
        adobe Adobe,
        risk Risk,
        colour Colour,
        sandbox Sandbox,
        sending Sending,
    );
    merge_variables(base, mine, &mut theirs, both);
    let set = |hosts: &[String]| hosts.iter().cloned().collect::<BTreeSet<_>>();
    let (was, now) = (set(&base.allowed_hosts), set(&mine.allowed_hosts));
    theirs.allowed_hosts.retain(|host| !was.contains(host) || now.contains(host));
    for host in &mine.allowed_hosts {
        if !was.contains(host) && !theirs.allowed_hosts.contains(host) {
            theirs.allowed_hosts.push(host.clone());
        }
    }
    theirs
}

fn merge_variables(
    base: &ProfileDraft,
    mine: &ProfileDraft,
    theirs: &mut ProfileDraft,
    both: &mut Vec<Field>,
) {
    type Variables = BTreeMap<String, String>;
    let names: BTreeSet<String> =
        base.variables.keys().chain(mine.variables.keys()).cloned().collect();
    for name in names {
        let of = |variables: &Variables| variables.get(&name).cloned();
        let (was, now, other) = (of(&base.variables), of(&mine.variables), of(&theirs.variables));
        if now == was || now == other {
            continue;
        }
        if other != was && !both.contains(&Field::Variables) {
            both.push(Field::Variables);
        }
        match now {
            Some(value) => drop(theirs.variables.insert(name, value)),
            None => drop(theirs.variables.remove(&name)),
        }
    }
}

fn conflict(title: &str, fields: &[Field]) -> Problem {
    let message = match fields {
        [] => format!("The profile {title} was changed elsewhere while you were editing it."),
        fields => format!(
            "The profile {title} was changed elsewhere while you were editing it: {} there too.",
            fields.iter().map(|field| field.label()).collect::<Vec<_>>().join(", ")
        ),
    };
    Problem::new(ErrorCode::Conflict, message).remedy("Reload it and make your change again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(
        name: &str,
        sandbox: &str,
        variables: &[(&str, &str)],
        hosts: &[&str],
    ) -> ProfileDraft {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        ProfileDraft {
            sandbox: sandbox.to_owned(),
            variables: variables.iter().map(owned).collect(),
            allowed_hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
            ..ProfileDraft::new(name)
        }
    }

    #[test]
    fn what_each_changed_is_kept_and_what_both_changed_is_named() {
        let base = draft("a", "prod", &[("X", "1"), ("Y", "1")], &["one.io", "two.io"]);
        let mine = draft("b", "prod", &[("X", "2")], &["one.io", "two.io", "mine.io"]);
        let theirs =
            draft("a", "dev", &[("X", "1"), ("Y", "1"), ("Z", "9")], &["two.io", "theirs.io"]);
        let mut both = Vec::new();
        let merged = merge(&base, &mine, theirs, &mut both);
        let expected =
            draft("b", "dev", &[("X", "2"), ("Z", "9")], &["two.io", "theirs.io", "mine.io"]);
        assert_eq!((merged, both), (expected, vec![]));

        let mut both = Vec::new();
        let other = draft("c", "prod", &[("X", "3"), ("Y", "1")], &[]);
        merge(&base, &mine, other, &mut both);
        assert_eq!(both, [Field::Name, Field::Variables]);
        let mut both = Vec::new();
        merge(&base, &mine, mine.clone(), &mut both);
        assert!(both.is_empty(), "the same change twice is no conflict");
    }

    #[test]
    fn merging_with_nobody_is_ones_own_edit() {
        let base = draft("a", "a", &[("X", "a")], &["a"]);
        for number in 0..16 {
            let either = |bit: u8| if number & 1 << bit == 0 { "a" } else { "b" };
            let mine = draft(either(0), either(1), &[("X", either(2))], &[either(3)]);
            let mut both = Vec::new();
            assert_eq!(merge(&base, &mine, base.clone(), &mut both), mine);
            assert!(both.is_empty());
        }
    }
}
