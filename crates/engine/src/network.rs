//! The way to the real Adobe as the policy has it: through which proxy, with whose roots, and for how long. The connections
//! themselves are `mudbrick-net`'s.

use crate::threads::lock;
use mudbrick_model::{Explain, Problem};
use mudbrick_net::{Http, Limits, RealRoute, Root, Route};
use mudbrick_store::{Home, Network, Proxy, Seconds};
use mudbrick_vault::files;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Far above what a list of roots takes, in bytes.
const MOST_BYTES: u64 = 1024 * 1024;

/// The HTTP stack for the real Adobe, built when first needed and whenever the policy has changed since.
#[derive(Default)]
pub(crate) struct RealAdobe(Mutex<Option<Built>>);

struct Built {
    way: Way,
    http: Arc<Http>,
}

/// What the stack was built from.
#[derive(PartialEq, Eq)]
struct Way {
    proxy: Option<Proxy>,
    /// Each file with what is in it.
    roots: Vec<(PathBuf, String)>,
}

impl RealAdobe {
    /// The stack for this policy. Reads the roots' files.
    pub(crate) fn http(&self, home: &Home, network: &Network) -> Result<Arc<Http>, Problem> {
        let way = Way::of(home, network)?;
        // Kept while the stack is built: two callers at once would each open connections of their own.
        let mut slot = lock(&self.0);
        if let Some(built) = &*slot
            && built.way == way
        {
            return Ok(Arc::clone(&built.http));
        }
        let http = Arc::new(Http::build(Route::Real(way.route()?))?);
        *slot = Some(Built { way, http: Arc::clone(&http) });
        Ok(http)
    }

    /// Closes the connections that are kept open.
    pub(crate) fn hang_up(&self) {
        // What is under way has its own share of the stack and ends with it.
        *lock(&self.0) = None;
    }
}

impl Way {
    fn of(home: &Home, network: &Network) -> Result<Self, Problem> {
        let text = |path: &PathBuf| {
            let path = home.path().join(path);
            let text = files::read_text(&path, MOST_BYTES)
                .map_err(|error| not_trusted(&path, error.problem()))?;
            Ok((path, text))
        };
        let roots = network.roots.iter().map(text).collect::<Result<_, Problem>>()?;
        Ok(Self { proxy: network.proxy.clone(), roots })
    }

    fn route(&self) -> Result<RealRoute, Problem> {
        let proxy = match &self.proxy {
            None => mudbrick_net::Proxy::Platform,
            Some(Proxy::None) => mudbrick_net::Proxy::None,
            Some(Proxy::At(url)) => mudbrick_net::Proxy::Fixed(url.clone()),
        };
        let mut roots = Vec::new();
        for (path, text) in &self.roots {
            let found = Root::all_in(text).map_err(|error| not_trusted(path, error.problem()))?;
            roots.extend(found);
        }
        Ok(RealRoute { proxy, roots })
    }
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
        "Nothing was sent to Adobe: the root certificates in {}, which policy.toml names, cannot be used. {}",
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

    /// Whoever changes the proxy in an editor means the next call, and nobody else waits for a new connection.
    #[test]
    fn the_stack_is_built_again_when_the_way_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let real = RealAdobe::default();
        let first = real.http(&home, &Network::default()).unwrap();
        let again = real.http(&home, &Network::default()).unwrap();
        assert!(Arc::ptr_eq(&first, &again));
        let network = Network { proxy: Some(Proxy::None), ..Network::default() };
        let other = real.http(&home, &network).unwrap();
        assert!(!Arc::ptr_eq(&first, &other));
        assert!(Arc::ptr_eq(&other, &real.http(&home, &network).unwrap()));
        real.hang_up();
        assert!(!Arc::ptr_eq(&other, &real.http(&home, &network).unwrap()));
    }

    #[test]
    fn a_root_that_cannot_be_used_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let network = Network { roots: vec!["acme.pem".into()], ..Network::default() };
        let told = || RealAdobe::default().http(&home, &network).expect_err("refused").message;
        assert!(told().contains("acme.pem") && told().contains("Nothing was sent"), "{}", told());
        files::save(&folder.path().join("acme.pem"), b"no certificate", files::Mode::Shared)
            .unwrap();
        assert!(told().contains("acme.pem") && told().contains("Nothing was sent"), "{}", told());
    }
}
