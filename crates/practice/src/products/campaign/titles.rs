//! What a seeded profile is called where another row links to it.

use crate::products::people::person;

/// The title of seeded profile `number`.
pub(super) fn of_profile(number: u32) -> String {
    let person = person(number);
    format!("{} {} ({})", person.first, person.last, person.email)
}
