//! How much of a request is kept while it is typed.

use mudbrick_model::Request;

/// A request of this many bytes is a file's business: each pause in typing writes all of it.
pub(super) const MOST_BYTES: usize = 16 << 20;

/// In bytes.
pub(super) fn size(request: &Request) -> usize {
    let headers: usize = request.headers.iter().map(|it| it.name.len() + it.value.len()).sum();
    let body = request.body.as_ref().map_or(0, String::len);
    request.name.len() + request.url.len() + headers + body
}
