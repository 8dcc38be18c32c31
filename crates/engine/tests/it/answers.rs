//! Bodies of answers, as a client looks at them: rows, trees, tables, matches, results, files, and what came of an answer that broke off.

use crate::home::World;
use mudbrick_engine::view::{
    BodyAt, BodyKind, BodyLook, BodyPattern, BodySaved, BodyView, ExchangeView, RequestOrigin,
    TableWish,
};
use mudbrick_engine::{Confirmation, Destination, JobKind};
use mudbrick_model::{ErrorCode, RequestPath};
use mudbrick_practice::{Fault, Mishap};

const LIBRARIES: &str = "/places/placesapi/v1/libraries";

async fn answer(world: &World) -> ExchangeView {
    let id = world.profile("Places").summary.id;
    let path = RequestPath::parse("Places/List libraries").unwrap();
    let request = world.engine.requests().get(&path, RequestOrigin::Catalogue).unwrap();
    world.send(&id, request, Confirmation::NotGiven).await.unwrap()
}

fn whole(exchange: &ExchangeView) -> BodyAt {
    BodyAt { id: exchange.summary.id, charset: None, query: None, pages: Vec::new() }
}

/// The body once all of it was looked through.
fn looked_through(world: &World, of: &BodyAt) -> BodyView {
    loop {
        let view = world.engine.answers().look(of).unwrap();
        if view.is_whole {
            return view;
        }
        std::thread::yield_now();
    }
}

fn pattern(text: &str) -> BodyPattern {
    BodyPattern { text: text.into(), is_expression: false, case_matters: true, whole_words: false }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_looked_at_in_every_way() {
    let world = World::start().await;
    let exchange = answer(&world).await;
    let (answers, of) = (world.engine.answers(), whole(&exchange));
    let view = looked_through(&world, &of);
    assert_eq!((view.kind, view.charset.as_str(), view.fault), (BodyKind::Json, "UTF-8", None));
    assert_eq!(view.looks[..3], [BodyLook::Formatted, BodyLook::Tree, BodyLook::Table]);
    let rows = answers.rows(&of, BodyLook::Formatted, 0, 9999, None).unwrap();
    assert_eq!(rows.len() as u64, view.rows.formatted);
    let printed: Vec<String> =
        rows.iter().map(|row| format!("{}{}", "  ".repeat(row.depth as usize), row.text)).collect();
    assert_eq!(printed.join("\n"), exchange.body.text);

    let job = world.engine.jobs().start(JobKind::Search);
    let name = pattern("\"name\"");
    let found = answers.find(&job, of.clone(), name.clone()).await.unwrap();
    assert!(found.is_whole && found.count > 0);
    assert_eq!(answers.found(&of, &name).unwrap(), Some(found));
    assert_eq!(answers.found(&of, &pattern("other")).unwrap(), None);
    let last = answers.match_at(&of, &name, Some(found.count - 1), 0, BodyLook::Formatted).unwrap();
    let last = last.unwrap();
    let row = answers.rows(&of, BodyLook::Formatted, last.row, 1, Some(&name)).unwrap();
    assert_eq!(row[0].marks, [[0, 6]]);
    assert_eq!(answers.text(&of, last.at, last.end).unwrap(), "\"name\"");

    let top = answers.children(&of, None, 0, 9).unwrap();
    let children = answers.children(&of, Some(top.nodes[0].at), 0, 99).unwrap();
    assert_eq!(Some(children.count), top.nodes[0].children);
    let place = answers.path_of(&of, children.nodes[0].at).unwrap();
    assert_eq!((place.path.as_str(), place.at), ("$[0]", children.nodes[0].at));

    let wish = TableWish { sort: None, descending: false, filter: String::new() };
    let table = answers.table(&job, of.clone(), wish.clone(), 0, 99).await.unwrap();
    assert_eq!((table.count, table.of), (children.count, children.count));
    assert!(table.columns.iter().any(|column| column == "name"));

    let results = answers.query(&job, of.clone(), "$[*].name".into()).await.unwrap();
    assert_eq!(results.count, children.count);
    let asked = BodyAt { query: Some("$[*].name".into()), ..of.clone() };
    assert_eq!(looked_through(&world, &asked).rows.raw, results.count);
    let wrong = answers.query(&job, of.clone(), "name".into()).await.unwrap_err();
    assert_eq!(wrong.code, ErrorCode::InvalidInput);

    let file = world.folder.path().join("saved");
    answers.save(&of, &BodySaved::Raw, Destination::from(&file)).unwrap();
    assert_eq!(std::fs::read(&file).unwrap().len() as u64, view.bytes);
    assert!(answers.save(&of, &BodySaved::Raw, Destination::from(&file)).is_err());
    answers.save(&of, &BodySaved::Formatted, Destination::agreed(&file)).unwrap();
    let saved = std::fs::read_to_string(&file).unwrap();
    assert_eq!(saved.trim_end(), exchange.body.text);
    answers.save(&of, &BodySaved::Table { wish }, Destination::agreed(&file)).unwrap();
    let csv = std::fs::read_to_string(&file).unwrap();
    assert_eq!(csv.lines().count() as u64, table.count + 1);
    assert_eq!(answers.file_name(&of, &BodySaved::Raw).unwrap(), "libraries.json");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_body_is_shown_before_all_of_it_was_looked_through() {
    let world = World::start().await;
    let size = Mishap::Size { bytes: 30 << 20 };
    world.control().add_fault(Fault::once(LIBRARIES, size));
    let exchange = answer(&world).await;
    let (answers, of) = (world.engine.answers(), whole(&exchange));
    let first = answers.look(&of).unwrap();
    assert!(first.rows.formatted > 100 && first.looked_through <= first.text_bytes);
    let view = looked_through(&world, &of);
    assert!(view.rows.formatted > first.rows.formatted || first.is_whole);
    let last = answers.rows(&of, BodyLook::Formatted, view.rows.formatted - 1, 9, None).unwrap();
    assert_eq!((last.len(), last[0].text.as_str()), (1, "]"));
    let job = world.engine.jobs().start(JobKind::Search);
    world.engine.jobs().stop(job.id());
    let stopped = answers.find(&job, of, pattern("x")).await.unwrap_err();
    assert_eq!(stopped.code, ErrorCode::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_breaks_off_keeps_its_status_its_headers_and_what_came() {
    let world = World::start().await;
    world.control().add_fault(Fault::once(LIBRARIES, Mishap::CutOff { after: 40 }));
    let exchange = answer(&world).await;
    assert_eq!(exchange.summary.status, Some(200));
    assert!(exchange.summary.failed.is_some() && exchange.problem.is_some());
    assert_eq!(exchange.summary.body_bytes, Some(40));
    assert!(exchange.headers.iter().any(|header| header.name == "content-type"));
    let of = whole(&exchange);
    let view = looked_through(&world, &of);
    assert_eq!((view.bytes, view.kind), (40, BodyKind::Json));
    let fault = view.fault.expect("it ends early");
    assert_eq!(fault.sentence, "The text ends too early");
    assert_eq!(fault.row, view.rows.formatted - 1);
    // So it is seen again later.
    let again = world.engine.answers().get(exchange.summary.id).unwrap();
    assert_eq!((again.headers, again.body), (exchange.headers, exchange.body));
    let checks = world.engine.history().list(None, "", None, 9).unwrap();
    assert!(checks[0].failed.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_whose_exchange_is_gone_is_not_shown() {
    let world = World::start().await;
    let exchange = answer(&world).await;
    let of = whole(&exchange);
    looked_through(&world, &of);
    let gone = BodyAt { id: mudbrick_model::ExchangeId(999), ..of };
    let problem = world.engine.answers().look(&gone).unwrap_err();
    assert_eq!(problem.code, ErrorCode::NotFound);
}
