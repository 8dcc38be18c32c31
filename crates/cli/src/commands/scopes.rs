//! `mudbrick profile scopes`: what credentials of each product usually have.

use crate::output::{Output, Page};
use mudbrick_engine::Engine;
use mudbrick_engine::view::{ProductView, ScopeView};
use mudbrick_model::{ErrorCode, Problem};

pub(super) fn run(product: Option<&str>, engine: &Engine, output: &Output) -> Result<(), Problem> {
    let wanted = product.unwrap_or_default().trim().to_lowercase();
    let mut products = engine.checkup().products();
    products.retain(|product| product.name.to_lowercase().contains(&wanted));
    if products.is_empty() {
        let message = format!("There is no product {wanted:?}.");
        return Err(Problem::new(ErrorCode::NotFound, message)
            .remedy("`mudbrick profile scopes` lists all of them."));
    }
    output.answer(&products, || {
        let mut page = Page::new();
        products.iter().for_each(|product| add(product, &mut page));
        page.line("The Console shows the exact scopes of a credential: they go before these.");
        page
    })
}

fn add(product: &ProductView, page: &mut Page) {
    writeln!(page, "{} ({}: {})", product.name, product.certainty, product.source);
    for (label, scopes) in [("scopes", &product.scopes), ("metascopes (JWT)", &product.metascopes)]
    {
        let names: Vec<&str> = scopes.iter().map(|scope| scope.name.as_str()).collect();
        if !names.is_empty() {
            writeln!(page, "  {label}: {}", names.join(","));
        }
        for ScopeView { name, opens } in scopes {
            if let Some(opens) = opens {
                writeln!(page, "    {name}: {opens}");
            }
        }
    }
    if let Some(note) = &product.note {
        writeln!(page, "  {note}");
    }
    page.blank();
}
