//! A run whose rows, prompts and checks are canaries, and its reports.

use crate::leak::script::Script;
use serde_json::{Value, json};

impl Script {
    pub(super) fn runs(&self, id: &Value) {
        let secret = self.plan.secret("client secret");
        let text = "### Row\n# @check body $.door == {{DOOR}}\n# @capture SAID = body $.x\n\
            GET https://api-places.adobe.io/places/placesapi/v1/libraries?door={{DOOR}}\n\
            x-api-key: {{API_KEY}}\nx-door: {{DOOR}}\n\n### Next\n\
            GET https://api-places.adobe.io/nowhere/{{SAID}}\n";
        self.own_file("Run/Rows.http", text);
        let data = self.window.given("run.csv", format!("DOOR,N\n{secret},1\nopen,2\n"));
        let settings = json!({
            "what": { "kind": "place", "place": { "path": "Run", "is_folder": true } },
            "profiles": [id], "data": data, "parallel": 2, "per_second": 50, "on_failure": "go_on",
        });
        self.window.dialogs.will_open(std::slice::from_ref(&data));
        // The file's name alone.
        self.ask("run_data_choose", json!({}));
        self.ask("run_plan", json!({ "settings": settings, "answers": null }));
        let begin = json!({ "settings": settings, "answers": { "SAID": secret }, "confirmed": true,
            "progress": "__CHANNEL__:1" });
        let end = self.ask("run_begin", begin);
        let run = &end["id"];
        let again = json!({ "id": run, "answers": null, "confirmed": true,
            "progress": "__CHANNEL__:1" });
        self.ask("run_resume", again);
        self.ask("run_results", json!({ "id": run, "filter": "all", "from": 0, "count": 99 }));
        self.ask("runs_list", json!({}));
        for report in ["junit", "json", "markdown"] {
            self.window.dialogs.will_save(self.window.home().join(format!("report.{report}")));
            self.ask("run_report_save", json!({ "id": run, "report": report }));
        }
    }
}
