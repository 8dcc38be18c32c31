//! The way to the real Adobe as the policy has it: through which proxy, with whose roots, and for how long. The connections
//! themselves are `mudbrick-net`'s.

use crate::threads::lock;
use mudbrick_model::{Explain, Problem, Proxy, SendOptions};
use mudbrick_net::{Http, Identity, Limits, RealRoute, Root, Route};
use mudbrick_store::{Home, Seconds};
use mudbrick_vault::{SecretText, files};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Far above what a list of roots takes, in bytes.
const MOST_BYTES: u64 = 1024 * 1024;

/// So many stacks are kept: profiles may each have a way of their own, and each stack keeps connections open.
const MOST_WAYS: usize = 8;

/// The HTTP stacks for the real Adobe, one a way, each built when first needed.
#[derive(Default)]
pub(crate) struct RealAdobe(Mutex<Vec<Built>>);

struct Built {
    way: Way,
    http: Arc<Http>,
}

/// What a stack was built from.
#[derive(PartialEq, Eq)]
struct Way {
    proxy: Option<Proxy>,
    /// Each file with what is in it.
    roots: Vec<(PathBuf, String)>,
    /// The client certificate, as PEM.
    certificate: Option<String>,
}

/// A client certificate, and where its private key comes from: the vault is not opened for a stack that is built already.
pub(crate) struct ClientCertificate<'a> {
    /// As PEM.
    pub(crate) certificate: String,
    pub(crate) private_key: &'a dyn Fn() -> Result<SecretText, Problem>,
}

/// The way to the real Adobe, for a program that takes it by itself.
pub(crate) struct WayOfPrograms {
    pub(crate) proxy: Option<Proxy>,
    /// All that are trusted, as PEM, where there are more than the platform's.
    pub(crate) roots: Option<String>,
    /// The client certificate and its private key, as PEM.
    pub(crate) client: Option<(String, SecretText)>,
}

impl WayOfPrograms {
    /// Reads the roots' files.
    pub(crate) fn of(
        home: &Home,
        way: &SendOptions,
        client: Option<(String, SecretText)>,
    ) -> Result<Self, Problem> {
        let Way { proxy, roots, .. } = Way::of(home, way, None)?;
        let own = all_roots(&roots)?;
        let roots = (!own.is_empty()).then(|| {
            let all = Root::of_the_platform().into_iter().chain(own);
            all.map(|root| mudbrick_pki::pem_of(root.as_der())).collect()
        });
        Ok(Self { proxy, roots, client })
    }
}

impl RealAdobe {
    /// The stack for this way. Reads the roots' files.
    pub(crate) fn http(
        &self,
        home: &Home,
        way: &SendOptions,
        client: Option<ClientCertificate<'_>>,
    ) -> Result<Arc<Http>, Problem> {
        let way = Way::of(home, way, client.as_ref())?;
        // Kept while the stack is built: two callers at once would each open connections of their own.
        let mut slot = lock(&self.0);
        if let Some(at) = slot.iter().position(|built| built.way == way) {
            // The last used is the last to go.
            let built = slot.remove(at);
            let http = Arc::clone(&built.http);
            slot.push(built);
            return Ok(http);
        }
        let http = Arc::new(Http::build(Route::Real(way.route(client)?))?);
        if slot.len() == MOST_WAYS {
            slot.remove(0);
        }
        slot.push(Built { way, http: Arc::clone(&http) });
        Ok(http)
    }

    /// Closes the connections that are kept open.
    pub(crate) fn hang_up(&self) {
        // What is under way has its own share of the stack and ends with it.
        lock(&self.0).clear();
    }
}

impl Way {
    fn of(
        home: &Home,
        way: &SendOptions,
        client: Option<&ClientCertificate<'_>>,
    ) -> Result<Self, Problem> {
        let text = |path: &PathBuf| {
            let path = home.path().join(path);
            let text = files::read_text(&path, MOST_BYTES)
                .map_err(|error| not_trusted(&path, error.problem()))?;
            Ok((path, text))
        };
        let roots = way.roots.iter().map(text).collect::<Result<_, Problem>>()?;
        let certificate = client.map(|client| client.certificate.clone());
        Ok(Self { proxy: way.proxy.clone(), roots, certificate })
    }

    fn route(&self, client: Option<ClientCertificate<'_>>) -> Result<RealRoute, Problem> {
        let proxy = match &self.proxy {
            None | Some(Proxy::System) => mudbrick_net::Proxy::Platform,
            Some(Proxy::None) => mudbrick_net::Proxy::None,
            Some(Proxy::At(url)) => mudbrick_net::Proxy::Fixed(url.clone()),
        };
        let roots = all_roots(&self.roots)?;
        let identity = match client {
            None => None,
            Some(client) => {
                let private_key = (client.private_key)()?;
                Some(Identity::from_pem(private_key.expose(), &client.certificate)?)
            }
        };
        Ok(RealRoute { proxy, roots, identity })
    }
}

fn all_roots(files: &[(PathBuf, String)]) -> Result<Vec<Root>, Problem> {
    let mut roots = Vec::new();
    for (path, text) in files {
        roots.extend(Root::all_in(text).map_err(|error| not_trusted(path, error.problem()))?);
    }
    Ok(roots)
}

/// The limits of a call: what the policy says, and else what is usual.
pub(crate) fn limits(policy: Seconds, usual: Limits) -> Limits {
    let or = |seconds: Option<NonZeroU16>, usual| {
        seconds.map_or(usual, |seconds| Duration::from_secs(seconds.get().into()))
    };
    Limits {
        connect: or(policy.connect, usual.connect),
        first_byte: or(policy.first_byte, usual.first_byte),
        idle: or(policy.idle, usual.idle),
        total: or(policy.total, usual.total),
        ..usual
    }
}

/// A root that cannot be used may be the one that the proxy's certificates are issued by; without it each call fails in
/// words that lead elsewhere.
fn not_trusted(path: &Path, why: Problem) -> Problem {
    let message = format!(
        "Nothing was sent to Adobe: the root certificates in {}, which policy.toml or the profile names, cannot be used. {}",
        path.display(),
        why.message
    );
    Problem { message, ..why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_policy_does_not_say_is_as_usual() {
        let usual = Limits::for_tokens();
        assert_eq!(limits(Seconds::default(), usual), usual);
        let policy = Seconds {
            connect: NonZeroU16::new(1),
            first_byte: NonZeroU16::new(2),
            idle: NonZeroU16::new(3),
            total: NonZeroU16::new(4),
        };
        let [connect, first_byte, idle, total] = [1, 2, 3, 4].map(Duration::from_secs);
        let expected = Limits { connect, first_byte, idle, total, max_body: usual.max_body };
        assert_eq!(limits(policy, usual), expected);
    }

    fn through(proxy: &str) -> SendOptions {
        let proxy = Proxy::try_from(proxy.to_owned()).ok();
        SendOptions { proxy, ..SendOptions::default() }
    }

    /// Whoever changes the proxy in an editor means the next call, and nobody else waits for a new connection.
    #[test]
    fn each_way_has_a_stack_until_it_hangs_up() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let real = RealAdobe::default();
        let http = |way: &SendOptions| real.http(&home, way, None).unwrap();
        let first = http(&SendOptions::default());
        assert!(Arc::ptr_eq(&first, &http(&SendOptions::default())));
        let other = http(&through("none"));
        assert!(!Arc::ptr_eq(&first, &other));
        assert!(Arc::ptr_eq(&other, &http(&through("none"))));
        assert!(Arc::ptr_eq(&first, &http(&SendOptions::default())));
        for port in 1..MOST_WAYS {
            http(&through(&format!("http://p:{port}")));
        }
        assert!(Arc::ptr_eq(&first, &http(&SendOptions::default())), "it was used last");
        assert!(!Arc::ptr_eq(&other, &http(&through("none"))), "the oldest has gone");
        real.hang_up();
        assert!(!Arc::ptr_eq(&first, &http(&SendOptions::default())));
    }

    #[test]
    fn a_root_that_cannot_be_used_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let way = SendOptions { roots: vec!["acme.pem".into()], ..SendOptions::default() };
        let told = || RealAdobe::default().http(&home, &way, None).expect_err("refused").message;
        assert!(told().contains("acme.pem") && told().contains("Nothing was sent"), "{}", told());
        files::save(&folder.path().join("acme.pem"), b"no certificate", files::Mode::Shared)
            .unwrap();
        assert!(told().contains("acme.pem") && told().contains("Nothing was sent"), "{}", told());
    }

    #[test]
    fn a_certificate_that_does_not_fit_its_key_sends_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let client = ClientCertificate {
            certificate: "no certificate".to_owned(),
            private_key: &|| Ok(SecretText::new("no key".to_owned())),
        };
        let real = RealAdobe::default();
        let problem = real.http(&home, &SendOptions::default(), Some(client)).err().unwrap();
        assert!(problem.message.contains("Nothing was sent"), "{problem:?}");
    }
}
