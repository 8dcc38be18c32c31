//! The users, groups and product profiles of one organisation. A member without a value is absent, never null.

use super::super::people::person;
use indexmap::IndexMap;
use serde_json::{Value, json};

/// How many users every organisation starts with.
pub(super) const USERS: u32 = 240;

/// Type, name and product of the groups there are at first. The last three types are made by Adobe.
const GROUPS: [(&str, &str, &str); 9] = [
    ("USER_GROUP", "Places editors", ""),
    ("USER_GROUP", "Campaign marketers", ""),
    ("USER_GROUP", "Platform users", ""),
    ("PRODUCT_PROFILE", "Default Places profile", "Places Service"),
    ("PRODUCT_PROFILE", "Default Platform profile", "Adobe Experience Platform"),
    ("PRODUCT_PROFILE", "Campaign operators", "Adobe Campaign"),
    ("SYSADMIN_GROUP", "_org_admin", ""),
    ("SUPPORT_ADMIN_GROUP", "_support_admin", ""),
    ("DEPLOYMENT_ADMIN_GROUP", "_deployment_admin", ""),
];

/// One organisation.
#[derive(Debug, Clone)]
pub(super) struct Organisation {
    /// By user name, in lower case.
    users: IndexMap<String, Value>,
    /// By name, in lower case.
    groups: IndexMap<String, Value>,
    made: u64,
}

impl Default for Organisation {
    fn default() -> Self {
        let mut new = Self { users: IndexMap::default(), groups: IndexMap::default(), made: 0 };
        for (kind, name, product) in GROUPS {
            new.add_group(kind, name, product);
        }
        for number in 0..USERS {
            let user = seeded(number);
            new.keep(user);
        }
        new
    }
}

impl Organisation {
    pub(super) fn users(&self) -> impl Iterator<Item = &Value> {
        self.users.values()
    }

    /// The user with this user name or address.
    pub(super) fn user(&self, name: &str) -> Option<&Value> {
        self.users.get(&name.to_lowercase())
    }

    pub(super) fn user_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.users.get_mut(&name.to_lowercase())
    }

    pub(super) fn remove_user(&mut self, name: &str) -> bool {
        self.users.shift_remove(&name.to_lowercase()).is_some()
    }

    /// Keeps a user under its user name.
    pub(super) fn keep(&mut self, user: Value) {
        let name = user["username"].as_str().or(user["email"].as_str()).unwrap_or_default();
        self.users.insert(name.to_lowercase(), user);
    }

    pub(super) fn group(&self, name: &str) -> Option<&Value> {
        self.groups.get(&name.to_lowercase())
    }

    /// Every group with the number of its members.
    pub(super) fn groups(&self) -> Vec<Value> {
        let counted = |group: &Value| {
            let mut group = group.clone();
            let name = group["groupName"].as_str().unwrap_or_default().to_owned();
            group["memberCount"] = json!(self.users().filter(|user| is_in(user, &name)).count());
            group
        };
        self.groups.values().map(counted).collect()
    }

    pub(super) fn add_group(&mut self, kind: &str, name: &str, product: &str) {
        self.made += 1;
        let mut group =
            json!({ "type": kind, "groupName": name, "groupId": 79_000_000 + self.made });
        if !product.is_empty() {
            group["productName"] = json!(product);
            group["productProfileName"] = json!(name);
            // A text, as Adobe writes it.
            group["licenseQuota"] = json!("UNLIMITED");
        }
        if matches!(kind, "USER_GROUP" | "PRODUCT_PROFILE") {
            group["adminGroupName"] = json!(format!("_admin_{name}"));
        }
        self.groups.insert(name.to_lowercase(), group);
    }

    /// Gives the group another name, with its members.
    pub(super) fn rename_group(&mut self, name: &str, new: &str) {
        let Some(mut group) = self.groups.shift_remove(&name.to_lowercase()) else { return };
        group["groupName"] = json!(new);
        self.groups.insert(new.to_lowercase(), group);
        for user in self.users.values_mut() {
            if leave(user, name) {
                join(user, new);
            }
        }
    }

    pub(super) fn remove_group(&mut self, name: &str) {
        self.groups.shift_remove(&name.to_lowercase());
        for user in self.users.values_mut() {
            leave(user, name);
        }
    }
}

/// Whether `user` is a member of the group `name`.
pub(super) fn is_in(user: &Value, name: &str) -> bool {
    let mut groups = user["groups"].as_array().into_iter().flatten().filter_map(Value::as_str);
    groups.any(|group| group.eq_ignore_ascii_case(name))
}

/// Makes `user` a member of the group `name`.
pub(super) fn join(user: &mut Value, name: &str) {
    if is_in(user, name) {
        return;
    }
    match &mut user["groups"] {
        Value::Array(groups) => groups.push(json!(name)),
        none => *none = json!([name]),
    }
}

/// Takes `user` out of the group `name`, or out of every one for `*`; whether it was in it.
pub(super) fn leave(user: &mut Value, name: &str) -> bool {
    let Value::Object(members) = user else { return false };
    let Some(Value::Array(groups)) = members.get_mut("groups") else { return false };
    let before = groups.len();
    groups.retain(|group| {
        name != "*" && !group.as_str().is_some_and(|group| group.eq_ignore_ascii_case(name))
    });
    let left = groups.len() < before;
    // Who is in no group has no such member.
    if groups.is_empty() {
        members.shift_remove("groups");
    }
    left
}

fn seeded(number: u32) -> Value {
    let person = person(number);
    let domain = person.email.rsplit_once('@').map_or("", |(_, domain)| domain).to_owned();
    let mut user = json!({
        "email": person.email,
        "status": "active",
        "username": person.email,
        "domain": domain,
        "firstname": person.first,
        "lastname": person.last,
        "country": person.country,
        "id": format!("{number:08X}5F0E1C2A0A495E1B@AdobeID"),
        "type": "federatedID",
    });
    let groups: &[&str] = match number % 5 {
        0 => &["Places editors", "Platform users"],
        1 => &["Campaign marketers"],
        2 => &["Platform users", "Default Platform profile"],
        _ => &[],
    };
    groups.iter().for_each(|group| join(&mut user, group));
    if number == 0 {
        join(&mut user, "_org_admin");
    }
    user
}
