//! Generation while somebody watches, and stops it.

use crate::openssl::{NOW, subject};
use mudbrick_model::{ErrorCode, Explain};
use mudbrick_pki::{
    Cancel, CertificateOptions, GenerateError, KeySize, Progress, Subject, generate,
};
use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

fn options(subject: Subject, bits: KeySize) -> CertificateOptions {
    CertificateOptions { subject, days: 365, bits }
}

/// From the call of `cancel` to the return; searches of 4096 bits take far longer than that.
fn time_to_stop() -> Duration {
    let (cancel, pressed) = (Cancel::new(), Cell::new(None));
    let progress = |_| {
        if pressed.get().is_none() {
            pressed.set(Some(Instant::now()));
            cancel.cancel();
        }
    };
    let outcome = generate(&options(subject("x"), KeySize::Bits4096), NOW, &progress, &cancel);
    let took = pressed.get().expect("progress is told at least once").elapsed();
    assert_eq!(outcome.expect_err("must be stopped").code(), ErrorCode::Cancelled);
    took
}

#[test]
fn cancelling_takes_effect_at_once() {
    // The quickest of three: a busy machine may hold up any one of them.
    let quickest = (0..3).map(|_| time_to_stop()).min().expect("three");
    assert!(quickest < Duration::from_millis(50), "{quickest:?}");
}

#[test]
fn cancelled_before_it_began() {
    let cancel = Cancel::new();
    cancel.clone().cancel();
    let outcome = generate(&options(subject("x"), KeySize::Bits2048), NOW, &|_| {}, &cancel);
    assert!(matches!(outcome, Err(GenerateError::Cancelled)));
}

#[test]
fn progress_runs_from_searching_to_signing() {
    let seen = RefCell::new(Vec::new());
    let tell = |progress| seen.borrow_mut().push(progress);
    generate(&options(subject("x"), KeySize::Bits3072), NOW, &tell, &Cancel::new())
        .expect("a pair");
    let seen = seen.into_inner();
    assert_eq!(seen.last(), Some(&Progress::Signing));
    let elapsed: Vec<Duration> = seen
        .iter()
        .filter_map(|progress| match progress {
            Progress::Searching { elapsed } => Some(*elapsed),
            _ => None,
        })
        .collect();
    assert_eq!(elapsed.len(), seen.len() - 1);
    assert!(!elapsed.is_empty() && elapsed.is_sorted());
}

#[test]
fn wrong_fields_stop_it_before_a_search() {
    let told = Cell::new(0);
    let outcome = generate(
        &options(Subject::default(), KeySize::Bits4096),
        NOW,
        &|_| told.set(told.get() + 1),
        &Cancel::new(),
    );
    let problem = outcome.expect_err("must be refused").problem();
    assert_eq!(problem.code, ErrorCode::InvalidInput);
    assert_eq!(problem.message, "Common name is empty: give the certificate a name.");
    assert_eq!(told.get(), 0);
}
