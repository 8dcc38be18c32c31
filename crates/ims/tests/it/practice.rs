//! Both grants against the practice Adobe, over TLS and under Adobe's own name, as in production.

use crate::peer::{At, KEY, certificate};
use mudbrick_ims::{
    Assertion, ClientCredentials, Ims, JwtCredentials, Refusal, TokenError, TokenKind, TokenStatus,
};
use mudbrick_model::{Clock, ErrorCode, Explain, Metascope, OrgId, Scope, SystemClock, Timestamp};
use mudbrick_net::{Http, PracticeRoute, Route};
use mudbrick_practice::{Fault, Mishap, Practice, PracticeOptions, Project};
use mudbrick_vault::SecretText;
use rstest::rstest;
use std::time::Duration;

const HOST: &str = "ims-na1.adobelogin.com";
const DAY: Duration = Duration::from_secs(86_400);

struct Adobe {
    practice: Practice,
    http: Http,
    ims: Ims,
}

impl Adobe {
    async fn start() -> Self {
        let practice = Practice::start(PracticeOptions::default()).await.unwrap();
        let route =
            PracticeRoute { address: practice.address(), root_pem: practice.root_pem().to_owned() };
        let http = Http::build(Route::Practice(route)).unwrap();
        Self { practice, http, ims: Ims::at(HOST) }
    }

    fn project(&self, title: &str) -> Project {
        let projects = self.practice.projects();
        projects.into_iter().find(|project| project.title == title).unwrap()
    }

    async fn refused(&self, credentials: &ClientCredentials) -> Refusal {
        let asked = self.ims.fetch_token(&self.http, credentials, &SystemClock).await;
        why(asked.unwrap_err())
    }

    async fn exchange(&self, project: &Project, assertion: &Assertion) -> Result<(), TokenError> {
        let jwt = assertion.sign(&KEY).unwrap();
        self.exchange_text(project, jwt).await
    }

    async fn exchange_text(&self, project: &Project, jwt: SecretText) -> Result<(), TokenError> {
        let credentials = JwtCredentials {
            client_id: project.client_id.clone(),
            client_secret: secret(project),
            jwt,
        };
        let token = self.ims.exchange_jwt(&self.http, &credentials, &SystemClock).await?;
        assert_ends_in_a_day(token.expires_at);
        Ok(())
    }

    /// Places with a service account, its certificate uploaded.
    fn places(&self) -> Project {
        let project = self.project("Places (JWT)");
        let control = self.practice.control();
        control.register_certificate(&project.client_id, certificate()).unwrap();
        project
    }
}

fn secret(project: &Project) -> SecretText {
    SecretText::new(project.client_secret.clone())
}

fn credentials(project: &Project) -> ClientCredentials {
    ClientCredentials {
        client_id: project.client_id.clone(),
        client_secret: secret(project),
        scopes: project.scopes.clone(),
    }
}

fn assertion_at(project: &Project, host: &str, now: Timestamp) -> Assertion {
    Assertion::new(
        &project.org_id,
        project.technical_account_id.as_ref().unwrap(),
        &project.client_id,
        &project.metascopes,
        host,
        now,
    )
}

fn assertion(project: &Project) -> Assertion {
    assertion_at(project, HOST, SystemClock.now())
}

#[track_caller]
fn why(error: TokenError) -> Refusal {
    assert!(!format!("{error:?} {:?}", error.problem()).contains("p8e-practice"), "{error:?}");
    match error {
        TokenError::Refused { why, trace } => {
            assert!(trace.debug_id.is_some(), "{trace:?}");
            why
        }
        other => panic!("not a refusal: {other:?}"),
    }
}

#[track_caller]
fn assert_ends_in_a_day(expires_at: Timestamp) {
    let left = SystemClock.now().until(expires_at);
    assert!(left <= DAY && left > DAY - Duration::from_secs(60), "{left:?}");
}

#[tokio::test]
async fn a_token_by_client_secret_works_until_it_is_ended() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Places");
    let credentials = credentials(&project);
    let token = adobe.ims.fetch_token(&adobe.http, &credentials, &SystemClock).await.unwrap();
    assert_ends_in_a_day(token.expires_at);
    let asked: Vec<&str> = project.scopes.iter().map(Scope::as_str).collect();
    assert_eq!(token.scopes, asked);

    let [seen] = adobe.practice.control().requests().try_into().unwrap();
    assert_eq!((seen.host.as_str(), seen.path.as_str()), (HOST, "/ims/token/v3"));
    assert!(seen.query.is_none() && seen.is_secure);
    // The right one, as there is a token for it; the record masks it.
    assert!(String::from_utf8_lossy(&seen.body).contains("client_secret=***"));

    let (ims, http, client) = (&adobe.ims, &adobe.http, &project.client_id);
    let access = (TokenKind::Access, &token.value);
    let status = ims.validate(http, client, access, &SystemClock).await.unwrap();
    // It ends a day after IMS made it, which is a moment after it was asked for.
    let TokenStatus::Valid { expires_at: Some(ends) } = status else { panic!("{status:?}") };
    assert!(token.expires_at <= ends, "{ends:?} and not {:?}", token.expires_at);
    assert_ends_in_a_day(ends);
    ims.invalidate(http, client, &secret(&project), access, &SystemClock).await.unwrap();
    let status = ims.validate(http, client, access, &SystemClock).await.unwrap();
    assert_eq!(status, TokenStatus::Invalid { reason: Some("revoked".into()) });
}

#[tokio::test]
async fn a_token_by_assertion() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Places (JWT)");
    let early = adobe.exchange(&project, &assertion(&project)).await.unwrap_err();
    assert_eq!(why(early), Refusal::SignatureUnmatched);
    adobe.places();
    adobe.exchange(&project, &assertion(&project)).await.unwrap();
    for seen in adobe.practice.control().requests() {
        assert!(seen.query.is_none() && seen.path == "/ims/exchange/jwt" && seen.is_secure);
    }
}

#[tokio::test]
async fn wrong_credentials() {
    let adobe = Adobe::start().await;
    let right = credentials(&adobe.project("Places"));
    let other = adobe.project("Places (JWT)");
    let unknown = ClientCredentials {
        client_id: mudbrick_model::ClientId::parse("0f0e0d0c0b0a09080706050403020100").unwrap(),
        ..right.clone()
    };
    assert_eq!(adobe.refused(&unknown).await, Refusal::UnknownClient);
    let wrong = ClientCredentials { client_secret: secret(&other), ..right.clone() };
    assert_eq!(adobe.refused(&wrong).await, Refusal::WrongSecret);
    let scopes = vec![Scope::parse("openid").unwrap(), Scope::parse("firefly_api").unwrap()];
    let more = ClientCredentials { scopes, ..right };
    assert_eq!(adobe.refused(&more).await, Refusal::ScopesRefused);
    assert_eq!(adobe.refused(&credentials(&other)).await, Refusal::GrantRefused);
}

#[tokio::test]
async fn wrong_assertions() {
    let adobe = Adobe::start().await;
    let project = adobe.places();
    let now = SystemClock.now();
    let with = |change: fn(&mut Project)| {
        let mut changed = project.clone();
        change(&mut changed);
        assertion(&changed)
    };
    let cases = [
        (
            assertion_at(&project, HOST, now.before(Duration::from_secs(600))),
            Refusal::AssertionExpired { skew: None },
        ),
        (assertion_at(&project, "ims-na1-stg1.adobelogin.com", now), Refusal::WrongAudience),
        (
            with(|p| p.metascopes.push(Metascope::parse("ent_user_sdk").unwrap())),
            Refusal::MetascopesRefused,
        ),
        (with(|p| p.org_id = OrgId::parse("ABC@AdobeOrg").unwrap()), Refusal::ClaimsRefused),
        (assertion(&project).claim("exp", "1800000000"), Refusal::AssertionMalformed),
    ];
    for (assertion, expected) in cases {
        assert_eq!(why(adobe.exchange(&project, &assertion).await.unwrap_err()), expected);
    }
    let text = SecretText::new("not.a.jwt".into());
    let malformed = adobe.exchange_text(&project, text).await.unwrap_err();
    assert_eq!(why(malformed), Refusal::AssertionMalformed);
}

#[tokio::test]
async fn the_exchange_refuses_what_is_no_service_account() {
    let adobe = Adobe::start().await;
    let places = adobe.project("Places");
    let assertion = assertion(&adobe.project("Places (JWT)"));
    let refused = adobe.exchange(&places, &assertion).await.unwrap_err();
    assert_eq!(why(refused), Refusal::ExchangeNotAllowed);
    let wrong =
        Project { client_secret: "p8e-practice-wrong".into(), ..adobe.project("Places (JWT)") };
    assert_eq!(why(adobe.exchange(&wrong, &assertion).await.unwrap_err()), Refusal::WrongSecret);
}

#[rstest]
#[case::throttled(Mishap::Throttle { retry_after: 7 }, ErrorCode::Throttled, "too many were asked for")]
#[case::trouble(Mishap::InternalError, ErrorCode::Network, "internal error")]
#[case::truncated(Mishap::Truncate, ErrorCode::BadAnswer, "ends in the middle")]
#[case::page(Mishap::Malformed, ErrorCode::BadAnswer, "«Service unavailable»")]
#[case::array(Mishap::Size { bytes: 1000 }, ErrorCode::BadAnswer, "cannot be read")]
#[case::nothing(Mishap::Size { bytes: 0 }, ErrorCode::BadAnswer, "empty answer")]
#[case::huge(Mishap::Size { bytes: 100 << 20 }, ErrorCode::BadAnswer, "larger than 1048576 bytes")]
#[case::cut_off(Mishap::CutOff { after: 20 }, ErrorCode::Network, "in the middle of the answer")]
#[case::hung_up(Mishap::CutOff { after: 0 }, ErrorCode::Network, "without an answer")]
#[tokio::test]
async fn when_adobe_misbehaves(
    #[case] mishap: Mishap,
    #[case] code: ErrorCode,
    #[case] words: &str,
) {
    let adobe = Adobe::start().await;
    let credentials = credentials(&adobe.project("Places"));
    let fault = Fault { path: "/ims/token".into(), host: None, times: Some(1), mishap };
    adobe.practice.control().add_fault(fault);
    let failed = adobe.ims.fetch_token(&adobe.http, &credentials, &SystemClock).await.unwrap_err();
    let problem = failed.problem();
    assert_eq!(problem.code, code);
    assert!(problem.message.contains(words), "{}", problem.message);
    let shown = format!("{failed:?} {failed} {problem:?}");
    assert!(!shown.contains("eyJ") && !shown.contains("p8e-practice"), "{shown}");
    if let TokenError::Throttled { retry_after, .. } = failed {
        assert_eq!(retry_after, Some(Duration::from_secs(7)));
    }
    // The fault was for one request, and the next one is as good as ever.
    adobe.ims.fetch_token(&adobe.http, &credentials, &SystemClock).await.unwrap();
}

#[tokio::test]
async fn when_the_practice_adobe_is_gone() {
    let adobe = Adobe::start().await;
    let credentials = credentials(&adobe.project("Places"));
    adobe.practice.stop().await;
    let failed = adobe.ims.fetch_token(&adobe.http, &credentials, &SystemClock).await.unwrap_err();
    assert_eq!(failed.code(), ErrorCode::PracticeDown);
}

#[tokio::test]
async fn plain_http_is_for_this_machine() {
    let adobe = Adobe::start().await;
    let base = adobe.practice.base_url();
    let project = adobe.places();
    let ims = Ims::at(&base);
    let jwt = assertion_at(&project, &base, SystemClock.now()).sign(&KEY).unwrap();
    let (client_id, client_secret) = (project.client_id.clone(), secret(&project));
    let credentials = JwtCredentials { client_id, client_secret, jwt };
    ims.exchange_jwt(&crate::peer::http(), &credentials, &SystemClock).await.unwrap();
}

/// A machine whose clock is wrong: the token is as good as its age by that very clock.
#[tokio::test]
async fn another_days_clock() {
    let adobe = Adobe::start().await;
    let credentials = credentials(&adobe.project("Places"));
    let clock = At(SystemClock.now().before(DAY * 30));
    let token = adobe.ims.fetch_token(&adobe.http, &credentials, &clock).await.unwrap();
    assert_eq!(clock.0.until(token.expires_at), DAY);
}
