//! Where the rows of an instance are addressed.

use super::edition::CampaignEdition;
use super::keys;

/// Where one instance's rows are addressed: its name and the start of its links.
#[derive(Debug, Clone)]
pub(super) struct Home {
    /// `acme` or `acme-mkt-stage`.
    pub(super) instance: String,
    /// `https://mc.adobe.io/acme/campaign`.
    pub(super) base: String,
    pub(super) edition: CampaignEdition,
}

impl Home {
    /// The key of row `number` of `what`.
    pub(super) fn key(&self, what: &str, number: u32) -> String {
        keys::key(&self.space(what), number)
    }

    /// The row of `what` that `key` names.
    pub(super) fn number(&self, what: &str, key: &str) -> Option<u32> {
        keys::number(&self.space(what), key)
    }

    /// Keys of one edition are none in the other.
    fn space(&self, what: &str) -> String {
        match self.edition {
            CampaignEdition::Standard => format!("{}/{what}", self.instance),
            CampaignEdition::V8 => format!("{}/v8/{what}", self.instance),
        }
    }
}
