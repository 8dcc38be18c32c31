//! Observability Insights: figures that are made up, the same for the same day every time.

use super::catalog::Catalog;
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::when;
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Map, Value, json};

const DAY: i64 = 86_400_000;
/// The most points of one series.
const MOST_POINTS: i64 = 1_000;

/// Answers a call under `/data/infrastructure/observability/insights`.
pub(super) fn answer(scene: &Scene<'_>, rest: &[&str], catalog: &Catalog) -> Option<Reply> {
    Some(match (scene.call.method.as_str(), rest) {
        ("GET", ["metrics"]) => first_version(scene),
        ("POST", ["metrics"]) => second_version(scene, catalog),
        (_, ["metrics"]) => scene.call.method_not_allowed(),
        _ => return None,
    })
}

/// An array of series, one a `metric` of the query. What stands beside `timeseries` is [unverified].
fn first_version(scene: &Scene<'_>) -> Reply {
    let names: Vec<&str> =
        scene.call.parameters("metric").filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return former_fault("metric is required.");
    }
    let range = scene.call.parameter("dateRange").and_then(|range| {
        let (from, to) = range.split_once('/')?;
        Some((when::parse_spaced(from)?, when::parse_spaced(to)?))
    });
    let (from, to) = range.unwrap_or((Timestamp(scene.call.now.0 - 7 * DAY), scene.call.now));
    let series = names.iter().map(|name| {
        let points = points(scene, name, "", from, to, DAY);
        let items: Vec<Value> =
            points.iter().map(|(at, value)| json!({ "timestamp": at, "value": value })).collect();
        json!({ "timeseries": { "granularity": "DAY", "items": items, "metric": name } })
    });
    reply::ok(&series.collect())
}

fn second_version(scene: &Scene<'_>, catalog: &Catalog) -> Reply {
    let body = scene.call.json().unwrap_or_default();
    let date = |field: &str| body[field].as_str().and_then(when::parse_spaced);
    let (Some(from), Some(to)) = (date("start"), date("end")) else {
        return fault(scene, "Bad Request - start and end are required.");
    };
    if from > to {
        return fault(scene, "Bad Request - Start date cannot be after end date.");
    }
    let granularity = body["granularity"].as_str().unwrap_or("DAY").to_uppercase();
    let step = match granularity.as_str() {
        "HOUR" => DAY / 24,
        "WEEK" => 7 * DAY,
        "MONTH" => 30 * DAY,
        _ => DAY,
    };
    let Some(metrics) = body["metrics"].as_array().filter(|metrics| !metrics.is_empty()) else {
        return fault(scene, "Bad Request - metrics is required.");
    };
    let mut responses = Vec::new();
    for metric in metrics {
        let name = metric["name"].as_str().unwrap_or_default();
        if !name.starts_with("timeseries.") {
            return fault(scene, "Bad Request - invalid metric.");
        }
        if metric["aggregator"].as_str().is_none_or(str::is_empty) {
            return fault(scene, "Bad Request - aggregator is required.");
        }
        let grouped =
            metric["filters"].as_array().into_iter().flatten().find(|f| f["groupBy"] == true);
        let groups: Vec<&str> = grouped
            .and_then(|f| f["value"].as_str())
            .map_or(vec![""], |ids| ids.split('|').collect());
        let datapoints = groups.iter().filter(|id| id.is_empty() || catalog.has(id)).map(|id| {
            let dps: Map<String, Value> =
                points(scene, name, id, from, to, step).into_iter().collect();
            let group = if id.is_empty() { json!({}) } else { json!({ "dataSetId": id }) };
            json!({ "groupBy": group, "dps": dps })
        });
        responses.push(json!({
            "metric": name,
            "filters": metric["filters"].as_array().cloned().unwrap_or_default(),
            "datapoints": datapoints.collect::<Vec<Value>>(),
            "granularity": granularity,
        }));
    }
    reply::ok(&json!({ "metricResponses": responses }))
}

fn points(
    scene: &Scene<'_>,
    metric: &str,
    group: &str,
    from: Timestamp,
    to: Timestamp,
    step: i64,
) -> Vec<(String, Value)> {
    let first = from.0.div_euclid(step);
    let last = to.0.div_euclid(step).min(first.saturating_add(MOST_POINTS));
    (first..=last)
        .map(|place| {
            let mut dice = Dice::at(&scene.key(&format!("{metric}/{group}")), place.unsigned_abs());
            let at = when::iso(Timestamp(place.saturating_mul(step))).replace(".000Z", "Z");
            (at, json!((dice.below(60) + 20) as f64))
        })
        .collect()
}

/// How the deprecated call says it (§7b.5 of the facts); the words are [unverified].
fn former_fault(details: &str) -> Reply {
    let body = json!({
        "errorCode": "INSGHT-1000-400", "httpStatus": 400, "title": "Bad Request", "details": details,
    });
    reply::typed(StatusCode::BAD_REQUEST, "application/problem+json", body.to_string())
}

/// Adobe's own form and code for a bad payload.
fn fault(scene: &Scene<'_>, title: &str) -> Reply {
    let body = json!({
        "type": "http://ns.adobe.com/aep/errors/INSGHT-1000-400",
        "title": title,
        "status": 400,
        "report": {
            "tenantInfo": {
                "sandboxName": scene.sandbox.name,
                "sandboxId": scene.sandbox.id,
                "imsOrgId": scene.organisation,
            },
            "additionalContext": null,
        },
        "error-chain": [{
            "serviceId": "INSGHT",
            "errorCode": "INSGHT-1000-400",
            "invokingServiceId": "INSGHT",
            "unixTimeStampMs": scene.call.now.0,
        }],
    });
    reply::json(StatusCode::BAD_REQUEST, &body)
}
