//! Workflows: their state, the four commands, and external signals.

use super::edition::CampaignEdition;
use super::faults;
use super::home::Home;
use crate::products::call::Call;
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::when;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// A workflow takes no second signal before this.
const BETWEEN_SIGNALS: Duration = Duration::from_secs(600);
const LARGEST_SIGNAL: usize = 64 * 1024;

/// A workflow of an instance.
#[derive(Debug)]
struct Workflow {
    name: &'static str,
    label: &'static str,
    state: &'static str,
    /// The parameters its external signal declares; without a signal there are none.
    signal: Option<&'static [&'static str]>,
    signalled: Option<Timestamp>,
}

/// The workflows of an instance.
#[derive(Debug)]
pub(super) struct Workflows(Vec<Workflow>);

impl Workflows {
    /// Those an instance starts with.
    pub(super) fn seeded() -> Self {
        let workflow =
            |name, label, state, signal| Workflow { name, label, state, signal, signalled: None };
        Self(vec![
            workflow("WKF101", "Nightly profile import", "started", None),
            workflow(
                "WKF102",
                "Welcome series",
                "started",
                Some(&["audience", "email", "template", "segmentCode"] as &[_]),
            ),
            workflow("WKF103", "Museum members renewal", "paused", None),
            workflow(
                "WKF104",
                "Store opening announcement",
                "stopped",
                Some(&["storeCode"] as &[_]),
            ),
            workflow("WKF105", "Quarantine clean-up", "finished", None),
        ])
    }

    /// A call under `workflow/execution`.
    pub(super) fn answer(&mut self, rest: &[&str], home: &Home, call: &Call) -> Reply {
        let Some((id, rest)) = rest.split_first() else {
            // A list of workflows is not documented [unverified].
            let content: Vec<Value> =
                self.0.iter().enumerate().map(|(n, w)| w.show(n, home)).collect();
            return reply::ok(&json!({ "content": content, "serverSidePagination": true }));
        };
        let by_key = home.number("workflow", id).map(|number| number as usize);
        let by_name = || self.0.iter().position(|workflow| workflow.name == *id);
        let Some(number) = by_key.or_else(by_name) else {
            return faults::not_found("execution", id);
        };
        let Some(workflow) = self.0.get_mut(number) else {
            return faults::not_found("execution", id);
        };
        match (call.method.as_str(), rest) {
            ("GET", []) => reply::ok(&workflow.show(number, home)),
            ("POST", ["commands"]) => workflow.command(call),
            ("POST", ["activities", "activity", key, "trigger"])
                if workflow.signal.is_some()
                    && home.number("signal", key) == u32::try_from(number).ok() =>
            {
                workflow.trigger(call)
            }
            _ => faults::oops(),
        }
    }
}

impl Workflow {
    fn show(&self, number: usize, home: &Home) -> Value {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let key = home.key("workflow", number);
        let href = format!("{}/workflow/execution/{key}", home.base);
        let mut activities = json!({});
        if let Some(parameters) = self.signal {
            let signal = home.key("signal", number);
            let declared: Value =
                parameters.iter().map(|p| json!({ "name": p, "type": "string" })).collect();
            activities["signal1"] = json!({
                "PKey": signal,
                "label": "External signal",
                "name": "signal1",
                "trigger": { "href": format!("{href}/activities/activity/{signal}/trigger/") },
            });
            // In v8 the caller has to know them.
            if home.edition == CampaignEdition::Standard {
                activities["signal1"]["parameters"] = declared;
            }
        }
        let mut dice = Dice::of(self.name);
        let created = when::before_seeding(300, &mut dice);
        // Besides PKey and activities, the fields are [unverified].
        json!({
            "PKey": key,
            "activities": { "activity": activities },
            "commands": { "href": format!("{href}/commands/") },
            "created": when::spaced(created),
            "href": href,
            "label": self.label,
            "name": self.name,
            "state": self.state,
            "title": format!("{} ({})", self.label, self.name),
        })
    }

    fn command(&mut self, call: &Call) -> Reply {
        let body = call.json().unwrap_or_default();
        let state = match (body["method"].as_str(), self.state) {
            (Some("start"), "stopped" | "finished") => "started",
            (Some("pause"), "started") => "paused",
            (Some("resume"), "paused") => "started",
            (Some("stop"), "started" | "paused") => "stopped",
            // To ask for the state it is already in changes nothing.
            (Some("start" | "resume"), "started") => "started",
            (Some("pause"), "paused") => "paused",
            (Some("stop"), other) => other,
            (Some(method @ ("start" | "pause" | "resume")), state) => {
                let refusal =
                    format!("Unable to {method} workflow '{}': it is {state}.", self.name);
                return faults::engine(&refusal);
            }
            (method, _) => {
                let method = method.unwrap_or_default();
                return faults::engine(&format!("The method '{method}' is not defined."));
            }
        };
        self.state = state;
        // What Adobe answers to a command is not documented [unverified].
        reply::ok(&json!({}))
    }

    fn trigger(&mut self, call: &Call) -> Reply {
        if call.body.len() > LARGEST_SIGNAL {
            return faults::engine("The payload of a signal must not exceed 64 KB.");
        }
        let body = call.json().unwrap_or_default();
        if body["source"].as_str().is_none_or(str::is_empty) {
            return faults::engine("The 'source' parameter is mandatory.");
        }
        let declared = self.signal.unwrap_or_default();
        let given = body["parameters"].as_object();
        if let Some((name, _)) = given
            .and_then(|given| given.iter().find(|(name, _)| !declared.contains(&name.as_str())))
        {
            // To the letter of Adobe's page.
            return faults::engine(&format!(
                "'{name}' parameter isn't defined in signal activity.\n\
                 XTK-170006 Unable to parse expression 'HandleTrigger(@name, $(source), $({{parameters}}))'.\n\
                 RST-360000 Error while assessing 'HandleTrigger(@name, $(source), $({{parameters}}))' expression \
                 ('xtk:workflow:execution/activities/signal/trigger' resource)"
            ));
        }
        if self.state != "started" {
            return faults::engine(&format!("Workflow '{}' is not started.", self.name));
        }
        if self.signalled.is_some_and(|last| call.now < last.after(BETWEEN_SIGNALS)) {
            return faults::engine(
                "An external signal cannot be triggered more often than every 10 minutes.",
            );
        }
        self.signalled = Some(call.now);
        reply::ok(&json!({}))
    }
}
