//! `mudbrick send --dry-run`: the message as it would stand on the wire, and behind each line where it comes from.

use crate::output::Page;
use mudbrick_engine::FileBody;
use mudbrick_engine::view::{
    GoingOut, GoingOutPart, OptionName, OptionOrigin, OriginOfPart, PartOrigin,
};

pub(crate) fn page(message: &GoingOut, file: Option<&FileBody>) -> Page {
    let mut page = Page::new();
    writeln!(page, "{} {}{}", message.method, text(&message.url), origins(&message.url));
    for header in &message.headers {
        let (value, origins) = (text(&header.value), origins(&header.value));
        writeln!(page, "{}: {value}{origins}", header.name);
    }
    if let Some(file) = file {
        writeln!(page, "\n({} bytes of the file)", file.length());
    } else if let Some(body) = &message.body {
        writeln!(page, "\n{}", text(body));
        writeln!(page, "{}", origins(body).trim_start());
    }
    page.blank();
    for option in &message.options {
        let (name, origin) = (option_name(option.option), option_origin(option.origin));
        writeln!(page, "{name}: {}{origin}", option.text);
    }
    for name in &message.left_out {
        writeln!(page, "Left out, as nothing is set for it: {name}");
    }
    for name in &message.missing {
        writeln!(page, "Has no value, so nothing could be sent: {name}");
    }
    page
}

fn text(parts: &[GoingOutPart]) -> String {
    parts.iter().map(|part| part.text.as_str()).collect()
}

fn option_name(name: OptionName) -> &'static str {
    match name {
        OptionName::Redirects => "Redirects",
        OptionName::Connect => "Connecting",
        OptionName::Total => "The whole call",
        OptionName::HttpVersion => "Version",
        OptionName::Proxy => "Proxy",
        OptionName::Roots => "Root certificates",
        OptionName::ClientCertificate => "Client certificate",
        OptionName::Cookies => "Cookies",
        OptionName::Retries => "Further tries",
    }
}

fn option_origin(origin: OptionOrigin) -> &'static str {
    match origin {
        OptionOrigin::Given => "  (given)",
        OptionOrigin::Request => "  (the file)",
        OptionOrigin::Profile => "  (the profile)",
        OptionOrigin::Policy => "  (policy.toml)",
        OptionOrigin::Default => "",
    }
}

/// Where the parts come from that the request does not have itself, each once.
fn origins(parts: &[GoingOutPart]) -> String {
    let mut all: Vec<String> = Vec::new();
    for part in parts.iter().filter(|part| part.origin != PartOrigin::Request) {
        let origin = source(part.origin, part.variable.as_deref());
        if !all.contains(&origin) {
            all.push(origin);
        }
    }
    if all.is_empty() { String::new() } else { format!("  ({})", all.join(", ")) }
}

/// Where all parts of a text that was sent came from.
pub(crate) fn sources(parts: &[OriginOfPart]) -> String {
    let all = parts.iter().map(|part| source(part.origin, part.variable.as_deref()));
    format!("  ({})", all.collect::<Vec<_>>().join(", "))
}

fn source(origin: PartOrigin, variable: Option<&str>) -> String {
    let what = match origin {
        PartOrigin::Request => "the request",
        PartOrigin::Secret => "secret",
        PartOrigin::Given => "given",
        PartOrigin::Answer => "an answer",
        PartOrigin::File => "the file",
        PartOrigin::Own => "your variable",
        PartOrigin::Profile => "the profile",
        PartOrigin::BuiltIn => "made when sent",
        PartOrigin::Unset => "no value",
        PartOrigin::BodyFile => "a file",
        PartOrigin::Mudbrick => "Mudbrick",
        PartOrigin::Cookies => "an earlier answer's cookie",
        PartOrigin::Connection => "the connection",
    };
    match variable {
        Some(variable) => format!("{what}: {variable}"),
        None => what.to_owned(),
    }
}
