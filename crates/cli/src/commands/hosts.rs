//! Hosts that imported profiles ask for: each is a question of its own, and `--yes` answers none of them.

use crate::ask;
use mudbrick_engine::view::{FoundHost, ImportChoice, ImportInto, ImportView, ProfileChoice};
use mudbrick_model::{ErrorCode, HostPattern, Problem};

/// Agrees to the hosts named with `--allow-host`, for every chosen profile that asks for them.
pub(crate) fn named(
    hosts: &[String],
    view: &ImportView,
    choice: &mut ImportChoice,
) -> Result<(), Problem> {
    for text in hosts {
        let host = HostPattern::parse(text)?.to_string();
        let mut wanted = false;
        for chosen in &mut choice.profiles {
            // One that the known profile allows already is no error: nothing of it is ignored.
            if allowable(view, chosen.index).any(|asked| asked.host == host) {
                wanted = true;
                agree(chosen, &host);
            }
        }
        if !wanted {
            return Err(not_asked_for(&host));
        }
    }
    Ok(())
}

/// Asks about each other host by itself.
pub(crate) fn ask(view: &ImportView, choice: &mut ImportChoice) {
    if !ask::can_ask() {
        return;
    }
    for chosen in &mut choice.profiles {
        let hosts: Vec<String> = questions(view, chosen).map(|asked| asked.host.clone()).collect();
        let title = match chosen.draft.organization.as_str() {
            "" => chosen.draft.name.clone(),
            organization => format!("{organization} · {}", chosen.draft.name),
        };
        for host in hosts {
            let question = format!(
                "May {host} see the token of {title}? With it, whoever runs {host} can do all that the profile can."
            );
            if !chosen.hosts.contains(&host) && ask::agrees(&question) {
                agree(chosen, &host);
            }
        }
    }
}

/// The hosts of a found profile that somebody can agree to.
fn allowable(view: &ImportView, index: u32) -> impl Iterator<Item = &FoundHost> {
    let found = view.profiles.iter().filter(move |found| found.index == index);
    found.flat_map(|found| &found.hosts).filter(|host| host.refused.is_none())
}

/// Those that somebody has to be asked about.
fn questions<'a>(
    view: &'a ImportView,
    chosen: &ProfileChoice,
) -> impl Iterator<Item = &'a FoundHost> + use<'a> {
    let into = chosen.into;
    allowable(view, chosen.index).filter(move |host| !(host.known && into == ImportInto::Known))
}

fn agree(chosen: &mut ProfileChoice, host: &str) {
    if !chosen.hosts.iter().any(|own| own == host) {
        chosen.hosts.push(host.to_owned());
    }
}

fn not_asked_for(host: &str) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("Nothing was imported: no profile in it asks for the host {host}."),
    )
    .remedy("Leave out --allow-host. To allow a host of your own choice, use `mudbrick profile edit --allow-host` afterwards.")
}
