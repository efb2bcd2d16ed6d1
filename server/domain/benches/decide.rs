//! What a decision costs: `cargo bench -p helpdesk_domain`.

use criterion::{Criterion, criterion_group, criterion_main};
use helpdesk_domain::form::{Values, read, read_submission};
use helpdesk_domain::histories::{cast, policy};
use helpdesk_domain::{
    Actor, CommandName, Reference, SupportRequest, Timestamp, Viewer, allowed, apply, decide,
    decide_submission, fold, project,
};
use std::hint::black_box;

const NOW: Timestamp = Timestamp(1_700_000_000);

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn act(request: SupportRequest, actor: &Actor, name: CommandName, fields: &[(&str, &str)]) -> SupportRequest {
    let command = read(name, &values(fields)).expect("a command");
    let events = decide(&policy(), &request, actor, &command, NOW).expect("accepted");
    events.into_iter().fold(request, apply)
}

/// A request before the committee, with the ten events or so that one usually has by then.
fn request() -> SupportRequest {
    let cast = cast();
    let filled =
        read_submission(&values(&[("what", "Maps of an archive"), ("reach", "talk-page")])).expect("filled");
    let events = decide_submission(&policy(), &cast[0], &filled.submission, NOW).expect("accepted");
    let request = fold(Reference::from_random([0; 5]), events).expect("a request");
    let request = act(request, &cast[7], CommandName::Acknowledge, &[]);
    let request = act(request, &cast[7], CommandName::AskRequester, &[("question", "How many?")]);
    let request = act(request, &cast[0], CommandName::AnswerQuestion, &[("answer", "Forty.")]);
    act(request, &cast[7], CommandName::MarkReadyForCommittee, &[])
}

fn decisions(criterion: &mut Criterion) {
    let (policy, request, cast) = (policy(), request(), cast());
    let member = cast[3];
    let command = read(CommandName::GiveFeedback, &values(&[("position", "support")])).expect("a command");
    let view = project(&policy, &request, Viewer::Person(member)).expect("a view");
    criterion.bench_function("decide", |bench| {
        bench.iter(|| decide(black_box(&policy), black_box(&request), &member, &command, NOW));
    });
    criterion.bench_function("project", |bench| {
        bench.iter(|| project(black_box(&policy), black_box(&request), Viewer::Person(member)));
    });
    criterion.bench_function("allowed", |bench| bench.iter(|| allowed(&policy, black_box(&view), NOW)));
    criterion.bench_function("fold", |bench| {
        bench.iter(|| fold(request.reference, black_box(request.history.clone())));
    });
}

criterion_group!(benches, decisions);
criterion_main!(benches);
