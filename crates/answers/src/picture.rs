//! Pictures, told by their first bytes: what a header says may be wrong.

/// The media type of a picture that every web view shows; none of anything else.
pub fn media_type(beginning: &[u8], content_type: Option<&str>) -> Option<&'static str> {
    let is_of = |from: usize, magic: &[u8]| beginning.get(from..from + magic.len()) == Some(magic);
    let by_bytes = [
        (is_of(0, b"\x89PNG\r\n\x1a\n"), "image/png"),
        (is_of(0, b"\xff\xd8\xff"), "image/jpeg"),
        (is_of(0, b"GIF87a") || is_of(0, b"GIF89a"), "image/gif"),
        (is_of(0, b"RIFF") && is_of(8, b"WEBP"), "image/webp"),
        (is_of(0, b"BM") && is_of(6, &[0; 4]), "image/bmp"),
        (is_of(0, &[0, 0, 1, 0]), "image/x-icon"),
        (is_of(4, b"ftypavif"), "image/avif"),
    ];
    let found = by_bytes.iter().find(|(is_it, _)| *is_it).map(|(_, media_type)| *media_type);
    found.or_else(|| {
        // It has no first bytes of its own; in a picture's place, no web view runs what is written in it.
        let named = content_type?.split(';').next()?.trim();
        named.eq_ignore_ascii_case("image/svg+xml").then_some("image/svg+xml")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_told_by_its_bytes() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n....", Some("text/plain")), Some("image/png"));
        assert_eq!(media_type(b"RIFF\x01\x02\x03\x04WEBPVP8 ", None), Some("image/webp"));
        assert_eq!(
            media_type(b"<svg/>", Some("image/svg+xml; charset=utf-8")),
            Some("image/svg+xml")
        );
        assert_eq!(media_type(b"<svg/>", Some("image/png")), None);
        assert_eq!(media_type(b"", None), None);
    }
}
