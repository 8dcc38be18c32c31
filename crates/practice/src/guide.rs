//! What `mudbrick practice` prints: how to point a client at the practice Adobe, in text that can be pasted. Where the root
//! certificate is kept is left to the caller.

use crate::control::{CONTROL_HEADER, Control};
use crate::mask::printable;
use crate::registry::Project;
use axum::body::Body;
use axum::response::IntoResponse;
use http::{Response, StatusCode};
use mudbrick_model::Grant;
use std::fmt::Write;
use std::net::SocketAddr;

/// The instructions, with the root certificate kept in `ca_file`.
pub(crate) fn text(control: &Control, ca_file: &str) -> String {
    let address = control.0.address;
    let port = address.port();
    let projects = control.projects();
    let token = control.token();
    let mut text = format!(
        "The practice Adobe is running. It answers for Adobe's own host names; nothing leaves this machine.

  Base URL       http://{address}      (IMS, gateway and products, by path)
  Proxy          http://{address}      (any client that knows HTTPS_PROXY, with the certificate below)
  Certificate    {ca_file}
  Control        http://{address}/.practice/
                 with the header {CONTROL_HEADER}: {token}
                 (of this run; keep it out of arguments, which other users of this machine can read)

"
    );
    let example = projects.iter().find(|project| project.grant == Grant::OauthServerToServer);
    if let Some(project) = example {
        clients(&mut text, project, port, ca_file);
    }
    list(&mut text, &projects, control);
    text
}

/// A sentence for a person who looks.
pub(crate) fn plain(status: StatusCode, text: &str) -> Response<Body> {
    (status, text.to_owned()).into_response()
}

/// What stands at the root for whoever looks: nothing that is not public.
pub(crate) fn greeting(address: SocketAddr) -> String {
    format!(
        "The practice Adobe is running at http://{address}. It answers for Adobe's own host names.\n\
         How to use it was printed where it was started.\n"
    )
}

/// The ways in, each with one working call.
fn clients(text: &mut String, project: &Project, port: u16, ca_file: &str) {
    let client_id = &project.client_id;
    let client_secret = printable(&project.client_secret);
    let scopes: Vec<&str> = project.scopes.iter().map(|scope| scope.as_str()).collect();
    let scope = scopes.join(",");
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "curl, with Adobe's own addresses:
  curl --cacert '{ca_file}' --connect-to ::127.0.0.1:{port} https://ims-na1.adobelogin.com/ims/token/v3 \\
    -d grant_type=client_credentials -d client_id={client_id} \\
    -d client_secret={client_secret} -d scope={scope}

curl, as a proxy or with a base URL:
  curl --cacert '{ca_file}' --proxy http://127.0.0.1:{port} https://platform.adobe.io/…
  curl http://127.0.0.1:{port}/ims/token/v3 -d …

Node (clients that read HTTPS_PROXY; Node 24 and later do so for fetch too):
  NODE_USE_ENV_PROXY=1 HTTPS_PROXY=http://127.0.0.1:{port} NODE_EXTRA_CA_CERTS='{ca_file}' node app.js

Python (requests, httpx):
  HTTPS_PROXY=http://127.0.0.1:{port} REQUESTS_CA_BUNDLE='{ca_file}' SSL_CERT_FILE='{ca_file}' python app.py

Postman: Settings > Certificates > CA certificates: {ca_file}
         Settings > Proxy > custom proxy 127.0.0.1, port {port}; or set the environment's IMS to http://127.0.0.1:{port}

"
    );
}

fn list(text: &mut String, projects: &[Project], control: &Control) {
    let address = control.0.address;
    text.push_str(
        "Projects (their secrets open nothing else; one that is masked is in the seed file):\n",
    );
    for project in projects {
        let grant = project.sign_in.as_ref().map_or(project.grant.label(), |it| it.client.label());
        let _ = write!(
            text,
            "
  {} · {}, {grant}
    client ID          {}
    organization       {}
",
            project.organization, project.title, project.client_id, project.org_id,
        );
        if !project.client_secret.is_empty() {
            let _ = writeln!(text, "    client secret      {}", printable(&project.client_secret));
        }
        if let Some(account) = &project.technical_account_id {
            let _ = writeln!(text, "    technical account  {account}");
        }
        if let Some(sign_in) = &project.sign_in {
            for uri in &sign_in.redirect_uris {
                let _ = writeln!(text, "    redirect URI       {uri}");
            }
        }
        if project.grant == Grant::Jwt && project.certificates.is_empty() {
            let _ = writeln!(
                text,
                "    certificate        none yet: echo '{CONTROL_HEADER}: {}' | curl -H @- --data-binary @FILE.crt http://{address}/.practice/projects/{}/certificates",
                control.token(),
                project.client_id,
            );
        }
    }
}
