//! The profile as Campaign Standard keeps it (`nms:recipient`). The people come from `people`.

use super::home::Home;
use super::stores;
use crate::products::dice::Dice;
use crate::products::people::{Person, person};
use crate::products::when;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};

/// Seeded profile `number`.
pub(super) fn seeded(number: u32) -> Value {
    let person = person(number);
    let mut dice = Dice::at("profiles", u64::from(number));
    let created = created(number);
    let modified = when::since(created, &mut dice);
    let quiet = dice.below(20) == 0;

    let mut row = blank(number);
    row["birthDate"] = json!(birth_date(&person));
    row["blackListEmail"] = json!(quiet);
    row["created"] = json!(when::spaced(created));
    row["email"] = json!(person.email);
    row["firstName"] = json!(person.first);
    row["gender"] = json!(person.gender);
    row["lastModified"] = json!(when::spaced(modified));
    row["lastName"] = json!(person.last);
    row["location"] = json!({
        "address1": "", "address2": person.street, "address3": "", "address4": "",
        "city": person.city, "countryCode": person.country, "stateCode": "", "zipCode": person.zip,
    });
    // Two in three gave a telephone number.
    if dice.below(3) > 0 {
        row["mobilePhone"] = json!(person.mobile);
    }
    row["preferredLanguage"] = json!(person.language);
    settle(&mut row, when::SEEDED);
    row
}

/// When seeded profile `number` was created.
pub(super) fn created(number: u32) -> Timestamp {
    when::before_seeding(900, &mut Dice::at("profiles created", u64::from(number)))
}

/// One field of seeded profile `number`, for the few that need no more than the person.
pub(super) fn peek(number: u32, field: &str) -> Option<Value> {
    let person = person(number);
    Some(match field {
        "birthDate" => json!(birth_date(&person)),
        "email" => json!(person.email),
        "firstName" => json!(person.first),
        "gender" => json!(person.gender),
        "lastName" => json!(person.last),
        "preferredLanguage" => json!(person.language),
        _ => return None,
    })
}

/// A profile with nothing filled in.
pub(super) fn blank(number: u32) -> Value {
    json!({
        "age": 0,
        "birthDate": "",
        "blackList": false,
        "blackListAllReason": "",
        "blackListEmail": false,
        "blackListFax": false,
        "blackListLastModified": "",
        "blackListMobile": false,
        "blackListPhone": false,
        "blackListPostalMail": false,
        "blackListPushnotification": false,
        "ccpaOptOut": false,
        "ccpaOptOutLastModified": "",
        "created": "",
        "cryptedId": crypted(number),
        "domain": "",
        "email": "",
        "emailFormat": "unknown",
        "fax": "",
        "firstName": "",
        "gender": "unknown",
        "isExternal": false,
        "lastModified": "",
        "lastName": "",
        "location": {
            "address1": "", "address2": "", "address3": "", "address4": "",
            "city": "", "countryCode": "", "stateCode": "", "zipCode": "",
        },
        "middleName": "",
        "mobilePhone": "",
        "phone": "",
        "postalAddress": {
            "addrDefined": false, "addrErrorCount": 0, "addrLastCheck": "", "addrQuality": "0",
            "line1": "", "line2": "", "line3": "", "line4": "", "line5": "", "line6": "", "serialized": "",
        },
        "preferredLanguage": "none",
        "salutation": "",
        "thumbnail": "/nl/img/thumbnails/defaultProfil.png",
        "timeZone": "none",
        "title": "",
    })
}

/// Fills in the fields that follow from others: age, domain, postal lines and title.
pub(super) fn settle(row: &mut Value, now: Timestamp) {
    let text = |field: &Value| field.as_str().unwrap_or_default().to_owned();
    let (first, last, email) =
        (text(&row["firstName"]), text(&row["lastName"]), text(&row["email"]));
    let name = format!("{first} {last}").trim().to_owned();
    row["title"] = json!(match (name.as_str(), email.as_str()) {
        (name, "") => name.to_owned(),
        ("", email) => format!("({email})"),
        (name, email) => format!("{name} ({email})"),
    });
    row["domain"] = json!(email.rsplit_once('@').map_or("", |(_, domain)| domain));
    row["age"] = json!(age(&text(&row["birthDate"]), now));

    let location = &row["location"];
    let (street, city) = (text(&location["address2"]), text(&location["city"]));
    let place = format!("{} {city}", text(&location["zipCode"])).trim().to_owned();
    let lines = [name, street.clone(), place.clone()];
    let written: Vec<&String> = lines.iter().filter(|line| !line.is_empty()).collect();
    let serialized = written.iter().map(|line| line.as_str()).collect::<Vec<_>>().join("\n");
    let postal = &mut row["postalAddress"];
    postal["addrDefined"] = json!(!street.is_empty() && !place.is_empty());
    for line in 1..=6 {
        let text = written.get(line - 1).map_or("", |line| line.as_str());
        postal[format!("line{line}")] = json!(text);
    }
    postal["serialized"] = json!(serialized);
}

/// The fields that the extended resource adds: a custom key and the units.
pub(super) fn extend(row: &mut Value, number: u32, home: &Home) {
    let unit = number % stores::ORG_UNITS;
    row["cusMemberNumber"] = json!(member_number(number));
    for (field, resource, row_of) in [
        ("orgUnit", "orgUnitBase", stores::org_unit as fn(u32) -> Option<Value>),
        ("geoUnit", "geoUnitBase", stores::geo_unit),
    ] {
        let key = home.key(resource, unit);
        row[field] = json!({
            "PKey": key,
            "href": format!("{}/profileAndServicesExt/{resource}/{key}", home.base),
            "title": row_of(unit).unwrap_or_default()["title"],
        });
    }
}

/// The custom key of profile `number`.
pub(super) fn member_number(number: u32) -> String {
    format!("M{:07}", u64::from(number) + 1_000_001)
}

/// The profile that a custom key names.
pub(super) fn by_member_number(text: &str) -> Option<u32> {
    let digits: u64 = text.strip_prefix('M')?.parse().ok()?;
    u32::try_from(digits.checked_sub(1_000_001)?).ok()
}

fn birth_date(person: &Person) -> String {
    format!("{}-{:02}-{:02}", person.year, person.month, person.day)
}

fn crypted(number: u32) -> String {
    use base64::Engine;
    let mut dice = Dice::at("crypted", u64::from(number));
    let bytes: Vec<u8> = (0..4).flat_map(|_| dice.next().to_be_bytes()).collect();
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn age(birth: &str, now: Timestamp) -> i64 {
    let today = when::spaced(now);
    let year = |text: &str| text.get(..4).and_then(|year| year.parse::<i64>().ok());
    let (Some(then), Some(this)) = (year(birth), year(&today)) else { return 0 };
    // The dates are of one form, so the rest of the text compares as month and day do.
    let had_birthday = birth.get(5..10) <= today.get(5..10);
    (this - then - i64::from(!had_birthday)).max(0)
}

#[cfg(test)]
mod tests {
    use super::{age, by_member_number, member_number, peek, seeded};
    use crate::products::when;

    #[test]
    fn an_age_counts_birthdays() {
        assert_eq!(age("1980-05-18", when::SEEDED), 46);
        assert_eq!(age("1980-05-19", when::SEEDED), 45);
        assert_eq!(age("soon", when::SEEDED), 0);
    }

    #[test]
    fn a_member_number_leads_back() {
        assert_eq!(by_member_number(&member_number(99)), Some(99));
        assert_eq!(by_member_number("M0"), None);
    }

    #[test]
    fn a_peek_sees_what_the_whole_row_holds() {
        for field in ["birthDate", "email", "firstName", "gender", "lastName", "preferredLanguage"]
        {
            assert_eq!(peek(11, field).as_ref(), seeded(11).get(field), "{field}");
        }
    }

    #[test]
    fn a_seeded_profile_hangs_together() {
        let row = seeded(7);
        let title = row["title"].as_str().unwrap();
        assert!(title.contains(row["email"].as_str().unwrap()));
        assert!(row["created"].as_str() <= row["lastModified"].as_str());
        assert_eq!(row["postalAddress"]["addrDefined"], true);
    }
}
