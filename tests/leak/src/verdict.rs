//! What was found against what is allowed. An allowance is by name, for one place and one canary, and one that nobody
//! needed is a fault too: it would let a later leak pass.

use crate::scan::Finding;
use std::collections::{BTreeMap, BTreeSet};

/// The places where a person asked for a secret.
#[derive(Default)]
pub(crate) struct Allowances(BTreeMap<String, BTreeSet<String>>);

impl Allowances {
    /// Lets a canary be in a place: an observation's name or a file's path.
    pub(crate) fn allow(&mut self, place: &str, canary: &str) {
        self.0.entry(place.to_owned()).or_default().insert(canary.to_owned());
    }

    /// Sentences about everything that is wrong; none when all is well.
    pub(crate) fn judge(&self, found: &BTreeSet<Finding>) -> Vec<String> {
        let mut used = BTreeSet::new();
        let mut faults = BTreeSet::new();
        let mut leaks: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for finding in found {
            // A table or an archive's member is named behind its file.
            let place = finding.place.split(" › ").next().unwrap_or_default();
            let canaries = self.0.get(place);
            if canaries.is_some_and(|canaries| canaries.contains(&finding.canary)) {
                used.insert((place, finding.canary.as_str()));
            } else {
                let Finding { place, canary, form } = finding;
                // One form is enough to say so: the plainest.
                leaks.entry((place, canary)).or_default().insert((form.len(), form));
            }
        }
        for ((place, canary), forms) in leaks {
            let form = forms.first().map_or("", |(_, form)| form.as_str());
            faults.insert(format!("{canary} is in {place} ({form})"));
        }
        for (place, canaries) in &self.0 {
            for canary in canaries {
                if !used.contains(&(place.as_str(), canary.as_str())) {
                    faults.insert(format!("{canary} should be in {place} and is not"));
                }
            }
        }
        faults.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Allowances;
    use crate::scan::Finding;
    use std::collections::BTreeSet;

    fn found(places: &[(&str, &str)]) -> BTreeSet<Finding> {
        let finding = |(place, canary): &(&str, &str)| Finding {
            place: (*place).to_owned(),
            canary: (*canary).to_owned(),
            form: "hex".to_owned(),
        };
        places.iter().map(finding).collect()
    }

    #[test]
    fn what_is_not_allowed_by_name_is_a_fault() {
        let mut allowances = Allowances::default();
        allowances.allow("out", "token");
        assert!(allowances.judge(&found(&[("out", "token")])).is_empty());
        assert!(allowances.judge(&found(&[("out › a.zip", "token")])).is_empty());
        assert_eq!(
            allowances.judge(&found(&[("out", "token"), ("out", "secret"), ("err", "token")])),
            ["secret is in out (hex)", "token is in err (hex)"]
        );
    }

    #[test]
    fn an_allowance_that_nobody_needed_is_a_fault() {
        let mut allowances = Allowances::default();
        allowances.allow("out", "token");
        assert_eq!(allowances.judge(&found(&[])), ["token should be in out and is not"]);
    }
}
