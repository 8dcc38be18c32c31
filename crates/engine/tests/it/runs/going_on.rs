//! A run that was stopped or killed goes on, and sends nothing twice.

use super::bench::{Bench, PATH, many, outcomes, with_rows};
use mudbrick_engine::view::{RunId, RunOutcome, RunSettings, RunStopped};
use mudbrick_engine::{Confirmation, EngineOptions};
use mudbrick_model::{ErrorCode, Risk};
use rstest::rstest;

#[rstest]
#[case::in_order(1)]
#[case::side_by_side(3)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_stopped_goes_on_where_it_was_and_sends_nothing_twice(#[case] parallel: u32) {
    const ROWS: usize = 20;
    let bench = Bench::new().await;
    bench.file("rows", &[("", &format!("POST {PATH}/{{{{N}}}}"))]);
    let rows: String = (0..ROWS).map(|row| format!("row-{row:02}\n")).collect();
    let data = bench.data(&format!("N\n{rows}"));
    let settings =
        RunSettings { parallel: many(parallel), ..with_rows(bench.settings("rows"), data) };
    let mut left = 7;
    let told = bench.run_while(settings, Confirmation::NotGiven, |_, stop| {
        left -= 1;
        if left == 0 {
            stop();
        }
    });
    let told = told.await.unwrap();
    assert_eq!(told.end.stopped, Some(RunStopped::Cancelled));
    assert!((7..ROWS).contains(&told.results.len()), "{}", told.results.len());
    let rest = bench.resume(&told.end.id).await.unwrap();
    assert_eq!(told.results.len() + rest.results.len(), ROWS);
    for row in 0..ROWS {
        let count = bench.count(&format!("{PATH}/row-{row:02}"));
        assert!(count <= 1, "row {row} was sent {count} times");
    }
    // What was under way when it was stopped can change data, and nobody knows what came of it.
    let unknown = rest.results.iter().filter(|it| it.outcome == RunOutcome::SendFailed).count();
    assert!(unknown < parallel as usize + 1, "{:?}", rest.results);
}

/// As a process that is killed: everything of the run is gone but what is on the disk.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_put_back_for_what_is_left_of_its_lane() {
    let bench = Bench::new().await;
    let echo = format!("GET {PATH}?from={{{{NEW}}}}");
    let create = ("# @name create\n# @capture NEW = body $.id", &*format!("POST {PATH}"));
    bench.file("lane", &[create, ("", &echo), ("", &echo)]);
    let settings = bench.settings("lane");
    let told = bench.run_while(settings, Confirmation::NotGiven, |result, stop| {
        if result.number == 2 {
            stop();
        }
    });
    let told = told.await.unwrap();
    assert_eq!(told.results.len(), 2);
    let rest = bench.resume(&told.end.id).await.unwrap();
    assert_eq!(outcomes(&rest), [RunOutcome::Passed], "{:?}", rest.results);
    assert_eq!(rest.results[0].url, told.results[1].url);
    let posts = told.results.iter().filter(|it| it.method.writes()).count();
    assert_eq!(posts, 1, "nothing is created a second time");
}

/// Somebody agreed to each write once, and not to another one for the sake of an answer that is gone.
#[tokio::test(flavor = "multi_thread")]
async fn what_writes_is_sent_once_also_when_another_wants_its_answer_again() {
    let bench = Bench::with(EngineOptions::default(), Risk::Production).await;
    let create = ("# @name create", &*format!("POST {PATH}"));
    let wants = format!("POST {PATH}?from={{{{create.response.body.$.id}}}}");
    bench.file("twice", &[create, ("", &wants)]);
    let told = bench.run_while(bench.settings("twice"), Confirmation::Given, |result, stop| {
        if result.number == 1 {
            stop();
        }
    });
    let told = told.await.unwrap();
    assert_eq!(outcomes(&told), [RunOutcome::Passed], "{:?}", told.results);
    let sent = bench.count(PATH);
    bench.world.engine.history().delete(&[told.results[0].exchange.unwrap()]).unwrap();
    let rest = bench.resume_with(&told.end.id, Confirmation::Given).await.unwrap();
    // The second may have been on its way when the run was stopped: then nobody knows.
    let unsent = [[RunOutcome::NotSent], [RunOutcome::SendFailed]];
    assert!(unsent.iter().any(|it| outcomes(&rest) == *it), "{:?}", rest.results);
    assert_eq!(bench.count(PATH), sent, "nothing is created a second time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_another_by_now_is_not_gone_on_with() {
    let bench = Bench::new().await;
    bench.file("one", &[("", &format!("GET {PATH}/{{{{N}}}}"))]);
    let data = bench.data("N\n1\n2\n");
    let settings = with_rows(bench.settings("one"), data);
    let told = bench.run_while(settings, Confirmation::NotGiven, |_, stop| stop()).await.unwrap();
    let id = told.end.id;
    bench.data("N\n1\n3\n");
    let problem = bench.resume(&id).await.err().expect("other rows");
    assert_eq!(problem.code, ErrorCode::Conflict);
    bench.data("N\n1\n2\n");
    bench.file("one", &[("", "GET /first"), ("", &format!("GET {PATH}/{{{{N}}}}"))]);
    let problem = bench.resume(&id).await.err().expect("other requests");
    assert_eq!(problem.code, ErrorCode::Conflict);
    bench.file("one", &[("", &format!("GET {PATH}/{{{{N}}}}"))]);
    let path = bench.world.folder.path().join("requests/one.http");
    let before = std::fs::read_to_string(&path).unwrap();
    let elsewhere = before.replace("https://api-places.adobe.io/", "https://places.example/");
    let other_check = before.replace("\nGET", "\n# @check status 204\nGET");
    let other_value = format!("@N = 9\n\n{before}");
    for text in [elsewhere, other_check, other_value] {
        assert_ne!(text, before);
        std::fs::write(&path, text).unwrap();
        let problem = bench.resume(&id).await.err().expect("another text of the same name");
        assert_eq!(problem.code, ErrorCode::Conflict);
    }
    std::fs::write(&path, before).unwrap();
    let journal = bench.world.folder.path().join("runs").join(format!("{id}.jsonl"));
    let whole = std::fs::read_to_string(&journal).unwrap();
    let (calls, requests) = ("\"calls\":2", "\"requests\":1");
    assert!(whole.contains(calls) && whole.contains(requests), "{whole}");
    for (was, is) in [(calls, "\"calls\":9000000000000000000"), (requests, "\"requests\":7")] {
        std::fs::write(&journal, whole.replacen(was, is, 1)).unwrap();
        let problem = bench.resume(&id).await.err().expect("other numbers");
        assert_eq!(problem.code, ErrorCode::Damaged);
    }
    let first = whole.lines().find(|line| line.contains("\"number\":1,"));
    let done = first.unwrap().replace("\"number\":1,", "\"number\":0,");
    assert!(done.contains("\"number\":0,"), "{done}");
    std::fs::write(&journal, format!("{whole}{done}\n")).unwrap();
    let rest = bench.resume(&id).await.unwrap();
    assert_eq!((rest.end.counts.done(), rest.end.counts.left()), (2, 0), "one of no call counts");
    let nobody = RunId::parse("20260101-000000-abcdef").unwrap();
    assert_eq!(bench.resume(&nobody).await.err().unwrap().code, ErrorCode::NotFound);
    assert!(RunId::parse("../x").is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_cannot_be_written_ends_the_run() {
    let bench = Bench::new().await;
    bench.file("one", &[("", &format!("POST {PATH}/{{{{N}}}}"))]);
    let settings = with_rows(bench.settings("one"), bench.data("N\n1\n2\n3\n4\n"));
    let journals = bench.world.folder.path().join("runs");
    let mut kept = None;
    let told = bench.run_while(settings, Confirmation::NotGiven, |_, _| {
        let journal = std::fs::read_dir(&journals).unwrap().flatten().next();
        if let Some(journal) = journal.map(|entry| entry.path()).filter(|path| path.is_file()) {
            let aside = bench.world.folder.path().join("aside");
            std::fs::rename(&journal, &aside).unwrap();
            // Something that is no file is never written to, as a full disk is not.
            std::fs::create_dir(&journal).unwrap();
            kept = Some((journal, aside));
        }
    });
    let told = told.await.unwrap();
    assert_eq!(told.end.stopped, Some(RunStopped::Interrupted));
    assert_eq!(told.end.problem.map(|problem| problem.code), Some(ErrorCode::Storage));
    assert!(told.results.len() < 4, "nothing more goes out that nobody could go on from");
    let (journal, aside) = kept.unwrap();
    std::fs::remove_dir(&journal).unwrap();
    std::fs::rename(&aside, &journal).unwrap();
    let rest = bench.resume(&told.end.id).await.unwrap();
    assert_eq!(rest.end.counts.left(), 0);
    for row in 1..=4 {
        assert!(bench.count(&format!("{PATH}/{row}")) <= 1, "row {row}");
    }
}
