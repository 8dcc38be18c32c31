//! The key pair that a person means, and how it and its certificate are shown.

use crate::output::{Page, local};
use mudbrick_engine::Engine;
use mudbrick_engine::view::{CertificateView, KeyView};
use mudbrick_model::{ErrorCode, Problem};

/// The key pair a person means.
pub(crate) fn find(engine: &Engine, name: &str) -> Result<KeyView, Problem> {
    engine.keys().find(name).map_err(|problem| match problem.code {
        ErrorCode::NotFound => {
            let message = format!("There is no key pair called {name}.");
            let remedy = "`mudbrick key show` lists the key pairs; `mudbrick key new` makes one.";
            Problem { message, remedy: Some(remedy.into()), ..problem }
        }
        _ => problem,
    })
}

pub(crate) fn described(key: &KeyView) -> Page {
    let mut page = Page::new();
    writeln!(page, "{}, {} bits", key.name, key.bits);
    if let Some(certificate) = &key.certificate {
        page.append(lines(certificate));
    }
    if let Some(damaged) = &key.damaged {
        let remedy = damaged.remedy_text().unwrap_or_default();
        writeln!(page, "DAMAGED      {} {remedy}", damaged.message);
    }
    if !key.private {
        page.line("Private key  not in the vault");
    }
    if let Some(notice) = &key.notice {
        writeln!(page, "Notice       {notice}");
    }
    if !key.used_by.is_empty() {
        writeln!(page, "Used by      {}", key.used_by.join(", "));
    }
    page
}

pub(crate) fn lines(certificate: &CertificateView) -> Page {
    let mut page = Page::new();
    let validity = certificate.validity;
    writeln!(page, "Subject      {}", certificate.subject);
    writeln!(page, "SHA-1        {}", certificate.sha1);
    writeln!(page, "SHA-256      {}", certificate.sha256);
    writeln!(page, "Serial       {}", certificate.serial);
    writeln!(page, "Valid        {} to {}", local(validity.not_before), local(validity.not_after));
    page
}
