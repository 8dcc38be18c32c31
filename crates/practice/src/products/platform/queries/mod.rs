//! Query Service: what a sandbox keeps, the parameters of a connection here; queries in `runs`, schedules in
//! `schedules`. Templates are of the table.

mod kept;
mod replies;
mod runs;
mod schedules;

pub(super) use kept::Queries;

use super::problem;
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::scene::{Filled, Scene};
use crate::products::shelf::Shelf;
use crate::products::tables::Tables;
use crate::products::when;
use replies::{accepted, found, listed, text};
use runs::{query, shown};
use schedules::schedule;
use serde_json::json;

const SEEDED: [(&str, &str, &str); 6] = [
    (
        "Members by tier",
        "SELECT _{tenant}.tier, count(*) FROM loyalty_customers GROUP BY 1",
        "SUCCESS",
    ),
    (
        "Orders of last week",
        "SELECT commerce.order.purchaseID, commerce.order.priceTotal\nFROM online_orders\nWHERE timestamp > now() - interval '7 days'",
        "SUCCESS",
    ),
    (
        "Visits without an order",
        "SELECT count(*) FROM store_visits v LEFT JOIN online_orders o ON v._id = o._id WHERE o._id IS NULL",
        "SUCCESS",
    ),
    (
        "Newsletter reach",
        "SELECT preferredLanguage, count(*) FROM newsletter_subscribers GROUP BY 1 ORDER BY 2 DESC",
        "SUCCESS",
    ),
    ("Misspelt table", "SELECT * FROM loyality_customers LIMIT 10", "FAILED"),
    ("Store directory", "SELECT * FROM store_directory LIMIT 50", "SUCCESS"),
];

impl Queries {
    pub(super) fn seeded(scene: &Scene<'_>) -> Self {
        let mut all = Self { queries: Shelf::default(), schedules: Shelf::default(), made: 0 };
        if scene.sandbox.filled == Filled::Empty {
            return all;
        }
        for (index, (name, sql, state)) in SEEDED.iter().enumerate() {
            let mut dice = Dice::at(&scene.key("queries"), index as u64);
            let sql = sql.replace("{tenant}", scene.tenant);
            let request =
                json!({ "dbName": database(scene), "sql": sql, "name": name, "description": "" });
            let created = when::before_seeding(30, &mut dice);
            let mut query = query(scene, &dice.uuid(), request, created, "Adobe Query Service UI");
            query["state"] = json!(state);
            query["rowCount"] = json!(if *state == "SUCCESS" { dice.below(900) } else { 0 });
            query["elapsedTime"] = json!(400 + dice.below(30_000));
            if *state == "FAILED" {
                query["errors"] = json!([{ "code": "58000", "message": "Query Analysis Exception: Table or view not found: loyality_customers" }]);
            }
            let id = text(&query, "id").to_owned();
            all.queries.put(id, query);
        }
        let mut dice = Dice::of(&scene.key("schedules"));
        let body = json!({
            "query": { "dbName": database(scene), "sql": "SELECT count(*) FROM online_orders", "name": "Hourly orders", "description": "Feeds the dashboard." },
            "schedule": { "schedule": "30 * * * *", "startDate": "2026-03-02T06:30:00.000Z" },
        });
        let schedule = schedule(scene, body, when::before_seeding(80, &mut dice));
        all.schedules.put(text(&schedule, "id").to_owned(), schedule);
        all
    }

    /// The ids of the schedules.
    pub(super) fn schedule_ids(&self) -> Vec<String> {
        self.schedules.iter().map(|(id, _)| id.clone()).collect()
    }

    pub(super) fn answer(
        &mut self,
        scene: &Scene<'_>,
        rest: &[&str],
        tables: &mut Tables,
    ) -> Option<Reply> {
        let call = scene.call;
        Some(match (call.method.as_str(), rest) {
            ("GET", ["queries"]) => self.list(scene),
            ("POST", ["queries"]) => self.submit(scene, tables),
            ("GET", ["queries", id]) => match self.queries.get(id) {
                Some(query) => reply::ok(&shown(scene, query)),
                None => problem::not_found("Query", id),
            },
            ("PATCH", ["queries", id]) => self.change_query(scene, id),
            ("GET", ["connection_parameters"]) => connection(scene),
            ("GET", ["schedules"]) => listed(scene, &self.schedules),
            ("POST", ["schedules"]) => self.create_schedule(scene),
            ("GET", ["schedules", id]) => found(&self.schedules, "Schedule", id),
            ("PATCH", ["schedules", id]) => self.change_schedule(scene, id),
            ("DELETE", ["schedules", id]) => match self.schedules.remove(id) {
                Some(_) => accepted("Schedule deleted"),
                None => problem::not_found("Schedule", id),
            },
            (_, ["queries" | "schedules" | "connection_parameters"])
            | (_, ["queries" | "schedules", _]) => call.method_not_allowed(),
            _ => return None,
        })
    }
}

/// Host and credentials for a database client. Adobe's token here is an IMS token; this one opens nothing.
fn connection(scene: &Scene<'_>) -> Reply {
    let mut dice = Dice::of(&scene.key("connection"));
    let ident = scene.organisation.split('@').next().unwrap_or_default().to_lowercase();
    let token = format!("practice.{}.{}", dice.hex(48), dice.hex(32));
    reply::ok(&json!({
        "username": scene.organisation,
        "dbName": database(scene),
        "host": format!("{ident}.platform-query.example.net"),
        "version": 1,
        "port": 80,
        "token": token,
        "compressedToken": format!("practice-{}", dice.hex(24)),
        // Misspelt in Adobe's specification, and spelt well in its guide; clients may look for either.
        "websoketHost": format!("{ident}.platform-query-ws.example.net"),
        "websocketHost": format!("{ident}.platform-query-ws.example.net"),
    }))
}

fn database(scene: &Scene<'_>) -> String {
    format!("{}:all", scene.sandbox.name)
}
