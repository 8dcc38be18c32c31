//! The steps of an action: what each does to a user or a group, and how it fails (§11.4 of the facts).

use super::organisation::{Organisation, join, leave};
use serde_json::{Value, json};

/// The most members of a list in a step.
const MOST: usize = 10;

/// The longest address.
const LONGEST_EMAIL: usize = 60;

/// An error's code without `error.`, and its message.
pub(super) type Fault = (&'static str, String);

/// What an entry is about.
pub(super) struct Entry<'a> {
    /// Whether nothing changes and unknown users are deemed fine.
    pub(super) is_test: bool,
    /// The user or group.
    pub(super) name: &'a str,
    pub(super) last: usize,
}

/// Does a step of an entry about a user.
pub(super) fn user_step(
    organisation: &mut Organisation,
    about: &Entry<'_>,
    place: usize,
    verb: &str,
    with: &Value,
) -> Result<(), Fault> {
    let kind = match verb {
        "addAdobeID" => Some("adobeID"),
        "createEnterpriseID" => Some("enterpriseID"),
        "createFederatedID" => Some("federatedID"),
        _ => None,
    };
    if let Some(kind) = kind {
        if place > 0 {
            let message = "The create command must be the first step".to_owned();
            return Err(("command.create.not_first", message));
        }
        return create(organisation, about, kind, with);
    }
    if verb == "removeFromOrg" {
        if place != about.last {
            let message = "The removeFromOrg command must be the last step".to_owned();
            return Err(("command.removefromorg.not_last", message));
        }
        let removed = organisation.remove_user(about.name) || about.is_test;
        return if removed { Ok(()) } else { Err(nonexistent(about.name)) };
    }
    match (organisation.user(about.name), about.is_test) {
        (Some(_), _) => {}
        (None, true) => return Ok(()),
        (None, false) => return Err(nonexistent(about.name)),
    }
    match verb {
        "update" => {
            check(with)?;
            if let Some(user) = organisation.user_mut(about.name) {
                take_over(user, with);
            }
            Ok(())
        }
        "add" => {
            let groups = groups_of(organisation, with)?;
            if let Some(user) = organisation.user_mut(about.name) {
                groups.iter().for_each(|group| join(user, group));
            }
            Ok(())
        }
        "remove" => {
            let groups = match with["group"].as_str() {
                Some("all") => vec!["*".to_owned()],
                _ => groups_of(organisation, with)?,
            };
            if let Some(user) = organisation.user_mut(about.name) {
                for group in &groups {
                    leave(user, group);
                }
            }
            Ok(())
        }
        other => Err(("command.step.unknown", format!("Unknown step: {other}"))),
    }
}

fn create(
    organisation: &mut Organisation,
    about: &Entry<'_>,
    kind: &str,
    with: &Value,
) -> Result<(), Fault> {
    check(with)?;
    if organisation.user(about.name).is_some() {
        return match with["option"].as_str() {
            Some("ignoreIfAlreadyExists") => Ok(()),
            Some("updateIfAlreadyExists") => {
                if let Some(user) = organisation.user_mut(about.name) {
                    take_over(user, with);
                }
                Ok(())
            }
            // Creating the same user twice passes in a test.
            _ if about.is_test => Ok(()),
            _ => Err(("user.already_in_org", "User already in Organization".to_owned())),
        };
    }
    let email = with["email"].as_str().unwrap_or(about.name);
    let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
    let id = format!("{:016X}@AdobeID", organisation.users().count());
    let mut user = json!({
        "email": email, "status": "active", "username": about.name, "domain": domain, "id": id, "type": kind,
    });
    take_over(&mut user, with);
    user["username"] = json!(about.name);
    organisation.keep(user);
    Ok(())
}

/// Refuses values that are too long.
fn check(with: &Value) -> Result<(), Fault> {
    let length = |field: &str| with[field].as_str().map_or(0, |text| text.chars().count());
    if length("email") > LONGEST_EMAIL {
        return Err(("user.email.invalid", "Email address is too long".to_owned()));
    }
    if length("country") > 2 {
        let message = "String too long in command for field: country, max length 2".to_owned();
        return Err(("command.string.too_long", message));
    }
    Ok(())
}

fn take_over(user: &mut Value, with: &Value) {
    for field in ["email", "country", "firstname", "lastname"] {
        if let Some(value) = with.get(field).filter(|value| value.is_string()) {
            user[field] = value.clone();
        }
    }
}

/// The groups that a step names under any of its names, all of which must be there.
fn groups_of(organisation: &Organisation, with: &Value) -> Result<Vec<String>, Fault> {
    let mut groups = Vec::new();
    for member in ["group", "usergroup", "productConfiguration", "product"] {
        let named = list(with, member)?;
        for name in named {
            match organisation.group(name).and_then(|group| group["groupName"].as_str()) {
                Some(name) => groups.push(name.to_owned()),
                None => return Err(("group.not_found", format!("Group {name} was not found"))),
            }
        }
    }
    Ok(groups)
}

fn list<'a>(with: &'a Value, member: &str) -> Result<Vec<&'a str>, Fault> {
    let named: Vec<&str> =
        with[member].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if named.len() > MOST {
        let message = format!("List of {member} is too long, max length {MOST}");
        return Err(("command.add_remove.list_too_long", message));
    }
    Ok(named)
}

/// Does a step of an entry about a group.
pub(super) fn group_step(
    organisation: &mut Organisation,
    about: &Entry<'_>,
    verb: &str,
    with: &Value,
) -> Result<(), Fault> {
    let is_there = organisation.group(about.name).is_some();
    if verb == "createUserGroup" {
        let option = with["option"].as_str();
        if is_there && option.is_none() {
            return Err(("usergroup.already_exists", "User group already exists".to_owned()));
        }
        if !is_there {
            organisation.add_group("USER_GROUP", about.name, "");
        }
        return Ok(());
    }
    if !is_there {
        let message = format!("User group {} was not found", about.name);
        return Err(("usergroup.not_found", message));
    }
    match verb {
        "updateUserGroup" => {
            if let Some(new) = with["name"].as_str().filter(|new| !new.is_empty()) {
                organisation.rename_group(about.name, new);
            }
            Ok(())
        }
        "deleteUserGroup" => {
            organisation.remove_group(about.name);
            Ok(())
        }
        "add" | "remove" => {
            groups_of(organisation, with)?;
            for name in list(with, "user")? {
                match organisation.user_mut(name) {
                    Some(user) if verb == "add" => join(user, about.name),
                    Some(user) => drop(leave(user, about.name)),
                    None if about.is_test => {}
                    None => return Err(nonexistent(name)),
                }
            }
            Ok(())
        }
        other => Err(("command.step.unknown", format!("Unknown step: {other}"))),
    }
}

fn nonexistent(name: &str) -> Fault {
    ("user.nonexistent", format!("User Id does not exist: {name}"))
}
