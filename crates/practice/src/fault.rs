//! Faults on order: throttling, failures, stalls and broken answers, for a part of the address space and a number of times.
//! Which request meets one is decided here; what it does to the wire is left to `mishap`.

use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};

/// What goes wrong, where, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The path must begin with this; empty means every path.
    #[serde(default)]
    pub path: String,
    /// The host must be this one, when given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// For this many requests; `None` until removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// What happens.
    pub mishap: Mishap,
}

/// One way to misbehave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Mishap {
    /// 429 with `Retry-After`, in the words of whoever is asked: IMS or the gateway.
    Throttle {
        /// Seconds.
        retry_after: u32,
    },
    /// 500, in the words of whoever is asked.
    InternalError,
    /// Nothing more after this many bytes of the real answer's body, for as long as the client waits. 0 sends no head
    /// either.
    Stall {
        /// Bytes of the body sent first.
        after: u64,
    },
    /// The connection breaks after this many bytes of the real answer's body. 0 breaks it before the head.
    CutOff {
        /// Bytes of the body sent first.
        after: u64,
    },
    /// A complete HTTP answer whose JSON ends in the middle.
    Truncate,
    /// A complete HTTP answer with status 200 that is no JSON at all.
    Malformed,
    /// An answer of this size: a JSON array of strings, made while it is sent.
    Size {
        /// Bytes.
        bytes: u64,
    },
    /// The real answer, this much later.
    Delay {
        /// Milliseconds.
        ms: u32,
    },
}

impl Fault {
    /// `mishap` once, for paths that begin with `path`.
    pub fn once(path: impl Into<String>, mishap: Mishap) -> Self {
        Self { path: path.into(), host: None, times: Some(1), mishap }
    }

    /// `mishap` until removed, for paths that begin with `path`.
    pub fn always(path: impl Into<String>, mishap: Mishap) -> Self {
        Self { times: None, ..Self::once(path, mishap) }
    }

    /// The same fault for this many requests.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times: Some(times), ..self }
    }

    fn applies(&self, host: &str, path: &str) -> bool {
        let host_fits = self.host.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(host));
        host_fits && self.times != Some(0) && path.starts_with(&self.path)
    }
}

/// The faults on order.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes the first fault that fits, counting it down.
    pub(crate) fn take(&self, host: &str, path: &str) -> Option<Mishap> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let position = faults.iter().position(|fault| fault.applies(host, path))?;
        let fault = &mut faults[position];
        let mishap = fault.mishap;
        if let Some(times) = &mut fault.times {
            *times -= 1;
            if *times == 0 {
                faults.remove(position);
            }
        }
        Some(mishap)
    }
}
