//! The quick window's copy, whose end puts the window away.

use crate::copying::copy;
use crate::quick_wanted::too_late;
use crate::shell::Shell;
use crate::{quick, told};
use mudbrick_engine::JobKind;
use mudbrick_engine::view::TokenForm;
use mudbrick_model::{Problem, ProfileId};
use tauri::{AppHandle, Manager as _, Runtime};

/// Copies a profile's token and puts the window away. What went wrong is said in the window, and where that is about to go, in
/// the large one.
pub(crate) async fn copy_and_go<R: Runtime>(
    app: &AppHandle<R>,
    id: &ProfileId,
    form: TokenForm,
) -> Result<(), Problem> {
    let shell = app.state::<Shell>();
    let job = shell.engine.jobs().start(JobKind::Token);
    let showing = shell.quick.begin(job.id(), &shell.engine);
    let token = job.unless_stopped(shell.engine.tokens().text(id, form)).await;
    // Before the clipboard: whoever puts the window away now finds nothing that could be stopped any more.
    if !shell.quick.end(job.id()) {
        return Err(too_late());
    }
    let copied =
        token.and_then(|token| copy(&shell, token.value, token.title, token.expires_at).map(drop));
    match &copied {
        Ok(()) if shell.quick.is_up(showing) => {
            quick::hide(app);
        }
        Ok(()) => {}
        Err(problem) if !quick::has_focus(app) => told::tell(app, problem.clone()),
        Err(_) => {}
    }
    copied
}
