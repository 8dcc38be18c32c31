//! A form of several parts, as a body's text (RFC 7578).

use std::fmt::Write as _;

/// One part of a form of several parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormPart {
    /// Its name.
    pub name: String,
    /// Its text.
    pub value: String,
    /// Its own type.
    pub content_type: Option<String>,
    /// The name of the file that it is.
    pub file_name: Option<String>,
}

/// A form, with a boundary that none of its parts contains.
pub struct Form<'a> {
    parts: &'a [FormPart],
    boundary: String,
}

impl<'a> Form<'a> {
    /// The form of these parts.
    pub fn new(parts: &'a [FormPart]) -> Self {
        // A fixed beginning keeps a saved request the same from one paste to the next.
        let mut boundary = "mudbrick-form".to_owned();
        while parts.iter().any(|part| part.value.contains(&boundary)) {
            boundary.push('-');
        }
        Self { parts, boundary }
    }

    /// The value of Content-Type.
    pub fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// The body, with the line ends of RFC 7578.
    pub fn body(&self) -> String {
        let mut body = String::new();
        for part in self.parts {
            let _ = write!(
                body,
                "--{}\r\nContent-Disposition: form-data; name=\"{}\"",
                self.boundary,
                quoted(&part.name)
            );
            if let Some(name) = &part.file_name {
                let _ = write!(body, "; filename=\"{}\"", quoted(name));
            }
            if let Some(content_type) = &part.content_type {
                let _ = write!(body, "\r\nContent-Type: {content_type}");
            }
            let _ = write!(body, "\r\n\r\n{}\r\n", part.value);
        }
        let _ = write!(body, "--{}--\r\n", self.boundary);
        body
    }
}

/// As browsers write a name between quotation marks.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, value: &str) -> FormPart {
        FormPart {
            name: name.to_owned(),
            value: value.to_owned(),
            content_type: None,
            file_name: None,
        }
    }

    #[test]
    fn parts_are_written_with_crlf() {
        let parts = [
            part("a\"b", "1"),
            FormPart { content_type: Some("text/csv".to_owned()), ..part("c", "2") },
        ];
        let form = Form::new(&parts);
        assert_eq!(
            form.body(),
            "--mudbrick-form\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\n1\r\n--mudbrick-form\r\nContent-Disposition: form-data; name=\"c\"\r\nContent-Type: text/csv\r\n\r\n2\r\n--mudbrick-form--\r\n"
        );
    }

    #[test]
    fn no_part_contains_the_boundary() {
        let parts = [part("a", "--mudbrick-form--")];
        assert!(!parts[0].value.contains(&Form::new(&parts).boundary));
    }
}
