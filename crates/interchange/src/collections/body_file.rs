//! Bodies and parts of forms that are files. The files stay where they are: a request names them, and that is said.

use super::draft::{Draft, FILE_REFERENCE};
use super::gathering::Gathering;
use super::left_out::LeftOutKind;
use super::names::safe_name;
use super::place::Place;
use mudbrick_requests::FormPart;

/// A body that is a file: `< ./name`, as REST Client and JetBrains write it.
pub(super) fn file_body(path: &str, draft: &mut Draft, gathering: &mut Gathering, place: &Place) {
    gathering.leave(place, LeftOutKind::BodyInFile { path: path.to_owned() });
    // The path is another computer's, and may lead anywhere: the name alone is kept.
    draft.body = Some(format!("{FILE_REFERENCE}{}", gathering.file_name(place, path)));
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
    let value = format!("{FILE_REFERENCE}{}", gathering.file_name(place, path));
    let own = safe_name(path.rsplit(['/', '\\']).next().unwrap_or_default());
    let content_type = content_type.unwrap_or_else(|| type_of(&own).to_owned());
    FormPart { name, value, content_type: Some(content_type), file_name: Some(own) }
}

/// A file of a form that nobody has chosen yet.
pub(super) fn unchosen_file_part(
    name: &str,
    content_type: Option<String>,
    gathering: &mut Gathering,
    place: &Place,
) -> FormPart {
    let file = safe_name(name);
    let kind = LeftOutKind::NoFileChosen { name: name.to_owned(), file: file.clone() };
    gathering.leave(place, kind);
    FormPart {
        name: name.to_owned(),
        value: format!("{FILE_REFERENCE}{file}"),
        content_type: Some(content_type.unwrap_or_else(|| UNKNOWN_TYPE.to_owned())),
        file_name: Some(file),
    }
}

const UNKNOWN_TYPE: &str = "application/octet-stream";

/// The content type that other programs give a file of a form for its ending.
const TYPES: [(&str, &str); 22] = [
    ("avif", "image/avif"),
    ("csv", "text/csv"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("md", "text/markdown"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("webp", "image/webp"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xml", "application/xml"),
    ("zip", "application/zip"),
];

fn type_of(file: &str) -> &'static str {
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let known = TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending));
    known.map_or(UNKNOWN_TYPE, |(_, content_type)| content_type)
}
