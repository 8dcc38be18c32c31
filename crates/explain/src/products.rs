//! What a credential of each of Adobe's products usually has: scopes and metascopes, where that is known from, and the call by
//! which a check asks whether it opens the product. Sending that call is left to the engine.

use crate::rule::Standing;
use serde::Deserialize;
use std::sync::LazyLock;

/// A product of Adobe's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// For people.
    pub name: String,
    /// The OAuth scopes that its credentials usually have, those of the account with them; none where nobody documents them.
    #[serde(default)]
    pub scopes: Vec<String>,
    #[serde(default)]
    tells: Vec<String>,
    #[serde(default)]
    together: Vec<String>,
    /// The metascopes of which a service account (JWT) has one; none where it has none.
    #[serde(default)]
    pub metascopes: Vec<String>,
    /// What the account's product contexts call it, where that is known.
    pub context: Option<String>,
    /// What else there is to know.
    pub note: Option<String>,
    /// Where it is known from.
    pub source: String,
    /// How certain that is.
    #[serde(default)]
    pub standing: Standing,
    /// A request of the catalogue that only reads; none where no harmless one is known.
    pub call: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductFile {
    product: Vec<Product>,
}

#[allow(clippy::panic, reason = "the file is part of the program, and a test reads it")]
static PRODUCTS: LazyLock<Vec<Product>> =
    LazyLock::new(|| match toml::from_str::<ProductFile>(include_str!("../products.toml")) {
        Ok(file) => file.product,
        Err(error) => panic!("BUG: products.toml: {error}"),
    });

/// All of them.
pub fn products() -> &'static [Product] {
    &PRODUCTS
}

/// How an OAuth credential shows by its scopes that it is for a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownBy {
    /// It has one that is this product's alone.
    ItsOwn,
    /// It has all of those that the product's credentials have. Those of several other products may be the same when put together.
    AllOfThem,
}

impl Product {
    /// How somebody with these OAuth scopes shows that this product is meant; none where they do not.
    pub fn shown_by(&self, scopes: &[&str]) -> Option<ShownBy> {
        let has = |name: &String| scopes.contains(&name.as_str());
        if !self.is_shown() {
            return None;
        }
        if self.tells.iter().any(has) {
            return Some(ShownBy::ItsOwn);
        }
        let has_all = !self.together.is_empty() && self.together.iter().all(has);
        has_all.then_some(ShownBy::AllOfThem)
    }

    /// Whether somebody with these metascopes means this product.
    pub fn is_meant_by_metascopes(&self, metascopes: &[&str]) -> bool {
        self.metascopes.iter().any(|name| metascopes.contains(&name.as_str()))
    }

    /// The scopes for want of which an OAuth credential with these is not for this product. None where it has one, and where
    /// nobody verified that they are needed: then it may be for the product all the same.
    pub fn lacks(&self, scopes: &[&str]) -> Vec<&str> {
        let is_known = self.standing == Standing::Verified && self.shown_by(scopes).is_none();
        let own = self.tells.iter().filter(|_| is_known).map(String::as_str);
        own.collect()
    }

    /// Whether an OAuth credential shows by its scopes that it is for this product. What is merely believed shows nothing.
    pub fn is_shown(&self) -> bool {
        let has_some = !self.tells.is_empty() || !self.together.is_empty();
        has_some && self.standing != Standing::Unverified
    }
}

#[cfg(test)]
mod tests {
    use super::{Product, ShownBy, products};
    use crate::scope;
    use std::collections::BTreeSet;

    fn named(name: &str) -> &'static Product {
        products().iter().find(|product| product.name == name).unwrap()
    }

    #[test]
    fn each_is_there_once_and_each_scope_of_it_is_told_in_words() {
        let names: BTreeSet<&str> = products().iter().map(|product| &*product.name).collect();
        assert_eq!(names.len(), products().len());
        for product in products() {
            let Product { tells, together, scopes, metascopes, .. } = product;
            for name in scopes.iter().chain(metascopes) {
                assert!(scope(name).is_some(), "{name} of {} has no words", product.name);
            }
            for name in tells.iter().chain(together) {
                assert!(scopes.contains(name), "{name} is none of {}'s scopes", product.name);
            }
            assert!(!scopes.is_empty() || !metascopes.is_empty(), "{}", product.name);
        }
    }

    #[test]
    fn a_scope_that_tells_is_one_products_alone() {
        let mut seen = BTreeSet::new();
        for name in products().iter().flat_map(|product| &product.tells) {
            // Asset Compute's credentials receive events as well.
            assert!(seen.insert(name), "{name} tells two products");
        }
    }

    #[test]
    fn scopes_mean_products_and_those_of_the_account_mean_none() {
        let platform =
            ["openid", "session", "read_organizations", "additional_info.projectedProductContext"];
        let shown = |name: &str, scopes: &[&str]| named(name).shown_by(scopes);
        assert_eq!(shown("Experience Platform", &platform), Some(ShownBy::AllOfThem));
        assert_eq!(shown("Experience Platform", &platform[..3]), None);
        let meant = |scopes: &[&str]| {
            let meant = products().iter().filter(|product| product.shown_by(scopes).is_some());
            meant.map(|product| product.name.as_str()).collect::<Vec<_>>()
        };
        assert!(meant(&["openid", "AdobeID", "read_organizations"]).is_empty());
        assert_eq!(meant(&["openid", "campaign_sdk"]), ["Campaign Standard"]);
        let tags = ["additional_info.job_function", "additional_info.roles"];
        assert_eq!(meant(&tags), ["Tags (Launch)"], "and not Analytics");
        assert!(named("Places").is_meant_by_metascopes(&["ent_places_sdk"]));
    }

    #[test]
    fn only_verified_scopes_of_its_own_rule_a_product_out() {
        let out = |scopes: &[&str]| {
            let out = products().iter().filter(|product| !product.lacks(scopes).is_empty());
            out.map(|product| product.name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(named("User Management").lacks(&["openid"]), ["user_management_sdk"]);
        assert!(!out(&["user_management_sdk"]).contains(&"User Management"));
        for name in ["Analytics 2.0", "Target", "Campaign Standard", "Places", "Tags (Launch)"] {
            assert!(!out(&["openid"]).contains(&name), "{name}");
        }
        assert!(!named("Analytics 2.0").is_shown() && !named("Target").is_shown());
    }
}
