//! Tokens in the inspector: a profile's own, and made-up ones that somebody pastes.

use super::tape::Tape;
use crate::window::Window;
use serde_json::{Value, json};

/// Another client's, which has ended.
const FOREIGN: &str = "eyJhbGciOiJSUzI1NiIsIng1dSI6Imltc19uYTEta2V5LWF0LTEuY2VyIiwia2lkIjoiaW1zX25hMS1rZXktYXQtMSJ9\
    .eyJpZCI6IjE3NjcyMjU2MDAxMjNfMGIxYzJkM2UtNGY1MC00NjE3LTgyOTMtYTRiNWM2ZDdlOGY5X3VlMSIsInR5cGU\
    iOiJhY2Nlc3NfdG9rZW4iLCJjbGllbnRfaWQiOiJmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZiIsInVzZXJ\
    faWQiOiJCMDAwMEExQjJDM0Q0RTVGNjA3MTgyOTNAdGVjaGFjY3QuYWRvYmUuY29tIiwiYXMiOiJpbXMtbmExIiwiZXh\
    waXJlc19pbiI6Ijg2NDAwMDAwIiwic2NvcGUiOiJvcGVuaWQsQWRvYmVJRCxyZWFkX29yZ2FuaXphdGlvbnMsc29tZXR\
    oaW5nX25ldyIsImNyZWF0ZWRfYXQiOiIxNzY3MjI1NjAwMTIzIn0.bWFkZSB1cCwgYW5kIHNpZ25lZCBieSBub2JvZHk";
/// The same with fewer scopes.
const NARROWER: &str = "eyJhbGciOiJSUzI1NiIsIng1dSI6Imltc19uYTEta2V5LWF0LTEuY2VyIiwia2lkIjoiaW1zX25hMS1rZXktYXQtMSJ9\
    .eyJpZCI6IjE3NjcyMjU2MDAxMjNfMGIxYzJkM2UtNGY1MC00NjE3LTgyOTMtYTRiNWM2ZDdlOGY5X3VlMSIsInR5cGU\
    iOiJhY2Nlc3NfdG9rZW4iLCJjbGllbnRfaWQiOiJmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZiIsInVzZXJ\
    faWQiOiJCMDAwMEExQjJDM0Q0RTVGNjA3MTgyOTNAdGVjaGFjY3QuYWRvYmUuY29tIiwiYXMiOiJpbXMtbmExIiwiZXh\
    waXJlc19pbiI6Ijg2NDAwMDAwIiwic2NvcGUiOiJvcGVuaWQiLCJjcmVhdGVkX2F0IjoiMTc2NzIyNTYwMDEyMyIsIm1\
    vaSI6ImExYjJjM2Q0In0.bWFkZSB1cCwgYW5kIHNpZ25lZCBieSBub2JvZHk";
/// What a service account (JWT) sends.
const ASSERTION: &str = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE3NjcyMjU5MDAsImlzcyI6IkFDM0U1QTFCMkMzRDRFNUY2MDcxODI5M0BBZG9\
    iZU9yZyIsInN1YiI6IkEwMDIwQTFCMkMzRDRFNUY2MDcxODI5M0B0ZWNoYWNjdC5hZG9iZS5jb20iLCJhdWQiOiJodHR\
    wczovL2ltcy1uYTEuYWRvYmVsb2dpbi5jb20vYy9hYWMzZTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwYTAwMiIsImh0dHB\
    zOi8vaW1zLW5hMS5hZG9iZWxvZ2luLmNvbS9zL2VudF9jYW1wYWlnbl9zZGsiOnRydWV9.bWFkZSB1cCwgYW5kIHNpZ2\
    5lZCBieSBub2JvZHk";

/// Has three parts, and lost letters in the middle of one.
const CUT_OFF: &str = "eyJhbGciOiJSUzI1NiJ9.eyJ0eXBlIjoiYWNj.bWFkZSB1cA";

/// Claims that are others in each token.
const RANDOM: [&str; 6] = ["id", "fg", "sid", "moi", "c", "created_at"];

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    let id = window.practice_profile("Places");
    let profile = window.ask("profile_get", json!({ "id": id }))["summary"].clone();
    let client = profile["client_id"].as_str().unwrap();
    let title = profile["title"].as_str().unwrap();
    let kept = json!({ "kind": "kept", "profile": id });
    let look = |source: &Value, profile: Value| {
        window.ask("token_inspect", json!({ "source": source, "profile": profile }))
    };
    let none = window.problem("token_inspect", json!({ "source": kept, "profile": id }));
    tape.refusal("no_kept_token", none, &[(title, "‹title›")]);

    window.ask("token_get", json!({ "id": id }));
    let mut own = look(&kept, id.clone());
    for claim in own["claims"].as_array_mut().unwrap() {
        let name = claim["name"].as_str().unwrap().to_owned();
        if RANDOM.contains(&name.as_str()) {
            claim["value"] = json!(format!("‹{name}›"));
        }
    }
    tape.keep("inspections", "own", json!({ "view": own }), &[(client, "‹client_id›")]);
    for (name, text) in [("foreign", FOREIGN), ("narrower", NARROWER), ("assertion", ASSERTION)] {
        let view = look(&pasted(text), id.clone());
        let said = json!({ "text": text, "view": view });
        tape.keep("inspections", name, said, &[(client, "‹client_id›")]);
    }
    let both = json!({ "left": pasted(FOREIGN), "right": pasted(NARROWER) });
    tape.keep("inspections", "differences", window.ask("token_compare", both), &[]);
    for (name, text) in [("no_token", "p8e-not-a-token"), ("token_cut_off", CUT_OFF)] {
        let call = json!({ "source": pasted(text), "profile": null });
        tape.refusal(name, window.problem("token_inspect", call), &[]);
    }

    window.ask("token_copy", json!({ "id": id, "form": "token" }));
    let copy = pasted(&window.paper.read().expect("the token is on the clipboard"));
    let call = json!({ "source": copy, "profile": id });
    tape.keep("inspections", "works", window.ask("token_ask", call.clone()), &[]);
    window.ask("token_revoke", json!({ "source": kept, "profile": id }));
    tape.keep("inspections", "revoked", window.ask("token_ask", call), &[]);
    // What was revoked is the profile's token no longer.
    window.problem("token_inspect", json!({ "source": kept, "profile": id }));
}

fn pasted(text: &str) -> Value {
    json!({ "kind": "pasted", "text": text })
}
