//! The control interface over HTTP, as a test in another language would use it.

use crate::support::{
    Adobe, Answer, EXCHANGE, NOW, TOKEN, claims, credentials, encode, pair, sign,
};
use mudbrick_practice::{CONTROL_HEADER, SeedFile};
use rstest::rstest;
use serde_json::{Value, json};

async fn ask(adobe: &Adobe, method: &str, path: &str, body: Option<Value>) -> Answer {
    let method = http::Method::from_bytes(method.as_bytes()).expect("a method");
    let url = format!("{}/.practice{path}", adobe.practice.base_url());
    let mut request =
        adobe.http.request(method, url).header(CONTROL_HEADER, adobe.control().token());
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    adobe.send(request).await
}

#[tokio::test]
async fn a_project_is_registered_and_used() {
    let adobe = Adobe::start().await;
    let project = json!({
        "title": "Mine",
        "organization": "Acme",
        "client_id": "0f0e0d0c0b0a09080706050403020100",
        "client_secrets": ["p8e-mine"],
        "technical_account_id": "MINE@techacct.adobe.com",
        "grants": ["oauth_server_to_server"],
        "scopes": ["openid"],
    });
    let created = ask(&adobe, "POST", "/projects", Some(project.clone())).await;
    assert_eq!(created.status, 201, "{}", created.text);
    let mine = adobe.project("Acme", "Mine");
    adobe.token(&mine).await;
    let again = ask(&adobe, "POST", "/projects", Some(project.clone())).await;
    assert_eq!((again.status, &again.json()["code"]), (409, &json!("already_exists")));
    let mut nowhere = project;
    nowhere["organization"] = json!("Nowhere");
    nowhere["client_id"] = json!("1f0e0d0c0b0a09080706050403020100");
    let refused = ask(&adobe, "POST", "/projects", Some(nowhere)).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text.contains("belongs to Nowhere"), "{}", refused.text);
}

#[tokio::test]
async fn a_certificate_is_uploaded_listed_and_removed() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places (JWT)");
    let path = format!("/projects/{}/certificates", project.client_id);
    let url = format!("{}/.practice{path}", adobe.practice.base_url());
    let upload = |body: String| {
        let request = adobe.http.post(&url).header(CONTROL_HEADER, adobe.control().token());
        adobe.send(request.header("content-type", "application/x-pem-file").body(body))
    };
    let uploaded = upload(pair().certificate_pem()).await;
    let sha1 = pair().certificate.sha1().to_string();
    assert_eq!((uploaded.status, uploaded.json()), (200, json!({ "sha1": sha1 })));
    let assertion = sign(&json!({ "alg": "RS256" }), &claims(&project));
    let pairs = [&credentials(&project, "")[1..3], &[("jwt_token", &assertion)]].concat();
    assert_eq!(adobe.form(EXCHANGE, &pairs).await.status, 200);
    assert_eq!(ask(&adobe, "GET", &path, None).await.json()[0]["subject"], "CN=Practice");
    assert_eq!(ask(&adobe, "DELETE", &format!("{path}/{sha1}"), None).await.status, 204);
    assert_eq!(adobe.form(EXCHANGE, &pairs).await.status, 400);
    assert_eq!(ask(&adobe, "DELETE", &format!("{path}/{sha1}"), None).await.status, 404);

    let key = pair().private_key_pem().to_string();
    let refused = upload(key).await;
    assert_eq!((refused.status, &refused.json()["code"]), (400, &json!("bad_key")));
}

#[tokio::test]
async fn secrets_and_scopes_change() {
    let adobe = Adobe::start().await;
    let mut project = adobe.project("Acme", "Places");
    let path = format!("/projects/{}", project.client_id);
    let secrets = format!("{path}/secrets");
    let added = ask(&adobe, "POST", &secrets, Some(json!({ "secret": "p8e-2" }))).await;
    let uuid = added.json()["uuid"].as_str().expect("a uuid").to_owned();
    let third = ask(&adobe, "POST", &secrets, Some(json!({ "secret": "p8e-3" }))).await;
    assert_eq!(third.status, 400);
    project.client_secret = "p8e-2".to_owned();
    adobe.token(&project).await;
    assert_eq!(ask(&adobe, "DELETE", &format!("{secrets}/{uuid}"), None).await.status, 204);
    assert_eq!(adobe.form(TOKEN, &credentials(&project, "openid")).await.status, 400);

    let project = adobe.project("Acme", "Places");
    let scopes = json!({ "scopes": ["openid", "campaign_sdk"] });
    assert_eq!(ask(&adobe, "PUT", &format!("{path}/scopes"), Some(scopes)).await.status, 204);
    assert_eq!(adobe.form(TOKEN, &credentials(&project, "campaign_sdk")).await.status, 200);
    assert_eq!(adobe.form(TOKEN, &credentials(&project, "AdobeID")).await.status, 400);
    let unknown =
        ask(&adobe, "PUT", "/projects/ffff/scopes", Some(json!({ "scopes": ["a"] }))).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn the_clock_moves() {
    let adobe = Adobe::start().await;
    assert_eq!(ask(&adobe, "GET", "/clock", None).await.json()["now_ms"], NOW.0);
    let moved = ask(&adobe, "POST", "/clock", Some(json!({ "advance_seconds": 60 }))).await;
    assert_eq!(moved.json()["now_ms"], NOW.0 + 60_000);
}

#[tokio::test]
async fn faults_and_requests() {
    let adobe = Adobe::start().await;
    let fault =
        json!({ "path": "/ping", "times": 1, "mishap": { "kind": "throttle", "retry_after": 5 } });
    assert_eq!(ask(&adobe, "POST", "/faults", Some(fault.clone())).await.status, 201);
    assert_eq!(ask(&adobe, "GET", "/faults", None).await.json(), json!([fault]));
    let url = format!("{}/ping?a=b", adobe.practice.base_url());
    assert_eq!(adobe.get(&url, &[("x-mine", "1")]).await.status, 429);
    let seen = ask(&adobe, "GET", "/requests?path=/ping", None).await.json();
    assert_eq!(
        seen.as_array().map(Vec::len),
        Some(1),
        "the control's own calls are not among them"
    );
    assert_eq!((&seen[0]["path"], &seen[0]["query"]), (&json!("/ping"), &json!("a=b")));
    assert_eq!((&seen[0]["status"], &seen[0]["secure"]), (&json!(429), &json!(false)));
    assert!(seen[0]["headers"].as_array().expect("pairs").contains(&json!(["x-mine", "1"])));
    assert_eq!(ask(&adobe, "DELETE", "/requests", None).await.status, 204);
    assert_eq!(ask(&adobe, "GET", "/requests", None).await.json(), json!([]));
    let wrong =
        ask(&adobe, "POST", "/faults", Some(json!({ "mishap": { "kind": "explode" } }))).await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
}

#[tokio::test]
async fn the_world_can_be_taken_along() {
    let adobe = Adobe::start().await;
    let project = adobe.jwt_project();
    let text = ask(&adobe, "GET", "/seed.toml", None).await.text;
    let seed = SeedFile::parse(&text).expect("a seed");
    assert_eq!(seed, adobe.control().seed());
    let next = Adobe::with_seed(Some(seed)).await;
    assert_eq!(next.exchange(&project, &claims(&project)).await.status, 200);
}

#[tokio::test]
async fn the_guide_and_the_root() {
    let adobe = Adobe::start().await;
    assert_eq!(ask(&adobe, "GET", "/ca.pem", None).await.text, adobe.practice.root_pem());
    let guide = ask(&adobe, "GET", "", None).await.text;
    assert!(
        guide.contains(&format!("--connect-to ::127.0.0.1:{}", adobe.practice.address().port()))
    );
    assert!(guide.contains("aac3e00000000000000000000000a001"), "{guide}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_guides_first_command_works_as_printed() {
    let adobe = Adobe::start().await;
    let mut root = tempfile::NamedTempFile::new().expect("file");
    std::io::Write::write_all(&mut root, adobe.practice.root_pem().as_bytes()).expect("written");
    let guide = adobe.practice.guide(root.path().to_str().expect("text"));
    let command = guide.split("\n  curl ").nth(1).and_then(|rest| rest.split("\n\n").next());
    let command = format!("curl --silent {}", command.expect("there is one"));
    let run = move || std::process::Command::new("sh").args(["-c", &command]).output();
    let output = tokio::task::spawn_blocking(run).await.expect("ran").expect("ran");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("access_token"), "{guide}{text}");
}

/// A web page can make a browser send requests here; it must not be able to change anything, even with the token.
#[rstest]
#[case::from_a_page(&[("origin", "https://evil.example")])]
#[case::rebound_name(&[("host", "evil.example")])]
#[tokio::test]
async fn web_pages_have_no_control(#[case] headers: &[(&str, &str)]) {
    let adobe = Adobe::start().await;
    let url = format!("{}/.practice/projects", adobe.practice.base_url());
    let control = adobe.control();
    let headers = [headers, &[(CONTROL_HEADER, control.token())]].concat();
    let answer = adobe.get(&url, &headers).await;
    assert!(matches!(answer.status, 403 | 421), "{}", answer.status);
    assert!(!answer.text.contains("p8e-"), "{}", answer.text);
}

#[tokio::test]
async fn adobes_names_have_no_control() {
    let adobe = Adobe::start().await;
    let control = adobe.control();
    let token = [(CONTROL_HEADER, control.token())];
    let answer = adobe.get("https://platform.adobe.io/.practice/projects", &token).await;
    assert_eq!(answer.json()["error_code"], "403000");
    let url = adobe.practice.base_url().replace("http:", "https:") + "/.practice/projects";
    assert_eq!(adobe.get(&url, &token).await.status, 403);
}

/// Another user of the machine reaches the port, and has not seen what was printed.
#[rstest]
#[case::none(&[])]
#[case::wrong(&["0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"])]
#[case::empty(&[""])]
#[case::right_among_wrong(&["right", "wrong"])]
#[tokio::test]
async fn without_the_token_nothing_is_told_and_nothing_changes(#[case] tokens: &[&str]) {
    let adobe = Adobe::start().await;
    let before = adobe.control().seed();
    let client = adobe.project("Acme", "Places").client_id;
    let right = adobe.control().token().to_owned();
    for (method, path, body) in [
        ("GET", "".to_owned(), None),
        ("GET", "/ca.pem".to_owned(), None),
        ("GET", "/seed.toml".to_owned(), None),
        ("GET", "/projects".to_owned(), None),
        ("GET", "/requests".to_owned(), None),
        ("GET", "/nothing/here".to_owned(), None),
        ("POST", format!("/projects/{client}/secrets"), Some(json!({ "secret": "p8e-mine" }))),
        ("PUT", format!("/projects/{client}/scopes"), Some(json!({ "scopes": [] }))),
        ("POST", "/clock".to_owned(), Some(json!({ "advance_seconds": 1 }))),
        ("POST", "/faults".to_owned(), Some(json!({ "mishap": { "kind": "internal_error" } }))),
        ("DELETE", "/requests".to_owned(), None),
    ] {
        let url = format!("{}/.practice{path}", adobe.practice.base_url());
        let method = http::Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = adobe.http.request(method, url);
        for token in tokens {
            request =
                request.header(CONTROL_HEADER, if *token == "right" { &right } else { *token });
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = adobe.send(request).await;
        assert_eq!(answer.status, 401, "{path}: {}", answer.text);
        assert!(answer.text.contains(CONTROL_HEADER), "{}", answer.text);
    }
    assert_eq!(adobe.control().seed(), before);
    assert_eq!((adobe.control().now(), adobe.control().faults()), (NOW, Vec::new()));
}

#[tokio::test]
async fn each_run_has_a_token_of_its_own_which_only_its_guide_tells() {
    let (one, other) = (Adobe::start().await, Adobe::start().await);
    let token = one.control().token().to_owned();
    assert_eq!(token.len(), 64);
    assert_ne!(token, other.control().token());
    assert!(one.practice.guide("ca.pem").contains(&format!("{CONTROL_HEADER}: {token}")));
    assert!(!format!("{:?} {:?}", one.practice, one.control()).contains(&token));
    let root = one.get(&one.practice.base_url(), &[]).await;
    assert_eq!(root.status, 200);
    assert!(!root.text.contains(&token) && !root.text.contains("p8e-"), "{}", root.text);
}

/// What is printed ends in the logs of a build server.
#[tokio::test]
async fn the_guide_tells_the_secrets_made_for_practice_alone() {
    let mut seed = SeedFile::default();
    seed.projects[0].client_secrets = vec!["p8e-of-a-seed-of-ones-own".to_owned()];
    let adobe = Adobe::with_seed(Some(seed)).await;
    let guide = adobe.practice.guide("ca.pem");
    assert!(!guide.contains("of-ones-own"), "{guide}");
    assert!(guide.contains("p8e-practice-acme-campaign"), "{guide}");
}

/// The record is for looking at; whoever looks needs no secret.
#[tokio::test]
async fn the_record_holds_no_secret() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let secret = &project.client_secret;
    let token = adobe.token(&project).await;
    let url = format!("{}/x/{token}?access_token={token}&a=b", adobe.practice.base_url());
    let bearer = format!("Bearer {token}");
    adobe.get(&url, &[("authorization", &bearer), ("x-note", secret)]).await;
    adobe.send(adobe.http.post(TOKEN).basic_auth("id", Some(secret)).body("")).await;
    let wrong = credentials(&project, "openid").map(|(name, value)| match name {
        "client_secret" => (name, "a-wrong-one"),
        _ => (name, value),
    });
    adobe.form(TOKEN, &wrong).await;
    let body = json!({ "client_secret": "a-wrong-one", "note": token }).to_string();
    adobe.post(TOKEN, "application/json", body).await;
    let utf16 = String::from_utf8(secret.encode_utf16().flat_map(u16::to_le_bytes).collect());
    adobe.post(TOKEN, "text/plain", utf16.expect("ASCII")).await;

    let printed = ask(&adobe, "GET", "/requests", None).await.text;
    let kept = format!("{:?}", adobe.control().requests());
    for secret in [secret.as_str(), &token, "a-wrong-one", adobe.control().token()] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
        assert!(!kept.contains(secret), "{secret} in {kept}");
    }
    let seen = adobe.control().requests();
    assert_eq!(seen[0].body, credentials_masked(&project));
    assert_eq!(seen[1].query.as_deref(), Some("access_token=***&a=b"));
    assert_eq!(seen[1].headers["authorization"], "Bearer ***");
    assert_eq!((seen[5].body.len(), seen[5].body_length), (0, 2 * secret.len()));
}

#[tokio::test]
async fn the_record_holds_no_secret_of_a_project_that_came_later() {
    let adobe = Adobe::start().await;
    let url = format!("{}/x?note=wunderbar-4f6c", adobe.practice.base_url());
    adobe.get(&url, &[]).await;
    let project = json!({
        "title": "Mine",
        "organization": "Acme",
        "client_id": "0f0e0d0c0b0a09080706050403020100",
        "client_secrets": ["wunderbar-4f6c"],
        "technical_account_id": "MINE@techacct.adobe.com",
        "grants": ["oauth_server_to_server"],
        "scopes": ["openid"],
    });
    assert_eq!(ask(&adobe, "POST", "/projects", Some(project)).await.status, 201);
    adobe.get(&url, &[]).await;
    let seen = adobe.control().requests();
    let notes: Vec<_> = seen.iter().filter_map(|seen| seen.query.as_deref()).collect();
    assert_eq!(notes, ["note=wunderbar-4f6c", "note=***"]);
}

/// The token call's form as it is kept.
fn credentials_masked(project: &mudbrick_practice::Project) -> String {
    let scopes: Vec<&str> = project.scopes.iter().map(|scope| scope.as_str()).collect();
    let form = encode(&credentials(project, &scopes.join(",")));
    form.replace(&project.client_secret, "***")
}
