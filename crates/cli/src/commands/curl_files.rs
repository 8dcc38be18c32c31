//! Files that curl reads for the way that policy and profile say: whom it trusts, and which certificate it shows. A private key is
//! in memory that a path leads to, and on no disk.

use mudbrick_engine::{CurlPlan, Engine};
use mudbrick_model::{Problem, Profile};
use mudbrick_vault::files;

/// What curl reads for its way.
#[derive(Default)]
pub(super) struct CurlFiles {
    /// The options that name the files.
    pub(super) options: Vec<(&'static str, String)>,
    /// Those in memory, which have to live until curl has begun.
    held: Vec<memory::File>,
}

/// Makes the files that policy and profile ask for.
pub(super) fn for_curl(
    plan: &CurlPlan,
    profile: &Profile,
    engine: &Engine,
) -> Result<CurlFiles, Problem> {
    let mut made = CurlFiles::default();
    if let Some(roots) = plan.roots() {
        // No secret, and the same at the next call: curl reads it for as long as it runs, when nobody is left to remove it.
        let path = engine.home().cache().join(format!("roots-{}.pem", profile.id.as_str()));
        files::save(&path, roots.as_bytes(), files::Mode::Shared)?;
        made.options.push(("cacert", path.display().to_string()));
    }
    if let Some((certificate, private_key)) = plan.client() {
        for (option, text) in [("cert", certificate), ("key", private_key.expose().as_str())] {
            let (file, path) = memory::file(text)?;
            made.options.push((option, path));
            made.held.push(file);
        }
    }
    Ok(made)
}

#[cfg(target_os = "linux")]
mod memory {
    use mudbrick_model::{ErrorCode, Problem};
    use rustix::fs::{MemfdFlags, memfd_create};
    use std::io::Write as _;
    use std::os::fd::AsRawFd as _;

    pub(super) type File = std::fs::File;

    /// A file in memory that a program which is started has open too, and the path by which that program reads it, as often
    /// as it likes. It goes with the last of them.
    pub(super) fn file(text: &str) -> Result<(File, String), Problem> {
        let failed = |error: std::io::Error| {
            let message = "There is no memory for the certificate that curl is to show.";
            Problem::new(ErrorCode::Internal, message).detail(error.to_string())
        };
        let file = memfd_create("mudbrick", MemfdFlags::empty());
        let mut file = File::from(file.map_err(|error| failed(error.into()))?);
        file.write_all(text.as_bytes()).map_err(failed)?;
        let path = format!("/proc/self/fd/{}", file.as_raw_fd());
        Ok((file, path))
    }
}

#[cfg(not(target_os = "linux"))]
mod memory {
    use mudbrick_model::{ErrorCode, Problem};

    pub(super) type File = std::convert::Infallible;

    /// A file on disk would stay behind when curl takes this program's place.
    pub(super) fn file(_: &str) -> Result<(File, String), Problem> {
        let message = "curl cannot be given the client certificate here without a private key on the disk. Nothing was sent.";
        Err(Problem::new(ErrorCode::InvalidInput, message)
            .remedy("Send the request with `mudbrick send`, which shows the certificate."))
    }
}
