//! A kit as one file. Stored without compression: its bytes then depend on nothing but its contents, and it is small.

use super::{KitError, KitFile};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The files as a zip file. The same files give the same bytes: no time of day is in it.
///
/// # Errors
/// [`KitError::Unwritable`], when there are more files than a zip file can hold, or two with one path.
pub fn zip(files: &[KitFile]) -> Result<Vec<u8>, KitError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        let unwritable = |reason: String| KitError::Unwritable { file: file.path.clone(), reason };
        writer.start_file(&*file.path, options).map_err(|error| unwritable(error.to_string()))?;
        writer.write_all(file.text.as_bytes()).map_err(|error| unwritable(error.to_string()))?;
    }
    let unwritable = |error: zip::result::ZipError| KitError::Unwritable {
        file: "the zip file".to_owned(),
        reason: error.to_string(),
    };
    Ok(writer.finish().map_err(unwritable)?.into_inner())
}
