//! The names that IMS goes by.

/// Production's IMS, whose name the practice one goes by.
pub(crate) const PRODUCTION: &str = "https://ims-na1.adobelogin.com";

/// The scheme and host a request was sent to, such as `https://ims-na1.adobelogin.com` or `http://127.0.0.1:8443`.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    /// As the client wrote it.
    pub(crate) origin: String,
    /// Whether it is this machine rather than a name of Adobe's.
    pub(crate) is_local: bool,
}

impl Base {
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
