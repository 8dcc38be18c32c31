//! Secrets in the bodies that have members of their own kind: forms of several parts, and XML.

use super::credentials::{in_literal_member, is_masked, variable_for};
use super::remark::Remarks;

/// A form of several parts, whose fields are as those of any form.
pub(super) fn in_multipart(body: &str, remarks: &mut Remarks) -> String {
    const DISPOSITION: &str = "content-disposition:";
    let lower = body.to_ascii_lowercase();
    let mut changed = String::with_capacity(body.len());
    let mut from = 0;
    for (at, _) in lower.match_indices(DISPOSITION) {
        if at < from {
            continue;
        }
        let Some(head) = head_end(body, at) else { break };
        let end = body[head..].find("\n--").map_or(body.len(), |end| head + end);
        let end = end - usize::from(body[head..end].ends_with('\r'));
        changed.push_str(&body[from..head]);
        let value = &body[head..end];
        changed.push_str(&match field_name(&body[at..head]) {
            Some(name) => in_literal_member(name, value, remarks),
            None => value.to_owned(),
        });
        from = end;
    }
    changed + &body[from..]
}

/// Where the lines above a field's value end. They are few, and not looked for in all that follows.
fn head_end(body: &str, at: usize) -> Option<usize> {
    const LONGEST: usize = 4000;
    let near = &body[at..body.floor_char_boundary(at + LONGEST)];
    let ends = ["\r\n\r\n", "\n\n"].into_iter();
    ends.filter_map(|end| Some(at + near.find(end)? + end.len())).min()
}

/// The name of a field that is no file.
fn field_name(head: &str) -> Option<&str> {
    let line = head.lines().next().filter(|line| !line.contains("filename"))?;
    line.split_once(" name=\"")?.1.split('"').next()
}

/// XML whose elements hold a secret: `<password>…</password>`.
pub(super) fn in_xml(body: &str, remarks: &mut Remarks) -> String {
    let mut changed = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(end) = rest.find('>') {
        let (tag, behind) = rest.split_at(end + 1);
        changed.push_str(tag);
        rest = behind;
        let Some((_, name)) = tag[..end].rsplit_once('<') else { continue };
        let name = name.split([' ', '\n', '\t', '\r']).next().unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        let value = &rest[..rest.find('<').unwrap_or(rest.len())];
        let is_value = value.trim().len() > 1 && !value.contains("{{") && !name.starts_with('/');
        if is_value && is_masked(name) {
            changed.push_str(&variable_for(name, value, remarks));
            rest = &rest[value.len()..];
        }
    }
    changed + rest
}
