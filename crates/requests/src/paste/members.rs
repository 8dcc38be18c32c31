//! Secrets in forms of several parts.

use super::credentials::in_literal_member;
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
