//! What was measured, as a table in words.

use std::fmt::Write as _;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Of something else.
    Ratio,
    Milliseconds,
    Microseconds,
    Seconds,
    Mebibytes,
    PerSecond,
    Number,
}

/// What a number should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

/// One thing that was measured.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What it is.
    pub words: &'static str,
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: Unit,
    /// How much it should be.
    pub goal: Option<Goal>,
}

/// A figure.
pub fn figure(words: &'static str, value: f64, unit: Unit, goal: Option<Goal>) -> Figure {
    Figure { words, value, unit, goal }
}

/// Says figures as soon as they are there: a run takes minutes.
pub fn said(figures: Vec<Figure>) -> Vec<Figure> {
    for figure in &figures {
        println!("  {}: {}", figure.words, figure.unit.write(figure.value));
    }
    figures
}

impl Unit {
    fn write(self, value: f64) -> String {
        match self {
            Self::Ratio => format!("{value:.2}"),
            Self::Milliseconds => format!("{value:.2} ms"),
            Self::Microseconds => format!("{value:.2} µs"),
            Self::Seconds => format!("{value:.2} s"),
            Self::Mebibytes => format!("{value:.1} MiB"),
            Self::PerSecond => format!("{value:.0} /s"),
            Self::Number => format!("{value:.0}"),
        }
    }
}

impl Goal {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
        }
    }

    fn words(self, unit: Unit) -> String {
        match self {
            Self::AtLeast(least) => format!("at least {}", unit.write(least)),
            Self::AtMost(most) => format!("at most {}", unit.write(most)),
        }
    }
}

/// The table: one column for each size, the growth from the first to the last, and whether the goal
/// is met at the last.
pub fn table(sizes: &[u32], columns: &[Vec<Figure>]) -> String {
    let mut lines = Vec::new();
    let mut head = vec!["figure".to_owned()];
    head.extend(sizes.iter().map(|size| format!("{size} requests")));
    head.extend(["growth", "goal", ""].map(str::to_owned));
    lines.push(head);
    let Some(last) = columns.last() else { return String::new() };
    let (ratios, others): (Vec<_>, Vec<_>) = (0..last.len()).partition(|n| last[*n].unit == Unit::Ratio);
    for n in ratios.into_iter().chain(others) {
        let figure = &last[n];
        let mut line = vec![figure.words.to_owned()];
        line.extend(columns.iter().map(|column| figure.unit.write(column[n].value)));
        let growth = figure.value / columns[0][n].value;
        line.push(if columns.len() > 1 && growth.is_finite() { format!("{growth:.2}") } else { String::new() });
        line.push(figure.goal.map(|goal| goal.words(figure.unit)).unwrap_or_default());
        let met = figure.goal.map(|goal| if goal.is_met(figure.value) { "met" } else { "missed" });
        line.push(met.unwrap_or_default().to_owned());
        lines.push(line);
    }
    written(&lines)
}

fn written(lines: &[Vec<String>]) -> String {
    let width = |n: usize| lines.iter().map(|line| line[n].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
    let mut text = String::new();
    for line in lines {
        for (n, (cell, width)) in line.iter().zip(&widths).enumerate() {
            // Writing to a string cannot fail.
            let _ = match n {
                0 => write!(text, "{cell:<width$}"),
                _ => write!(text, "  {cell:>width$}"),
            };
        }
        text.push('\n');
    }
    text
}
