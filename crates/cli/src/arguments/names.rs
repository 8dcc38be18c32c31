//! Choices that several commands have.

use super::choice::choice;
use clap::ValueEnum;
use mudbrick_model::{Grant, Risk};

choice! {
    /// `oauth` or `jwt`.
    GrantName => Grant { Oauth => OauthServerToServer, Jwt => Jwt }
}
choice! {
    /// How careful to be.
    RiskName => Risk { Production => Production, Staging => Staging, Development => Development }
}
