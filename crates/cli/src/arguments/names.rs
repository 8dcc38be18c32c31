//! Choices that several commands have.

use super::choice::choice;
use clap::ValueEnum;
use mudbrick_model::{Grant, Risk, UserClient};

choice! {
    /// `oauth`, `jwt` or `user`.
    GrantName => Grant { Oauth => OauthServerToServer, Jwt => Jwt, User => OauthUser }
}
choice! {
    /// Which of the credentials for people.
    ClientName => UserClient { Web => Web, SinglePage => SinglePage, Native => Native }
}
choice! {
    /// How careful to be.
    RiskName => Risk { Production => Production, Staging => Staging, Development => Development }
}
