//! Authorization as other programs keep it apart from the headers: what of it Mudbrick knows becomes a header. A token is the
//! profile's own, whatever stands there.

use super::draft::Draft;
use super::gathering::Gathering;
use super::left_out::LeftOutKind;
use super::place::{Place, short};
use mudbrick_model::Header;
use mudbrick_requests::{
    PasteNote, canonical_name, encode_around_variables, key_variable, names_in,
};

/// What a request is authorized by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Auth {
    /// None, whatever stands above.
    None,
    /// A token with a word before it.
    Token {
        prefix: String,
        token: String,
    },
    /// A user name and a password.
    Basic,
    /// A header or query parameter.
    Key {
        name: String,
        value: String,
        in_query: bool,
    },
    Other(String),
}

/// The variable that stands for the user name and password.
const BASIC: &str = "BASIC_CREDENTIALS";
const TOKEN: &str = "ACCESS_TOKEN";

impl Auth {
    /// Puts it into the request.
    pub(super) fn apply(&self, draft: &mut Draft, gathering: &mut Gathering, place: &Place) {
        match self {
            Self::None => {}
            Self::Token { prefix, token } => {
                let name =
                    names_in(token).pop().filter(|name| token.trim() == format!("{{{{{name}}}}}"));
                let is_own = name.as_deref().is_some_and(|name| canonical_name(name) == TOKEN);
                if !is_own && !token.trim().is_empty() {
                    let instead_of = match name {
                        Some(_) => short(token),
                        // A literal is nobody's to see.
                        None => "the one that was written there".to_owned(),
                    };
                    gathering.leave(place, LeftOutKind::ProfileToken { instead_of });
                }
                let prefix = if prefix.trim().is_empty() { "Bearer" } else { prefix.trim() };
                let value = format!("{prefix} {{{{{TOKEN}}}}}");
                first(draft, "Authorization", value, gathering, place);
            }
            Self::Basic => {
                let variable = BASIC.to_owned();
                gathering.leave(place, LeftOutKind::BasicAuth { variable });
                let value = format!("Basic {{{{{BASIC}}}}}");
                first(draft, "Authorization", value, gathering, place);
            }
            Self::Key { name, value, .. } if name.trim().is_empty() || value.is_empty() => {}
            Self::Key { name, value, in_query } => {
                let (name, value) = (name.trim(), kept_key(name, value, gathering, place));
                match in_query {
                    true => draft.add_query(&format!(
                        "{}={}",
                        encode_around_variables(name),
                        encode_around_variables(&value)
                    )),
                    false => first(draft, name, value, gathering, place),
                }
            }
            Self::Other(method) => {
                gathering.leave(place, LeftOutKind::Auth { method: short(method) });
            }
        }
    }
}

/// A key as it may be kept: a variable of its owner's, or one in the place of what is written there, whatever its header is
/// called. Where the profile's own takes its place, that comes later, with all other credentials.
fn kept_key(name: &str, value: &str, gathering: &mut Gathering, place: &Place) -> String {
    let variable = key_variable(name).filter(|_| names_in(value).is_empty());
    let Some(variable) = variable else { return value.to_owned() };
    let kept = format!("{{{{{variable}}}}}");
    gathering.leave(place, LeftOutKind::Replaced(PasteNote::Secret { variable }));
    kept
}

/// The header before the others, in the place of all of its name, since Postman, Insomnia and Bruno let it win.
fn first(draft: &mut Draft, name: &str, value: String, gathering: &mut Gathering, place: &Place) {
    let header = Header::new(name, value);
    gathering.leave_all(place, draft.make_way(&header, "authorization"));
    draft.headers.insert(0, header);
}
