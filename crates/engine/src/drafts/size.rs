//! How much of a request is kept while it is typed.

use crate::requests::view::EditedRequest;
use mudbrick_model::WrittenOptions;

/// A request of this many bytes is a file's business: each pause in typing writes all of it.
pub(super) const MOST_BYTES: usize = 16 << 20;

/// In bytes.
pub(super) fn size(EditedRequest { request, options }: &EditedRequest) -> usize {
    let headers: usize = request.headers.iter().map(|it| it.name.len() + it.value.len()).sum();
    let body = request.body.as_ref().map_or(0, String::len);
    let options = options.as_ref().map_or(0, options_size);
    request.name.len() + request.url.len() + headers + body + options
}

fn options_size(options: &WrittenOptions) -> usize {
    let WrittenOptions { timeout, connection_timeout, http_version, .. } = options;
    let WrittenOptions { retry, retry_methods, retry_timeout, .. } = options;
    let texts = [timeout, connection_timeout, http_version, retry, retry_methods, retry_timeout];
    texts.into_iter().flatten().map(String::len).sum()
}
