//! Who a token is for: profile, user info, organisations and product contexts. Whether the token is good is left to the
//! issuer.

use super::form::Form;
use super::issuer::Token;
use super::reply::{self, Refusal};
use super::sign_ins::{self, PracticePerson};
use crate::seed::SeedOrganization;
use crate::world::{PRODUCT_CONTEXT, World};
use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};
use std::sync::Arc;

/// A good token and the credential and organisation behind it.
struct Person {
    token: Token,
    title: String,
    organization: SeedOrganization,
}

impl Person {
    fn find(world: &World, form: &Form) -> Result<Self, Refusal> {
        // What IMS answers to a bad bearer here is [unverified]; 401 and `invalid_token` are RFC 6750's.
        let refusal = || Refusal::bare(StatusCode::UNAUTHORIZED, "invalid_token");
        let bearer = form.bearer().ok_or_else(refusal)?;
        let token = world.issuer.inspect(bearer, form.environment(), world.now());
        let token = token.map_err(|_| refusal())?;
        let registry = world.registry();
        let client = registry.client(&token.client_id).ok_or_else(refusal)?;
        let title = client.project.title.clone();
        Ok(Self { title, organization: client.organization.clone(), token })
    }

    /// Whoever signed in.
    fn human(&self) -> Option<&'static PracticePerson> {
        sign_ins::PEOPLE.iter().find(|person| person.user_id == self.token.user_id)
    }

    /// First and last name.
    fn names(&self) -> (String, &'static str) {
        match self.human() {
            Some(person) => (person.first_name.to_owned(), person.last_name),
            None => (self.title.clone(), "Technical Account"),
        }
    }

    fn full_name(&self) -> String {
        match self.human() {
            Some(person) => format!("{} {}", person.first_name, person.last_name),
            None => self.title.clone(),
        }
    }

    /// The address the Console shows for a technical account, or the person's.
    fn email(&self) -> String {
        if let Some(person) = self.human() {
            return person.email.to_owned();
        }
        let account = self.token.user_id.split('@').next().unwrap_or_default();
        format!("{account}@techacct.adobe.com").to_ascii_lowercase()
    }
}

/// `/ims/userinfo/v2`.
pub(super) async fn userinfo(
    State(world): State<Arc<World>>,
    form: Form,
) -> Result<Response, Refusal> {
    let person = Person::find(&world, &form)?;
    let (first, last) = person.names();
    Ok(reply::ok(&json!({
        "sub": person.token.user_id,
        "account_type": "ent",
        "email": person.email(),
        "email_verified": true,
        "name": person.full_name(),
        "given_name": first,
        "family_name": last,
        "address": { "country": "US" },
    })))
}

/// `/ims/profile/v1`: what comes depends on the scopes.
pub(super) async fn profile(
    State(world): State<Arc<World>>,
    form: Form,
) -> Result<Response, Refusal> {
    let person = Person::find(&world, &form)?;
    let has = |scope: &str| person.token.scopes().any(|granted| granted == scope);
    let (first, last) = person.names();
    let mut profile = json!({
        "userId": person.token.user_id,
        "email": person.email(),
        "displayName": person.full_name(),
        "first_name": first,
        "last_name": last,
        "countryCode": "US",
        "account_type": "ent",
    });
    if has("read_organizations") || has("additional_info.roles") {
        profile["roles"] =
            json!([{ "organization": person.organization.id, "named_role": "user_admin_grp" }]);
    }
    if has(PRODUCT_CONTEXT) {
        profile["projectedProductContext"] = json!([{ "prodCtx": product_context(&person) }]);
    }
    Ok(reply::ok(&profile))
}

/// One product context as Campaign's troubleshooting page shows it.
fn product_context(person: &Person) -> Value {
    json!({
        "statusCode": "ACTIVE",
        "ident": format!("{}-campaign", person.organization.tenant),
        "organization_id": person.organization.tenant,
        "owningEntity": person.organization.id,
        "serviceCode": "dma_tartan",
        "label": "Adobe Campaign Standard",
        "serviceLevel": "standard",
        "modDts": 1_767_225_600_000_i64,
        "createDts": 1_767_225_600_000_i64,
        "deal_id": "practice",
    })
}

/// `/ims/organizations/v6`: a bare array (`aio-lib-ims` getOrganizations).
pub(super) async fn organizations(
    State(world): State<Arc<World>>,
    form: Form,
) -> Result<Response, Refusal> {
    let person = Person::find(&world, &form)?;
    let ident = person.organization.id.as_str().split('@').next().unwrap_or_default();
    Ok(reply::ok(&json!([{
        "orgName": person.organization.title,
        "orgRef": { "ident": ident, "authSrc": "AdobeOrg" },
        "orgType": "Enterprise",
        "groups": groups(),
    }])))
}

/// `/ims/organizations/{org}/v2` (`@adobe/spacecat-shared-ims-client` ims-sample-responses.js).
pub(super) async fn organization(
    State(world): State<Arc<World>>,
    Path(org): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    Person::find(&world, &form)?;
    let registry = world.registry();
    let organization = registry.organizations().iter().find(|known| known.id.as_str() == org);
    let organization =
        organization.ok_or_else(|| Refusal::bare(StatusCode::NOT_FOUND, "not_found"))?;
    Ok(reply::ok(&json!({
        "orgName": organization.title,
        "orgType": "Enterprise",
        "countryCode": "US",
        "groups": groups(),
    })))
}

fn groups() -> Value {
    json!([{
        "ident": 100_001,
        "groupName": "ADMINISTRATORS",
        "groupDisplayName": "Administrators",
        "role": "GRP_ADMIN",
    }])
}

/// `/ims/fetch_pc_by_org/v1`: the tenant of an organisation.
pub(super) async fn product_contexts(
    State(world): State<Arc<World>>,
    form: Form,
) -> Result<Response, Refusal> {
    Person::find(&world, &form)?;
    let ident = form.get("org_id").unwrap_or_default();
    let ident = ident.split('@').next().unwrap_or_default();
    let registry = world.registry();
    let tenant = registry.organizations().iter().find_map(|known| {
        (known.id.as_str().split('@').next() == Some(ident)).then(|| known.tenant.clone())
    });
    let contexts: Vec<Value> = tenant
        .map(|tenant| json!({ "serviceCode": "dma_tartan", "params": { "tenant_id": tenant } }))
        .into_iter()
        .collect();
    Ok(reply::ok(&json!({ "productContexts": contexts })))
}
