//! Paths with variables: `/users/:id`.

use super::gathering::Gathering;
use super::left_out::LeftOutKind;
use super::place::{Place, short};
use mudbrick_requests::has_profile_value;

/// The URL with the segments of its path that are `:name` filled. `fill` gives nothing for one that stays.
pub(super) fn filled(url: &str, mut fill: impl FnMut(&str) -> Option<String>) -> String {
    let (path, rest) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    let segments = path.split('/').enumerate().map(|(at, segment)| {
        let name = segment.strip_prefix(':').filter(|name| at > 0 && !name.is_empty());
        name.and_then(&mut fill).unwrap_or_else(|| segment.to_owned())
    });
    format!("{}{rest}", segments.collect::<Vec<_>>().join("/"))
}

/// The variable that stands in a path for a value that is missing.
pub(super) fn stand_in(name: &str) -> String {
    format!("{{{{{}}}}}", parameter_name(name))
}

/// The name of a parameter's variable. The profile's own value, such as its token, must not take the place of a parameter that is
/// called alike.
pub(super) fn parameter_name(name: &str) -> String {
    match has_profile_value(name) {
        true => format!("{name}_parameter"),
        false => name.to_owned(),
    }
}

/// Lists a parameter with a value when none of the segments that were filled is called so.
pub(super) fn leave_unnamed(
    name: &str,
    value: &str,
    filled: &[String],
    gathering: &mut Gathering,
    place: &Place,
) {
    if !value.trim().is_empty() && !filled.iter().any(|known| known == name) {
        gathering.leave(place, LeftOutKind::PathVariable { name: short(name) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::whole_segments("https://a.io/:id/:idx/x:id", "https://a.io/7/:idx/x:id")]
    #[case::path_alone("https://a.io/:id?a=/:id#/:id", "https://a.io/7?a=/:id#/:id")]
    #[case::port("https://a.io:80/:id", "https://a.io:80/7")]
    #[case::variable("{{base}}/:id", "{{base}}/7")]
    fn segments_are_filled(#[case] url: &str, #[case] expected: &str) {
        assert_eq!(filled(url, |name| (name == "id").then(|| "7".to_owned())), expected);
    }

    #[rstest]
    #[case("id", "{{id}}")]
    #[case("token", "{{token_parameter}}")]
    #[case("client_id", "{{client_id_parameter}}")]
    #[case("org_id", "{{org_id_parameter}}")]
    #[case("sandbox", "{{sandbox_parameter}}")]
    fn the_profiles_values_fill_no_path(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(stand_in(name), expected);
    }
}
