//! One call to IMS as a list of form fields, which becomes either a body or a curl command.
//!
//! Which fields an endpoint takes is left to [`crate::Ims`].

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use form_urlencoded::Serializer;
use mudbrick_model::Method;
use mudbrick_net::{AllowedHosts, Credentials, Outgoing, SendError};
use mudbrick_vault::SecretText;

/// `application/x-www-form-urlencoded`, the recommended way to ask (`ServerToServerAuthentication/ims.md`).
const FORM: &str = "application/x-www-form-urlencoded";

/// Whether a text for a person holds real secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// A word in place of each secret.
    Redacted,
    /// The secrets themselves, because somebody asked for exactly that.
    Real,
}

/// A POST with form fields.
pub(crate) struct Call {
    pub(crate) url: String,
    basic: Option<(String, SecretText)>,
    fields: Vec<(&'static str, Field)>,
}

enum Field {
    Plain(String),
    Secret { value: SecretText, word: &'static str },
}

impl Call {
    pub(crate) fn to(url: String) -> Self {
        Self { url, basic: None, fields: Vec::new() }
    }

    /// Who asks, as a confidential client says it (`UserAuthentication/ims.md`).
    pub(crate) fn basic(mut self, client_id: &str, client_secret: &SecretText) -> Self {
        self.basic = Some((client_id.to_owned(), client_secret.clone()));
        self
    }

    pub(crate) fn plain(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, Field::Plain(value.into())));
        self
    }

    /// `word` stands for the value where secrets are not shown.
    pub(crate) fn secret(
        mut self,
        name: &'static str,
        value: &SecretText,
        word: &'static str,
    ) -> Self {
        self.fields.push((name, Field::Secret { value: value.clone(), word }));
        self
    }

    /// The secrets in it, which must not come back in an error.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &SecretText> {
        let shown = self.basic.iter().map(|(_, secret)| secret);
        shown.chain(self.fields.iter().filter_map(|(_, field)| match field {
            Field::Secret { value, .. } => Some(value),
            Field::Plain(_) => None,
        }))
    }

    /// The request as it leaves. Its body is wiped from memory once it is sent.
    pub(crate) fn outgoing(&self, allowed: AllowedHosts) -> Result<Outgoing, SendError> {
        let mut outgoing = Outgoing::new(Method::Post, &self.url)?
            .header("Content-Type", FORM)?
            .header("Accept", "application/json")?;
        if let Some(pair) = self.pair() {
            let value = SecretText::new(format!("Basic {}", STANDARD.encode(pair.expose())));
            outgoing = outgoing.header("Authorization", value.expose())?;
        }
        Ok(outgoing
            .body(Bytes::from_owner(Wiped(self.body())))
            .credentials(Credentials::Attached(allowed)))
    }

    /// Client ID and client secret, each percent-encoded first (RFC 6749, 2.3.1). Adobe's secrets have nothing to encode.
    fn pair(&self) -> Option<SecretText> {
        let (client_id, secret) = self.basic.as_ref()?;
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let secret: SecretText = SecretText::new(encoded(secret.expose()));
        let client_id: String = encoded(client_id);
        Some(SecretText::new(format!("{client_id}:{}", secret.expose())))
    }

    fn body(&self) -> SecretText {
        // A String that had to grow would leave its old self behind.
        let mut form = Serializer::new(String::with_capacity(self.longest()));
        for (name, field) in &self.fields {
            form.append_pair(name, field.text());
        }
        SecretText::new(form.finish())
    }

    /// The most that the form can take: percent-encoding at most triples a text.
    fn longest(&self) -> usize {
        let most = self.fields.iter().map(|(name, field)| name.len() + 3 * field.text().len() + 2);
        most.sum()
    }

    /// The same call for a POSIX shell.
    pub(crate) fn curl(&self, show: Show) -> SecretText {
        let mut lines = vec![format!("curl -X POST {}", quoted(&self.url))];
        lines.push(format!("  -H {}", quoted(&format!("Content-Type: {FORM}"))));
        if let Some((client_id, secret)) = &self.basic {
            let secret = match show {
                Show::Redacted => "<client secret>",
                Show::Real => secret.expose(),
            };
            lines.push(format!("  -u {}", quoted(&format!("{client_id}:{secret}"))));
        }
        for (name, field) in &self.fields {
            let text = match (field, show) {
                (Field::Secret { word, .. }, Show::Redacted) => word,
                (field, _) => field.text(),
            };
            lines.push(format!("  --data-urlencode {}", quoted(&format!("{name}={text}"))));
        }
        SecretText::new(lines.join(" \\\n"))
    }
}

impl Field {
    fn text(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret { value, .. } => value.expose(),
        }
    }
}

/// A secret text as a body.
struct Wiped(SecretText);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        self.0.expose().as_bytes()
    }
}

/// `text` as one word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn call(secret: &str) -> Call {
        let secret = SecretText::new(secret.to_owned());
        Call::to("https://ims-na1.adobelogin.com/ims/token/v3".into())
            .plain("grant_type", "client_credentials")
            .secret("client_secret", &secret, "<client secret>")
    }

    #[test]
    fn curl_shows_secrets_only_when_asked() {
        let redacted = call("p8e-canary").curl(Show::Redacted);
        assert_eq!(
            redacted.expose(),
            "curl -X POST 'https://ims-na1.adobelogin.com/ims/token/v3' \\\n\
             \x20 -H 'Content-Type: application/x-www-form-urlencoded' \\\n\
             \x20 --data-urlencode 'grant_type=client_credentials' \\\n\
             \x20 --data-urlencode 'client_secret=<client secret>'"
        );
        assert!(
            call("p8e-canary").curl(Show::Real).expose().contains("'client_secret=p8e-canary'")
        );
    }

    #[test]
    fn the_request_shows_no_secret() {
        let outgoing = call("p8e-canary").outgoing(AllowedHosts::adobe()).unwrap();
        assert!(!format!("{outgoing:?}").contains("canary"));
        assert_eq!(outgoing.url().query(), None);
    }

    #[test]
    fn its_secrets_are_those_that_were_said_to_be() {
        let call = call("p8e-canary");
        assert_eq!(call.secrets().map(SecretText::expose).collect::<Vec<_>>(), ["p8e-canary"]);
    }

    #[test]
    fn the_body_is_the_form_and_never_grows() {
        let call = call("éé");
        let body = Wiped(call.body());
        assert_eq!(
            body.as_ref(),
            b"grant_type=client_credentials&client_secret=%C3%A9%C3%A9".as_slice()
        );
        // Everything is encoded and only the first pair lacks its `&`.
        let encoded = Call::to(String::new()).plain("a", "éé").plain("bc", "ü");
        assert_eq!(encoded.longest(), encoded.body().expose().len() + 1);
    }

    proptest! {
        #[test]
        fn any_value_survives_the_form(secret in "\\PC{0,60}") {
            let call = call(&secret);
            let body = call.body();
            let pairs: Vec<(String, String)> =
                form_urlencoded::parse(body.expose().as_bytes()).into_owned().collect();
            prop_assert_eq!(&pairs[1], &("client_secret".to_owned(), secret));
        }
    }
}
