//! A calendar entry for the end of a certificate (iCalendar, RFC 5545), with alarms while there is time.

use mudbrick_model::{Fingerprint, Timestamp};

/// Days before the end at which a calendar speaks up.
const ALARMS: [u32; 3] = [30, 7, 1];

/// Octets in a line, RFC 5545 section 3.1.
const LINE: usize = 75;

/// What the entry is about.
#[derive(Debug, Clone, Copy)]
pub struct Reminder<'a> {
    /// What the key is called: `places`.
    pub key: &'a str,
    /// The titles of the profiles that sign with it.
    pub profiles: &'a [String],
    /// The certificate's SHA-1 fingerprint. The same certificate gives the same entry, so that a calendar replaces it.
    pub fingerprint: &'a Fingerprint,
    /// When the certificate ends.
    pub ends_at: Timestamp,
}

/// The entry as an `.ics` file, made `now`. None for a certificate that ends beyond the calendar.
pub fn reminder(reminder: &Reminder<'_>, now: Timestamp) -> Option<String> {
    let (stamp, end) = (utc(now)?, utc(reminder.ends_at)?);
    let summary = escaped(&format!("Certificate {} ends", reminder.key));
    let signs = match reminder.profiles {
        [] => String::new(),
        profiles => format!(" It signs for {}.", profiles.join(", ")),
    };
    let description = escaped(&format!(
        "The certificate {} of the key {} ends.{signs} Generate a new pair in Mudbrick and upload its certificate to the Adobe Developer Console before.",
        reminder.fingerprint, reminder.key
    ));
    let mut text = String::new();
    let mut line = |line: &str| fold(line, &mut text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Mudbrick//Certificates//EN");
    line("BEGIN:VEVENT");
    line(&format!("UID:certificate-{}@mudbrick", reminder.fingerprint));
    line(&format!("DTSTAMP:{stamp}"));
    line(&format!("DTSTART:{end}"));
    line("TRANSP:TRANSPARENT");
    line(&format!("SUMMARY:{summary}"));
    line(&format!("DESCRIPTION:{description}"));
    for days in ALARMS {
        line("BEGIN:VALARM");
        line("ACTION:DISPLAY");
        line(&format!("DESCRIPTION:{summary}"));
        line(&format!("TRIGGER:-P{days}D"));
        line("END:VALARM");
    }
    line("END:VEVENT");
    line("END:VCALENDAR");
    Some(text)
}

/// `20261121T100000Z`. The form has four digits for the year.
fn utc(at: Timestamp) -> Option<String> {
    let at = jiff::Timestamp::from_second(at.seconds()).ok()?;
    let text = at.strftime("%Y%m%dT%H%M%SZ").to_string();
    (text.len() == 16).then_some(text)
}

/// RFC 5545 section 3.3.11. Control characters have no place in a text.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            control if control.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// Adds a line, folded without parting a character.
fn fold(line: &str, text: &mut String) {
    let mut room = LINE;
    for character in line.chars() {
        if character.len_utf8() > room {
            text.push_str("\r\n ");
            room = LINE - 1;
        }
        text.push(character);
        room -= character.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_is_an_icalendar_file() {
        let fingerprint = Fingerprint::from_digest(&[0xAB; 20]);
        let profiles = ["Acme · Places, \"EU\"; Größe 😀".repeat(3)];
        let about = Reminder {
            key: "pl\\aces",
            profiles: &profiles,
            fingerprint: &fingerprint,
            ends_at: Timestamp(1_800_000_000_000),
        };
        let text = reminder(&about, Timestamp(1_760_000_000_000)).unwrap();
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert!(
            text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])),
            "{text}"
        );
        let unfolded = text.replace("\r\n ", "");
        for line in [
            "UID:certificate-abababababababababababababababababababab@mudbrick",
            "DTSTAMP:20251009T085320Z",
            "DTSTART:20270115T080000Z",
            "SUMMARY:Certificate pl\\\\aces ends",
            "TRIGGER:-P30D",
            "TRIGGER:-P7D",
            "TRIGGER:-P1D",
        ] {
            assert!(unfolded.contains(&format!("\r\n{line}\r\n")), "{line} in\n{unfolded}");
        }
        assert!(unfolded.contains("Acme · Places\\, \"EU\"\\; Größe 😀"), "{unfolded}");
        assert_eq!(reminder(&about, Timestamp(i64::MAX)), None);
    }
}
