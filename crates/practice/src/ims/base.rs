//! The names that IMS goes by.

/// Production's IMS, whose name the practice one goes by.
pub(crate) const PRODUCTION: &str = "https://ims-na1.adobelogin.com";

/// Stage's.
const STAGE: &str = "https://ims-na1-stg1.adobelogin.com";

/// The scheme and host a request was sent to, such as `https://ims-na1.adobelogin.com` or `http://127.0.0.1:8443`.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    /// As the client wrote it.
    pub(crate) origin: String,
    /// Whether it is this machine rather than a name of Adobe's.
    pub(crate) is_local: bool,
}

/// Adobe's two worlds, whose tokens are not good in one another (§1.1 of the facts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Environment {
    #[default]
    Production,
    Stage,
}

impl Environment {
    /// The world that `host` belongs to, by the names of stage's hosts: `ims-na1-stg1`, `platform-stage`.
    pub(crate) fn of(host: &str) -> Self {
        let name = host.split('.').next().unwrap_or_default();
        let is_stage = name.ends_with("-stg1") || name.ends_with("-stage");
        if is_stage { Self::Stage } else { Self::Production }
    }

    /// What a token calls the IMS it is from.
    pub(super) fn issuer(self) -> &'static str {
        match self {
            Self::Production => "ims-na1",
            Self::Stage => "ims-na1-stg1",
        }
    }
}

impl Base {
    /// The world whose tokens are made and read here; `None` for an address of this machine, which stands for both.
    pub(super) fn environment(&self) -> Option<Environment> {
        let host = self.origin.rsplit('/').next().unwrap_or_default();
        (!self.is_local).then(|| Environment::of(host))
    }

    /// What this IMS calls itself: the address its own documents lead to. One that was asked at this machine must not lead
    /// away from it, to the real Adobe.
    pub(super) fn home(&self) -> &str {
        match self.environment() {
            None => &self.origin,
            Some(Environment::Production) => PRODUCTION,
            Some(Environment::Stage) => STAGE,
        }
    }

    /// What an assertion may call this IMS: the name the client used, and production's for those who use a base URL.
    /// jwt-auth makes audience and metascopes from its base URL (jwt-auth index.js).
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = vec![self.origin.clone()];
        if self.is_local {
            names.push(PRODUCTION.to_owned());
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::Environment;
    use rstest::rstest;

    #[rstest]
    #[case("ims-na1.adobelogin.com", Environment::Production)]
    #[case("ims-na1-stg1.adobelogin.com", Environment::Stage)]
    #[case("platform-stage.adobe.io", Environment::Stage)]
    #[case("platform-va7.adobe.io", Environment::Production)]
    fn a_host_belongs_to_a_world(#[case] host: &str, #[case] world: Environment) {
        assert_eq!(Environment::of(host), world);
    }
}
