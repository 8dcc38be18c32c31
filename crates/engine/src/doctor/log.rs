//! The diagnostics log: what the rooms told of their work, one line each, in a file of the home that stays small. Every line
//! goes through the redactor before it is written, although no room tells a secret. A line that cannot be written is dropped,
//! and what other libraries have to tell is not listened to: some of them tell headers.

use mudbrick_model::{Clock, Timestamp};
use mudbrick_redact::Redactor;
use mudbrick_store::Home;
use mudbrick_vault::files;
use std::fmt::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use time::OffsetDateTime;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};

/// The most bytes of a log; then its older half goes.
pub(super) const MOST: u64 = 512 * 1024;

/// All of ours begin so.
const OURS: &str = "mudbrick";

/// Writes what the rooms tell to a home's log. It opens nothing before there is a line to write.
pub struct DiagnosticsLog {
    path: PathBuf,
    clock: Arc<dyn Clock>,
    redactor: Redactor,
}

impl DiagnosticsLog {
    /// The log of a home, which need not exist yet.
    pub fn of(home: &Home, clock: Arc<dyn Clock>) -> Self {
        Self { path: home.diagnostics_log(), clock, redactor: Redactor::new(&[]) }
    }

    /// Has everything that happens in this process from now on written to this log. Only the first of a process is.
    pub fn install(self) {
        // A second engine in one process, as in a test, goes on with the log of the first.
        let _ = tracing::subscriber::set_global_default(self);
    }

    fn line(&self, event: &Event<'_>) -> String {
        let metadata = event.metadata();
        let room = metadata.target().split_once("::").map_or(OURS, |(_, room)| room);
        let (time, process) = (utc(self.clock.now()), std::process::id());
        let mut line = Line(format!("{time} {} {process} {room}", metadata.level()));
        event.record(&mut line);
        let mut line = self.redactor.text(&line.0).into_owned();
        line.push('\n');
        line
    }
}

impl Subscriber for DiagnosticsLog {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.enabled(metadata) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && metadata.target().starts_with(OURS)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::INFO)
    }

    fn event(&self, event: &Event<'_>) {
        // A full disk or a home that may only be read is no reason to fail what is told of.
        let _ = files::append(&self.path, self.line(event).as_bytes(), MOST);
    }

    // There are no spans: `enabled` takes none.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// A line that is being put together: ` what` and ` name=value`.
struct Line(String);

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, &value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, &format_args!("{value:?}"));
    }
}

impl Line {
    /// A value begins no line of its own.
    fn add(&mut self, field: &Field, value: &dyn fmt::Display) {
        let text = value.to_string();
        let shown = text.escape_debug();
        // Writing to a string cannot fail.
        let _ = match field.name() {
            "message" => write!(self.0, " {shown}"),
            name => write!(self.0, " {name}={shown}"),
        };
    }
}

/// `2026-03-01T14:20:07.125Z`.
fn utc(at: Timestamp) -> String {
    let Ok(time) = OffsetDateTime::from_unix_timestamp(at.seconds()) else {
        return format!("{}ms", at.0);
    };
    let (date, milliseconds) = (time.date(), at.0.rem_euclid(1000));
    let (hour, minute, second) = time.to_hms();
    format!(
        "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}Z",
        date.year(),
        u8::from(date.month()),
        date.day()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A JSON Web Token by its shape.
    const CANARY: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6ImNhbmFyeSJ9.c2lnbmF0dXJlLW9mLWEtY2FuYXJ5";

    struct Still;

    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp(1_772_374_807_125)
        }
    }

    /// What is in the log after this happened.
    fn logged(work: impl FnOnce()) -> String {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = Home::at(folder.path());
        let log = DiagnosticsLog::of(&home, Arc::new(Still));
        tracing::subscriber::with_default(log, work);
        fs::read_to_string(home.diagnostics_log()).unwrap_or_default()
    }

    #[test]
    fn a_line_says_when_where_what_and_how() {
        let text = logged(|| tracing::info!(host = "ims.example", ms = 12_u64, "token got"));
        let process = std::process::id();
        let expected = format!(
            "2026-03-01T14:20:07.125Z INFO {process} doctor::log::tests token got host=ims.example ms=12\n"
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn a_secret_that_gets_into_a_field_is_masked() {
        let text = logged(|| {
            tracing::info!(host = CANARY, "one");
            tracing::warn!(host = %CANARY, "two {CANARY}");
            tracing::info!(code = ?Some(CANARY), "three");
            tracing::info!("four client_secret=p8e-canary");
        });
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(!text.contains("eyJ") && !text.contains("canary"), "{text}");
        assert!(text.contains("host=••••••••"), "{text}");
    }

    #[test]
    fn a_value_begins_no_line_and_others_are_not_listened_to() {
        let text = logged(|| {
            tracing::info!(host = "a\n2026 forged\u{1b}[8m", "one");
            tracing::info!(target: "h2::codec", "authorization: hidden");
            tracing::debug!("too much");
        });
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains(r"host=a\n2026 forged\u{1b}[8m"), "{text}");
    }

    #[test]
    fn a_home_that_is_not_there_is_not_made() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = Home::at(folder.path().join("home"));
        let log = DiagnosticsLog::of(&home, Arc::new(Still));
        tracing::subscriber::with_default(log, || tracing::info!("dropped"));
        assert!(!home.path().exists());
    }
}
