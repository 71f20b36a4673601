//! A batch from file to file, against a program written by hand that does the same for one month (`yardstick`).
//!
//! `cargo bench --bench batch` takes 1,000,000 rows; `-- --rows 10000000` as many as wanted. Every program runs as a
//! process of its own, in turns; the figure is the fastest of its runs. Compare the ratios, not the times.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot set up should stop")]

mod sheet;
mod yardstick;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/wulong-2023.pol");
const POLCHECK: &str = env!("CARGO_BIN_EXE_polcheck");

/// Something that is measured.
struct Contestant {
    name: &'static str,
    command: Box<dyn Fn() -> Command>,
    best: Duration,
    /// the most memory it held, KiB; 0 where the system does not tell
    memory: u64,
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "--yardstick") {
        return yardstick::run(Path::new(&args[at + 1]), Path::new(&args[at + 2]));
    }
    // `cargo bench -- --test` only shows that everything works
    let is_test = args.iter().any(|arg| arg == "--test");
    let given = args.iter().position(|arg| arg == "--rows").map(|at| args[at + 1].parse().unwrap());
    let rows: usize = given.unwrap_or(if is_test { 20_000 } else { 1_000_000 });
    let turns = if is_test { 1 } else { 5 };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("batch-{rows}.csv"));
    sheet::write(&path, rows);
    let size = std::fs::metadata(&path).unwrap().len();
    println!("{rows} rows, {} columns, {:.1} MB", sheet::HEADER.split(',').count(), size as f64 / 1e6);

    let mut contestants = contestants(&path, &folder);
    for _ in 0..turns {
        for contestant in &mut contestants {
            let (time, memory) = measured((contestant.command)());
            contestant.best = contestant.best.min(time);
            contestant.memory = contestant.memory.max(memory);
        }
    }
    let results = |name: &str| std::fs::read(folder.join(name)).unwrap();
    assert!(results("yardstick.csv") == results("amounts-2.csv"), "the amounts are not those of the yardstick");
    assert!(results("amounts-1.csv") == results("amounts-2.csv"), "the number of threads makes a difference");
    assert!(results("all-1.csv") == results("all-2.csv"), "the number of threads makes a difference");
    let yardstick = contestants[0].best;
    println!("{:<36} {:>9} {:>7} {:>10} {:>9}", "", "seconds", "ratio", "rows/s", "MiB");
    for Contestant { name, best, memory, .. } in &contestants {
        println!(
            "{name:<36} {:>9.3} {:>7.2} {:>10.0} {:>9.1}",
            best.as_secs_f64(),
            best.as_secs_f64() / yardstick.as_secs_f64(),
            rows as f64 / best.as_secs_f64(),
            *memory as f64 / 1024.0
        );
    }
}

fn contestants(sheet: &Path, folder: &Path) -> Vec<Contestant> {
    let contestant = |name, command| Contestant { name, command, best: Duration::MAX, memory: 0 };
    let polcheck = |output: &str, further: &'static [&'static str]| -> Box<dyn Fn() -> Command> {
        let (sheet, output) = (sheet.to_path_buf(), folder.join(output));
        Box::new(move || {
            let mut command = Command::new(POLCHECK);
            command.arg("run").arg(POLICY).arg(&sheet).args(["--month", "2023-03", "--force"]);
            command.arg("-o").arg(&output).args(further);
            command
        })
    };
    let (of_sheet, by_hand) = (sheet.to_path_buf(), folder.join("yardstick.csv"));
    let yardstick = move || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg("--yardstick").arg(&of_sheet).arg(&by_hand);
        command
    };
    vec![
        contestant("yardstick: amounts, one thread", Box::new(yardstick)),
        contestant(
            "polcheck: amounts, one thread",
            polcheck("amounts-1.csv", &["--jobs", "1", "--columns", "编号,护理补贴,生活补贴,合计"]),
        ),
        contestant(
            "polcheck: amounts, two threads",
            polcheck("amounts-2.csv", &["--jobs", "2", "--columns", "编号,护理补贴,生活补贴,合计"]),
        ),
        contestant("polcheck: all with reasons, one", polcheck("all-1.csv", &["--jobs", "1"])),
        contestant("polcheck: all with reasons, two", polcheck("all-2.csv", &["--jobs", "2"])),
    ]
}

/// How long a process takes, and the most memory it holds (KiB).
fn measured(mut command: Command) -> (Duration, u64) {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    let code = loop {
        if let Some(code) = child.try_wait().unwrap() {
            break code.code();
        }
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        memory = memory.max(peak.unwrap_or(0));
        std::thread::sleep(Duration::from_micros(500));
    };
    assert!(matches!(code, Some(0 | 1)), "{command:?} failed");
    (begun.elapsed(), memory)
}
