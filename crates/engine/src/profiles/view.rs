//! Profiles, drafts of them, and their secrets as masks.

use crate::adobe_clock::ClockNote;
use crate::keys::view::KeyView;
use crate::tokens::view::TokenState;
use crate::vault::view::SecretView;
use mudbrick_model::{
    Adobe, ClientId, Colour, Credential, Field, Grant, KeyId, OrgId, ProfileId, Risk, SendOptions,
    Timestamp, UserClient,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A profile in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ProfileSummary {
    /// Names it in every call.
    pub id: ProfileId,
    /// `Places`.
    pub name: String,
    /// `Acme`; empty when the person gave none.
    pub organization: String,
    /// `Acme · Places`.
    pub title: String,
    /// The IMS organisation.
    pub org_id: OrgId,
    /// The API key.
    pub client_id: ClientId,
    /// How it asks for a token.
    pub grant: Grant,
    /// Which Adobe.
    pub adobe: Adobe,
    /// How careful to be.
    pub risk: Risk,
    /// Its mark.
    pub colour: Colour,
    /// What is known of its token without asking anybody.
    pub token: TokenState,
    /// When its certificate ends, for a JWT profile that has one.
    pub certificate_ends: Option<Timestamp>,
}

/// One profile with everything that can be shown of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ProfileView {
    /// The list's line for it.
    pub summary: ProfileSummary,
    /// Its credential without secrets.
    pub credential: Credential,
    /// Experience Platform sandbox.
    pub sandbox: String,
    /// The person's own variables.
    pub variables: BTreeMap<String, String>,
    /// Hosts besides Adobe's that may see its token.
    pub allowed_hosts: Vec<String>,
    /// What its file has among them that is no host pattern, and allows nothing.
    pub refused_hosts: Vec<RefusedHost>,
    /// How its requests are sent, where that is not as usual.
    pub sending: SendOptions,
    /// Each secret it can have, masked.
    pub secrets: Vec<SecretView>,
    /// The key that signs, for a JWT profile that has one.
    pub key: Option<KeyView>,
    /// What there is to say of this computer's clock, by which the time that is left of a token is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub clock: Option<ClockNote>,
    /// Goes back with an edit, so that a change made elsewhere meanwhile is seen.
    pub revision: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// A text among allowed hosts that is no host pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RefusedHost {
    /// As it is in the file.
    pub host: String,
    /// Why it allows nothing, and what would be right, in a sentence or two.
    pub why: String,
}

/// A profile being made or edited. Texts are as typed; the engine checks them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ProfileDraft {
    /// `Places`.
    pub name: String,
    /// `Acme`; may be empty.
    pub organization: String,
    /// `…@AdobeOrg`.
    pub org_id: String,
    /// The API key.
    pub client_id: String,
    /// How it asks for a token.
    pub grant: Grant,
    /// Which of the credentials for people, for OAuth for users.
    #[serde(default)]
    pub user_client: UserClient,
    /// Where Adobe sends the browser after a sign-in, for OAuth for users.
    #[serde(default)]
    pub redirect_uri: String,
    /// Scopes or metascopes, separated by commas, spaces or line ends.
    pub scopes: String,
    /// Needed by JWT, may be empty otherwise.
    pub technical_account_id: String,
    /// The key that signs, for JWT.
    pub key: Option<KeyId>,
    /// Which Adobe.
    pub adobe: Adobe,
    /// How careful to be.
    pub risk: Risk,
    /// Its mark.
    pub colour: Colour,
    /// Empty means `prod`.
    pub sandbox: String,
    /// The person's own variables.
    pub variables: BTreeMap<String, String>,
    /// Hosts besides Adobe's that may see its token.
    pub allowed_hosts: Vec<String>,
    /// How its requests are sent, where that is not as usual.
    #[serde(default)]
    pub sending: SendOptions,
}

impl ProfileDraft {
    /// An empty form with a name in it. Until the person says otherwise it is for Adobe's production, with the care for that.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            organization: String::new(),
            org_id: String::new(),
            client_id: String::new(),
            grant: Grant::OauthServerToServer,
            user_client: UserClient::default(),
            redirect_uri: String::new(),
            scopes: String::new(),
            technical_account_id: String::new(),
            key: None,
            adobe: Adobe::default(),
            risk: Adobe::default().usual_risk(),
            colour: Colour::default(),
            sandbox: String::new(),
            variables: BTreeMap::new(),
            allowed_hosts: Vec::new(),
            sending: SendOptions::default(),
        }
    }
}

/// One thing wrong with one field of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FieldProblem {
    /// Which field.
    pub field: Field,
    /// A sentence.
    pub message: String,
}
