//! Bodies and parts of forms that are files. The files stay where they are: a request names them, and that is said.

use super::draft::Draft;
use super::gathering::Gathering;
use super::left_out::LeftOutKind;
use super::names::safe_name;
use super::place::Place;
use mudbrick_requests::FormPart;

/// A body that is a file: `< ./name`, as REST Client and JetBrains write it.
pub(super) fn file_body(path: &str, draft: &mut Draft, gathering: &mut Gathering, place: &Place) {
    gathering.leave(place, LeftOutKind::BodyInFile { path: path.to_owned() });
    draft.body = Some(file_reference(path));
}

/// A file's content in a form.
pub(super) fn file_part(
    name: &str,
    path: &str,
    content_type: Option<String>,
    gathering: &mut Gathering,
    place: &Place,
) -> FormPart {
    let (name, file) = (name.to_owned(), path.to_owned());
    gathering.leave(place, LeftOutKind::FieldInFile { name: name.clone(), path: file });
    FormPart {
        name,
        value: file_reference(path),
        content_type: Some(content_type.unwrap_or_else(|| "application/octet-stream".to_owned())),
        file_name: Some(file_name(path)),
    }
}

/// The path is another computer's, and may lead anywhere: the name alone is kept.
fn file_reference(path: &str) -> String {
    format!("< ./{}", file_name(path))
}

fn file_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    safe_name(name)
}
