//! The system packages by purpose, each with its reason. Nothing is listed for comfort: a package is here because a
//! build or a test fails without it.

/// A Debian package and what needs it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) why: &'static str,
}

/// What packages are needed for. Each purpose comes on top of [`Purpose::Build`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Compiling the window and running it.
    Build,
    /// The tests of the crates: real peers to check ours against.
    Test,
    /// Driving the real window.
    Window,
    /// Making what people install, and trying it out.
    Packages,
    /// Measuring memory, and beside what.
    Bench,
}

const BUILD: [Package; 3] = [
    Package {
        name: "libwebkit2gtk-4.1-dev",
        why: "the web view that shows the window, and GTK 3 around it",
    },
    Package { name: "libdbus-1-dev", why: "how the window speaks with the desktop" },
    Package { name: "pkg-config", why: "tells the build where those libraries are" },
];

const TEST: [Package; 6] = [
    Package { name: "openssl", why: "checks our keys, certificates and signatures" },
    Package { name: "curl", why: "runs the curl commands that Mudbrick writes" },
    Package { name: "zsh", why: "takes those commands apart, as bash and dash do" },
    Package { name: "gnome-keyring", why: "a real keyring to keep the vault's key in" },
    Package {
        name: "dbus",
        why: "a private bus for that keyring, and a look at what goes over it",
    },
    Package { name: "python3-venv", why: "Adobe's Python clients, apart from the system's" },
];

const WINDOW: [Package; 4] = [
    Package { name: "webkit2gtk-driver", why: "drives the real window" },
    Package { name: "xvfb", why: "a display without a screen" },
    Package { name: "xclip", why: "reads what was copied" },
    Package { name: "imagemagick", why: "takes the pictures" },
];

const PACKAGES: [Package; 7] = [
    Package { name: "dpkg-dev", why: "finds the libraries that the .deb needs" },
    Package { name: "rpm", why: "makes the .rpm" },
    Package { name: "lintian", why: "finds what is wrong with a .deb" },
    Package { name: "appstream", why: "finds what is wrong with what software centres are told" },
    Package { name: "desktop-file-utils", why: "finds what is wrong with the desktop entry" },
    Package { name: "man-db", why: "shows the manual pages" },
    Package { name: "ca-certificates", why: "is what the .deb asks for besides libraries" },
];

const BENCH: [Package; 2] = [
    Package { name: "time", why: "measures the memory that a process took" },
    Package { name: "libsecret-tools", why: "reads a secret of the keyring, as our tokens do" },
];

impl Purpose {
    pub(crate) fn debian(self) -> &'static [Package] {
        match self {
            Self::Build => &BUILD,
            Self::Test => &TEST,
            Self::Window => &WINDOW,
            Self::Packages => &PACKAGES,
            Self::Bench => &BENCH,
        }
    }

    pub(crate) fn fedora(self) -> &'static str {
        match self {
            Self::Build => "sudo dnf install gcc webkit2gtk4.1-devel dbus-devel pkgconf-pkg-config",
            Self::Test => "sudo dnf install openssl curl gnome-keyring dbus-daemon python3",
            Self::Window => {
                "sudo dnf install xorg-x11-server-Xvfb xclip ImageMagick (and WebKitWebDriver)"
            }
            Self::Packages => "(packages are made on Debian and its kin)",
            Self::Bench => "sudo dnf install time libsecret",
        }
    }

    pub(crate) fn arch(self) -> &'static str {
        match self {
            Self::Build => "sudo pacman -S --needed base-devel webkit2gtk-4.1 dbus",
            Self::Test => "sudo pacman -S --needed openssl curl gnome-keyring dbus python",
            Self::Window => {
                "sudo pacman -S --needed xorg-server-xvfb xclip imagemagick (and WebKitWebDriver)"
            }
            Self::Packages => "(packages are made on Debian and its kin)",
            Self::Bench => "sudo pacman -S --needed time libsecret",
        }
    }
}
