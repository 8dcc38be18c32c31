//! A home that nobody lives in: what is tested must never reach the person's own profiles, keyring, bus or display.

use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// A folder that stands in for the home folder, and goes away with this value.
pub(crate) struct PrivateHome(PathBuf);

impl PrivateHome {
    /// Makes one for a purpose, such as `test`.
    pub(crate) fn make(purpose: &str) -> Result<Self> {
        // Directly below the temporary folder: sockets are put in it, and their paths may have 107 bytes only.
        let path = env::temp_dir().join(format!("mudbrick-{purpose}-{}", std::process::id()));
        let home = Self(path);
        for folder in ["run", "data", "config", "cache", "mudbrick"] {
            let folder = home.0.join(folder);
            fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(home.0.join("run"), fs::Permissions::from_mode(0o700))?;
        }
        Ok(home)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Lets a command live here: no display and no bus but the ones it makes itself.
    pub(crate) fn house<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        // Cargo and rustup look below the home folder for what they installed.
        for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            if env::var_os(name).is_none()
                && let Some(home) = env::home_dir()
            {
                command.env(name, home.join(folder));
            }
        }
        // Tests speak to loopback only; a proxy would be asked for it.
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
            command.env_remove(name).env_remove(name.to_lowercase());
        }
        let run = self.0.join("run");
        command
            .env("HOME", &self.0)
            .env("XDG_RUNTIME_DIR", &run)
            .env("XDG_DATA_HOME", self.0.join("data"))
            .env("XDG_CONFIG_HOME", self.0.join("config"))
            .env("XDG_CACHE_HOME", self.0.join("cache"))
            .env("MUDBRICK_HOME", self.0.join("mudbrick"))
            // An address where nobody listens: without one, libraries go and find the person's bus.
            .env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", run.join("no-bus").display()))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("MUDBRICK_PASSPHRASE")
    }
}

impl Drop for PrivateHome {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's own sweeping of temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}
