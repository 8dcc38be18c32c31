//! The board as a table for a spreadsheet, with what is shown of each profile and nothing secret.

use super::view::Health;
use super::{Board, Shown};
use crate::export::count;
use crate::tokens::view::TokenState;
use crate::view::Exported;
use mudbrick_interchange::write::{BoardLine, board};
use mudbrick_model::{Problem, ProfileId};
use mudbrick_vault::files::{Destination, Mode};
use std::collections::BTreeMap;

impl Board {
    /// Writes these profiles as CSV, in the order given.
    ///
    /// # Errors
    /// Something in it is a secret of the vault's, or the disk refuses.
    pub fn save_table<'a>(
        &self,
        ids: &[ProfileId],
        to: impl Into<Destination<'a>>,
    ) -> Result<Exported, Problem> {
        let to = to.into();
        let path = to.display_name();
        let all = self.all()?.into_iter().map(|shown| (shown.profile.id.clone(), shown));
        let all: BTreeMap<ProfileId, Shown> = all.collect();
        let lines: Vec<BoardLine<'_>> = ids.iter().filter_map(|id| all.get(id)).map(line).collect();
        self.vault.guard(&[])?.deliver(to, board(&lines).as_bytes(), Mode::Shared)?;
        Ok(Exported { path, profiles: count(lines.len()), ..Exported::default() })
    }
}

fn line(shown: &Shown) -> BoardLine<'_> {
    let Shown { profile, token, certificate_ends, row } = shown;
    let token_ends = match token {
        TokenState::Ready { expires_at, .. } => Some(*expires_at),
        _ => None,
    };
    let health = match (token, &row.health) {
        (TokenState::Failed { problem }, _)
        | (_, Health::Warning { problem } | Health::Failing { problem }) => &problem.message,
        (_, Health::Good) => "",
    };
    BoardLine {
        profile,
        token_ends,
        certificate_ends: *certificate_ends,
        secret_stored_at: row.secret_stored_at,
        last_used: row.last_used,
        health,
    }
}
