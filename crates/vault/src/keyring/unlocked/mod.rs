//! The short way to a text in an unlocked Secret Service, which is nearly every use of the vault: the calls go out as soon as
//! what is in them is known, on one socket and without a thread. Whatever is otherwise than it mostly is (no such bus, a
//! locked or doubtful entry, a refusal) is `None`, and left to the keyring's own client, which asks and explains.

mod bus;
mod exchange;
#[cfg(test)]
mod fake_bus;

use crate::{Secret, SecretText};
use bus::Bus;
use exchange::Exchange;
use std::collections::HashMap;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

const SERVICE: &str = "/org/freedesktop/secrets";
const OF_SERVICE: &str = "org.freedesktop.Secret.Service";
const OF_ITEM: &str = "org.freedesktop.Secret.Item";
/// The Secret Service's only way to encrypt what crosses the bus.
const ALGORITHM: &str = "dh-ietf1024-sha256-aes128-cbc-pkcs7";

type Items = (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>);
/// Session, initialisation vector, encrypted text and its type.
type Sealed = ((OwnedObjectPath, Vec<u8>, Vec<u8>, String),);

/// The text stored for a user of a service.
pub(super) fn read(service: &str, user: &str) -> Option<SecretText> {
    ask(Bus::session()?, service, user)
}

fn ask(mut bus: Bus, service: &str, user: &str) -> Option<SecretText> {
    // As the keyring's own client writes them.
    let attributes = HashMap::from([("service", service), ("username", user)]);
    let search = bus.call(SERVICE, OF_SERVICE, "SearchItems", &attributes)?;
    let exchange = Exchange::new()?;
    let public = Value::from(exchange.public());
    let session = bus.call(SERVICE, OF_SERVICE, "OpenSession", &(ALGORITHM, public))?;
    let (unlocked, locked): Items = bus.answer(search)?;
    let ([item], []) = (unlocked.as_slice(), locked.as_slice()) else { return None };
    let (theirs, session): (OwnedValue, OwnedObjectPath) = bus.answer(session)?;
    let secret = bus.call(item.as_str(), OF_ITEM, "GetSecret", &session)?;
    // While the service is at work.
    let key = exchange.key_with(&Vec::<u8>::try_from(theirs).ok()?)?;
    let ((_, vector, text, _),): Sealed = bus.answer(secret)?;
    let text = key.open(vector.try_into().ok()?, text)?;
    String::from_utf8(text).ok().map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::exchange::SessionKey;
    use super::fake_bus::{Asked, WELCOME, bus_with};
    use super::*;
    use rstest::rstest;
    use zbus::zvariant::ObjectPath;

    const SESSION: &str = "/session/1";

    fn path(text: &str) -> ObjectPath<'_> {
        ObjectPath::try_from(text).unwrap()
    }

    /// A Secret Service with these entries, unlocked and locked, that all keep these bytes.
    fn service(
        unlocked: &'static [&'static str],
        locked: &'static [&'static str],
        bytes: &'static [u8],
    ) -> Bus {
        let mut key = None;
        let answers = move |asked: &[Asked]| {
            let [search, open] = asked else {
                let session: OwnedObjectPath = asked[0].arguments();
                assert_eq!(session.as_str(), SESSION);
                let sealed = key.take().map(|key: SessionKey| key.seal([3; 16], bytes));
                let secret = (path(SESSION), [3_u8; 16].to_vec(), sealed.unwrap(), "text/plain");
                return asked[0].answer(&(secret,));
            };
            let attributes: HashMap<String, String> = search.arguments();
            let expected = [("service", "s"), ("username", "u")];
            assert_eq!(
                attributes,
                expected.map(|(name, value)| (name.into(), value.into())).into()
            );
            let paths = |all: &[&'static str]| all.iter().map(|one| path(one)).collect::<Vec<_>>();
            let (algorithm, theirs): (String, OwnedValue) = open.arguments();
            assert_eq!(algorithm, ALGORITHM);
            let exchange = Exchange::new().unwrap();
            key = exchange.key_with(&Vec::<u8>::try_from(theirs).unwrap());
            let opened = (Value::from(exchange.public()), path(SESSION));
            [search.answer(&(paths(unlocked), paths(locked))), open.answer(&opened)].concat()
        };
        bus_with(WELCOME, &[2, 1], answers).unwrap()
    }

    #[test]
    fn the_text_of_the_one_entry_comes_back() {
        let text = ask(service(&["/item/1"], &[], b"AGE-SECRET-KEY-1"), "s", "u").unwrap();
        assert_eq!(text.expose(), "AGE-SECRET-KEY-1");
    }

    #[rstest]
    #[case::none(&[], &[], b"x")]
    #[case::several(&["/item/1", "/item/2"], &[], b"x")]
    #[case::locked(&[], &["/item/1"], b"x")]
    #[case::one_of_them_locked(&["/item/1"], &["/item/2"], b"x")]
    #[case::no_text(&["/item/1"], &[], b"\xFF")]
    fn the_rest_is_for_who_can_ask_and_explain(
        #[case] unlocked: &'static [&'static str],
        #[case] locked: &'static [&'static str],
        #[case] bytes: &'static [u8],
    ) {
        assert!(ask(service(unlocked, locked, bytes), "s", "u").is_none());
    }
}
