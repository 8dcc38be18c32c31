//! What the sample of the profile store says.

use super::Ups;
use crate::products::dice::Dice;
use crate::products::platform::catalog::Catalog;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::when;
use serde_json::{Value, json};

impl Ups {
    pub(super) fn sample(&self) -> Reply {
        let rows = self.profiles.to_string();
        let at = when::dated(when::SEEDED);
        reply::ok(&json!({
            "numRowsToRead": rows,
            "sampleJobRunning": { "status": false, "submissionTimestamp": at },
            "docCount": u64::from(self.profiles) * 3,
            "totalFragmentCount": u64::from(self.profiles) * 2,
            "lastSuccessfulBatchTimestamp": at,
            "streamingDriven": false,
            "totalRows": rows,
            "lastBatchId": "null",
            "status": "TASK_FINISHED",
            "samplingRatio": 1.0,
            "mergeStrategy": "timestampOrdered_auto",
            "lastSampledTimestamp": at,
        }))
    }

    pub(super) fn by_dataset(&self, scene: &Scene<'_>, catalog: &Catalog) -> Reply {
        let total = u64::from(self.profiles).max(1);
        let data: Vec<Value> = catalog
            .names()
            .iter()
            .map(|(id, name)| {
                let count = Dice::of(id).below(u64::from(self.profiles) + 1);
                let share = count as f64 / total as f64;
                json!({
                    "sampleCount": count, "samplePercentage": share, "fullIDsCount": count,
                    "fullIDsPercentage": share, "name": name, "value": id, "streamingIngestionEnabled": "false",
                    "createdUser": scene.user(), "reportTimestamp": when::iso(when::SEEDED),
                })
            })
            .collect();
        reply::ok(&json!({ "data": data, "reportTimestamp": when::iso(when::SEEDED) }))
    }

    pub(super) fn by_namespace(&self) -> Reply {
        let total = u64::from(self.profiles);
        let row = |code: &str, id: &str, count: u64| {
            let share = count as f64 / total.max(1) as f64;
            json!({
                "sampleCount": count, "samplePercentage": share, "reportTimestamp": when::iso(when::SEEDED),
                "fullIDsFragmentCount": count, "fullIDsCount": count, "fullIDsPercentage": share,
                "code": code, "value": id,
            })
        };
        let data =
            [row("Email", "6", total), row("ECID", "4", total), row("Phone", "7", total * 2 / 3)];
        reply::ok(&json!({ "data": data, "reportTimestamp": when::iso(when::SEEDED) }))
    }
}
