//! A filled request, and which of Adobe's servers it goes to.

use crate::fill::Filled;

/// A request and where it goes.
pub(super) struct Call<'a> {
    pub(super) filled: &'a Filled,
    pub(super) host: &'a str,
    pub(super) path: &'a str,
}

impl Call<'_> {
    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.filled.header(name).map(|value| value.shown())
    }

    /// `platform.adobe.io`, a region such as `platform-nld2`, or stage.
    pub(super) fn is_platform(&self) -> bool {
        self.host.ends_with(".adobe.io")
            && (self.host.starts_with("platform.") || self.host.starts_with("platform-"))
    }

    pub(super) fn is_places(&self) -> bool {
        self.host == "api-places.adobe.io" && self.path.starts_with("/places/")
    }

    pub(super) fn is_campaign(&self) -> bool {
        self.host == "mc.adobe.io" && self.path.contains("/campaign/")
    }
}
