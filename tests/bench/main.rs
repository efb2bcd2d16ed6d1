//! What the service costs, on generated requests: `cargo xtask bench`.
//!
//! Everything is measured in one run on one machine, best of three, so that ratios can be trusted;
//! a figure that misses its goal is said and fails nothing.

mod args;
mod client;
mod figures;
mod fill;
mod lists;
mod mails;
mod process;
mod reads;
mod rules;
mod stories;
mod words;
mod world;
mod writes;

use anyhow::{Context, Result};
use args::Args;
use figures::Figure;
use std::time::Instant;
use tracing_subscriber::EnvFilter;
use world::World;

fn main() -> Result<()> {
    let args = Args::read()?;
    // Lines are made as in production, and written nowhere.
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_writer(std::io::sink)
        .with_env_filter(EnvFilter::new("info,mysql_async=warn"))
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut columns = Vec::new();
    for size in &args.sizes {
        columns.push(runtime.block_on(of_size(&args, *size)).with_context(|| format!("{size} requests"))?);
    }
    let cores = std::thread::available_parallelism()?;
    println!("\nOn a machine with {cores} cores, best of three; ratios first.\n");
    print!("{}", figures::table(&args.sizes, &columns));
    match rules::wasm(&args)? {
        Some(times) => println!("\nGenerated histories take {times:.1} times as long in wasm as natively."),
        None => println!("\nThe gadget's rules were not built for comparison; wasm was not measured."),
    }
    Ok(())
}

async fn of_size(args: &Args, requests: u32) -> Result<Vec<Figure>> {
    let begin = Instant::now();
    let mut world = World::create(args, requests).await?;
    world.check().await?;
    let (events, seconds) = (world.filled.events, begin.elapsed().as_secs_f64());
    println!("{requests} requests with {events} events: loaded in {seconds:.1} s");
    let begin = Instant::now();
    let mut figures = Vec::new();
    figures.extend(figures::said(reads::measure(&mut world).await?));
    figures.extend(figures::said(lists::measure(&world).await?));
    figures.extend(figures::said(writes::measure(&mut world).await?));
    figures.extend(figures::said(rules::measure(&world).await?));
    figures.extend(figures::said(process::measure(args, &world).await?));
    figures.extend(figures::said(mails::measure(args, &world).await?));
    println!("{requests} requests: measured in {:.1} s", begin.elapsed().as_secs_f64());
    Ok(figures)
}
