//! What leaves this machine, and what comes of answers that only a broken server gives.

use crate::peer::{At, NOW, Peer, SECRET, client_credentials, http, ids, jwt_credentials, run};
use mudbrick_ims::{BadAnswer, Ims, Refusal, Show, TokenError, TokenKind, TokenStatus};
use mudbrick_model::{ErrorCode, Explain, Timestamp};
use mudbrick_vault::SecretText;
use tempfile::TempDir;

const GRANTED: &str = r#"{"access_token":"canary-token","token_type":"bearer","expires_in":86399}"#;

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[track_caller]
fn tells_no_secret(error: &TokenError) {
    let shown = format!("{error:?} {error} {:?}", error.problem());
    for canary in ["canary", "eyJ"] {
        assert!(!shown.contains(canary), "{shown}");
    }
}

#[tokio::test]
async fn the_token_call_has_everything_in_its_body() {
    let peer = Peer::saying("200 OK", "", GRANTED).await;
    let token =
        Ims::at(&peer.base()).fetch_token(&http(), &client_credentials(), &At(NOW)).await.unwrap();
    assert_eq!(token.value.expose(), "canary-token");
    assert_eq!(token.expires_at, Timestamp(NOW.0 + 86_399_000));
    let [request] = peer.seen().try_into().unwrap();
    assert_eq!(request.line, "POST /ims/token/v3 HTTP/1.1");
    assert!(request.headers.contains("content-type: application/x-www-form-urlencoded\r\n"));
    assert!(!request.headers.contains("canary"));
    let (_, _, client) = ids();
    assert_eq!(
        request.form(),
        [
            pair("grant_type", "client_credentials"),
            pair("client_id", client.as_str()),
            pair("client_secret", SECRET),
            pair("scope", "openid,AdobeID"),
        ]
    );
}

#[tokio::test]
async fn the_exchange_has_everything_in_its_body() {
    let reply = r#"{"token_type":"bearer","access_token":"canary-token","expires_in":86399994}"#;
    let peer = Peer::saying("200 OK", "", reply).await;
    let credentials = jwt_credentials("ims-na1.adobelogin.com");
    let token = Ims::at(&peer.base()).exchange_jwt(&http(), &credentials, &At(NOW)).await.unwrap();
    assert_eq!(token.expires_at, Timestamp(NOW.0 + 86_399_994));
    let [request] = peer.seen().try_into().unwrap();
    assert_eq!(request.line, "POST /ims/exchange/jwt HTTP/1.1");
    let (_, _, client) = ids();
    assert_eq!(
        request.form(),
        [
            pair("client_id", client.as_str()),
            pair("client_secret", SECRET),
            pair("jwt_token", credentials.jwt.expose()),
        ]
    );
}

#[tokio::test]
async fn validating_and_invalidating_keep_the_token_in_the_body() {
    let peer = Peer::saying("200 OK", "", r#"{"valid":true,"expires_at":1800000000001}"#).await;
    let (ims, clock, (_, _, client)) = (Ims::at(&peer.base()), At(NOW), ids());
    let token = SecretText::new("canary-token".into());
    let access = (TokenKind::Access, &token);
    let status = ims.validate(&http(), &client, access, &clock).await.unwrap();
    assert_eq!(status, TokenStatus::Valid { expires_at: Some(Timestamp(1_800_000_000_001)) });
    let secret = SecretText::new(SECRET.into());
    ims.invalidate(&http(), &client, &secret, access, &clock).await.unwrap();
    let lines: Vec<_> = peer.seen().iter().map(|request| request.line.clone()).collect();
    assert_eq!(
        lines,
        ["POST /ims/validate_token/v1 HTTP/1.1", "POST /ims/invalidate_token/v2 HTTP/1.1"]
    );
    for request in peer.seen() {
        assert!(request.form().contains(&pair("token", "canary-token")));
        assert!(!request.headers.contains("canary"));
    }
}

#[tokio::test]
async fn a_refresh_token_is_asked_about_and_ended_as_one() {
    let peer = Peer::saying("200 OK", "", r#"{"valid":true}"#).await;
    let (ims, clock, (_, _, client)) = (Ims::at(&peer.base()), At(NOW), ids());
    let token = SecretText::new("canary-token".into());
    let refresh = (TokenKind::Refresh, &token);
    ims.validate(&http(), &client, refresh, &clock).await.unwrap();
    ims.invalidate(&http(), &client, &SecretText::new(SECRET.into()), refresh, &clock)
        .await
        .unwrap();
    let [asked, ended] = peer.seen().try_into().unwrap();
    assert!(asked.form().contains(&pair("type", "refresh_token")));
    assert!(ended.form().contains(&pair("token_type", "refresh_token")));
}

/// The command is pasted into a shell by people, so a shell runs it here.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_curl_commands_send_the_same_forms() {
    let peer = Peer::saying("200 OK", "", GRANTED).await;
    let (ims, clock, folder) = (Ims::at(&peer.base()), At(NOW), TempDir::new().unwrap());
    let (client, jwt) = (client_credentials(), jwt_credentials("ims-na1.adobelogin.com"));
    ims.fetch_token(&http(), &client, &clock).await.unwrap();
    ims.exchange_jwt(&http(), &jwt, &clock).await.unwrap();
    for command in [ims.token_curl(&client, Show::Real), ims.exchange_curl(&jwt, Show::Real)] {
        let line = format!("{} --silent --noproxy '*'", command.expose());
        assert_eq!(tokio::task::block_in_place(|| run(&folder, &line)), GRANTED);
    }
    let seen = peer.seen();
    assert_eq!(seen.len(), 4);
    for (ours, theirs) in [(0, 2), (1, 3)] {
        assert_eq!(seen[ours].line, seen[theirs].line);
        assert_eq!(seen[ours].form(), seen[theirs].form());
    }
    for command in
        [ims.token_curl(&client, Show::Redacted), ims.exchange_curl(&jwt, Show::Redacted)]
    {
        assert!(!command.expose().contains("canary") && !command.expose().contains("eyJ"));
        assert!(command.expose().contains("<client secret>"));
    }
}

#[tokio::test]
async fn a_secret_goes_nowhere_else() {
    let error = Ims::at("ims.example.com")
        .fetch_token(&http(), &client_credentials(), &At(NOW))
        .await
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::HostNotAllowed);
    let error = Ims::at("http://ims-na1.adobelogin.com")
        .fetch_token(&http(), &client_credentials(), &At(NOW))
        .await
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::HostNotAllowed);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Peer::saying("200 OK", "", GRANTED).await;
    let location = format!("Location: {}/steal\r\n", elsewhere.base());
    let peer = Peer::saying("307 Temporary Redirect", &location, "").await;
    let error = Ims::at(&peer.base())
        .fetch_token(&http(), &client_credentials(), &At(NOW))
        .await
        .unwrap_err();
    let TokenError::BadAnswer { what: BadAnswer::Redirect { host }, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(host.as_deref(), Some(elsewhere.address.to_string().as_str()));
    assert!(elsewhere.seen().is_empty());
    tells_no_secret(&error);
}

#[tokio::test]
async fn an_endless_answer_is_left() {
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"access_token\":\"canary";
    let peer = Peer::answering([head.as_bytes(), &vec![b'y'; 3 << 20]].concat()).await;
    let error = Ims::at(&peer.base())
        .fetch_token(&http(), &client_credentials(), &At(NOW))
        .await
        .unwrap_err();
    let TokenError::BadAnswer { what: BadAnswer::TooLarge { .. }, .. } = &error else {
        panic!("{error:?}")
    };
    tells_no_secret(&error);
}

#[tokio::test]
async fn headers_explain_a_refusal() {
    let headers = "Date: Fri, 15 Jan 2027 08:12:00 GMT\r\nX-Debug-Id: 0a1b2c\r\n";
    let body = r#"{"error_description":"JWT has expired","error":"invalid_token"}"#;
    let peer = Peer::saying("400 Bad Request", headers, body).await;
    let credentials = jwt_credentials("ims-na1.adobelogin.com");
    let error =
        Ims::at(&peer.base()).exchange_jwt(&http(), &credentials, &At(NOW)).await.unwrap_err();
    let TokenError::Refused { why: Refusal::AssertionExpired { .. }, .. } = &error else {
        panic!("{error:?}")
    };
    let problem = error.problem();
    assert!(problem.remedy_text().unwrap().contains("12 minutes behind"));
    assert!(problem.detail.unwrap().contains("X-DEBUG-ID: 0a1b2c"));
    tells_no_secret(&error);
}

#[tokio::test]
async fn nobody_is_there() {
    let peer = Peer::saying("200 OK", "", GRANTED).await;
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = Ims::at(&format!("http://{gone}"))
        .fetch_token(&http(), &client_credentials(), &At(NOW))
        .await
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::Network);
    assert!(peer.seen().is_empty());
    tells_no_secret(&error);
}

#[test]
fn credentials_show_nothing() {
    let shown = format!("{:?} {:?}", client_credentials(), jwt_credentials("x"));
    assert!(!shown.contains("canary") && !shown.contains("eyJ"), "{shown}");
}
