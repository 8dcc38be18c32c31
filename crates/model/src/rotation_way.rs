//! What a person can do next where a client secret is replaced at Adobe: what remedies and the steps of a rotation name.

use serde::{Deserialize, Serialize};

/// What can be done next where a client secret is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RotationWay {
    /// Begin, or go on from where it stopped.
    GoOn,
    /// Say where the credential is in the Developer Console.
    GivePlace,
    /// Delete the new secret whose value was lost, and add another one.
    ReplaceLost,
    /// Delete the old secret.
    DeleteOld,
    /// Delete the old secret although somebody may use it.
    DeleteOldThoughUsed,
    /// Delete one of two secrets by Adobe's name for it.
    DeleteNamed,
    /// Use the old secret again, and delete the new one.
    Abandon,
}
