//! Runs a target on inputs derived from earlier inputs that showed new behavior, and stores failures.

use std::{
    cell::RefCell,
    collections::HashSet,
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    panic::{self, AssertUnwindSafe, PanicHookInfo},
    path::{Path, PathBuf},
    process,
    sync::{Arc, LazyLock, Mutex, Once, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use fixtures::generate::SplitMix64;

/// A function to test, with its inputs.
pub struct Target {
    pub name: &'static str,
    /// The number of cases of `make fuzz` if no time is given.
    pub cases: u64,
    /// Returns the first inputs.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Returns a new input derived from two others.
    pub vary: fn(&[u8], &[u8], &mut SplitMix64) -> Vec<u8>,
    /// Panics if an invariant is violated. Returns features of the input's behavior as hashes. An input with a new
    /// feature is added to the corpus, and others are derived from it. Like coverage, this leads to rare paths, but
    /// without a special compiler.
    pub check: fn(&[u8]) -> Vec<u64>,
}

/// The limits of a run, which ends when either is reached.
#[derive(Clone, Copy)]
pub struct Limits {
    pub cases: u64,
    pub time: Duration,
    /// The maximum time of one case.
    pub case: Duration,
}

/// The figures of a run.
#[derive(Default)]
pub struct Report {
    pub cases: u64,
    pub time: Duration,
    pub slowest: Duration,
    pub slowest_input: Vec<u8>,
    /// The size of the corpus, and the median length of its inputs in bytes.
    pub corpus: usize,
    pub median: usize,
}

/// A failure with its shortened input.
pub struct Failure {
    pub worker: u64,
    pub case: u64,
    pub why: String,
    pub input: Vec<u8>,
}

/// The time after which a case is considered stuck and the run is aborted.
const STUCK: Duration = Duration::from_secs(60);

/// The stack size, as in `limits.rs`. No current system has a smaller stack.
const STACK: usize = 1 << 20;

/// The maximum size of the corpus, and the maximum length of its inputs in bytes.
const CORPUS: usize = 10_000;
const LONGEST: usize = 20_000;

/// Returns a feature: the hash of a value.
pub fn feature(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// Returns the magnitude of a count, so that not every new count is a new feature.
pub fn size(count: usize) -> u32 {
    count.checked_ilog2().map_or(0, |size| size + 1)
}

/// The location and the message of a panic.
type Fault = (String, String);

thread_local! {
    /// The reason why the last case of this thread panicked.
    static PANIC: RefCell<Option<Fault>> = const { RefCell::new(None) };
}

const WORKER: &str = "fuzz";

/// Suppresses the output of panics in workers, because they are caught.
fn keep_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info: &PanicHookInfo| {
            if thread::current().name() != Some(WORKER) {
                return others(info);
            }
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            PANIC.set(Some((place, info.to_string())));
        }));
    });
}

/// Returns the processor time of this thread, because other processes slow down a busy machine. If the system does not
/// report it, returns the elapsed time.
fn on_processor() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let of_thread = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let of_thread = of_thread.and_then(|text| text.split(' ').next()?.parse().ok()).map(Duration::from_nanos);
    of_thread.unwrap_or_else(|| START.elapsed())
}

/// Returns the features of an input and the time that it took, or the failure. A case that took longer than `slow` is
/// repeated to measure its processor time.
fn attempt(target: &Target, input: &[u8], limit: Duration, slow: Duration) -> Result<(Vec<u64>, Duration), Fault> {
    let once = || {
        let shown = panic::catch_unwind(AssertUnwindSafe(|| (target.check)(input)));
        shown.map_err(|_| PANIC.take().unwrap_or_default())
    };
    let start = Instant::now();
    let shown = once()?;
    let mut time = start.elapsed();
    if time > slow {
        let start = on_processor();
        once()?;
        time = time.min(on_processor() - start);
    }
    if time > limit {
        return Err(("slow".to_owned(), format!("it took {time:?}")));
    }
    Ok((shown, time))
}

/// Shortens an input as long as it fails in the same place, for at most 20 seconds.
fn shortened(target: &Target, mut input: Vec<u8>, place: &str, limit: Duration) -> Vec<u8> {
    let end = Instant::now() + Duration::from_secs(20);
    let mut length = input.len() / 2;
    while length > 0 {
        let mut at = 0;
        while at < input.len() && Instant::now() < end {
            let mut shorter = input.clone();
            shorter.drain(at..(at + length).min(input.len()));
            match attempt(target, &shorter, limit, limit) {
                Err((other, _)) if other == place => input = shorter,
                _ => at += length,
            }
        }
        length /= 2;
    }
    input
}

/// The current input of a worker, and the time at which it started.
type Now = Arc<Mutex<(Instant, Vec<u8>)>>;

struct Worker {
    target: &'static Target,
    number: u64,
    random: SplitMix64,
    limits: Limits,
    now: Now,
}

impl Worker {
    fn run(mut self) -> Result<Report, Failure> {
        let start = Instant::now();
        let mut report = Report::default();
        let mut corpus: Vec<Vec<u8>> = Vec::new();
        let mut seen: HashSet<u64> = HashSet::new();
        let mut seeds = (self.target.seeds)().into_iter();
        while report.cases < self.limits.cases && start.elapsed() < self.limits.time {
            let input = match seeds.next() {
                Some(seed) => seed,
                None => {
                    let (one, other) = (self.pick(&corpus), self.pick(&corpus));
                    (self.target.vary)(one, other, &mut self.random)
                }
            };
            *self.now.lock().unwrap_or_else(PoisonError::into_inner) = (Instant::now(), input.clone());
            // A case as fast as most others is not measured again.
            let slow = report.slowest.max(Duration::from_millis(20));
            let (shown, time) = match attempt(self.target, &input, self.limits.case, slow) {
                Ok(done) => done,
                Err((place, why)) => {
                    let input = shortened(self.target, input, &place, self.limits.case);
                    return Err(Failure { worker: self.number, case: report.cases, why, input });
                }
            };
            report.cases += 1;
            if time > report.slowest {
                report.slowest = time;
                report.slowest_input.clone_from(&input);
            }
            // All features are recorded, although one new feature is enough.
            let news = shown.into_iter().filter(|shown| seen.insert(*shown)).count();
            if news > 0 && corpus.len() < CORPUS && input.len() <= LONGEST || corpus.is_empty() {
                corpus.push(input);
            }
        }
        let mut lengths: Vec<usize> = corpus.iter().map(Vec::len).collect();
        lengths.sort_unstable();
        Ok(Report { time: start.elapsed(), corpus: corpus.len(), median: lengths[lengths.len() / 2], ..report })
    }

    /// Picks an input. Prefers new inputs, because they lead to further ones, and short inputs, because they run
    /// faster.
    fn pick<'c>(&mut self, corpus: &'c [Vec<u8>]) -> &'c [u8] {
        let newest = corpus.len() / 4 * 3;
        let from = if self.random.below(3) == 0 { newest } else { 0 };
        let mut one = || &corpus[from + self.random.below((corpus.len() - from) as u64) as usize];
        let (one, other) = (one(), one());
        if self.random.below(2) == 0 && other.len() < one.len() { other } else { one }
    }
}

/// Runs a target on several threads. The same seed and number of workers give the same cases.
pub fn run(target: &'static Target, seed: u64, workers: u64, limits: Limits) -> Result<Report, Failure> {
    keep_panics();
    let (sender, receiver) = mpsc::channel();
    let mut running: Vec<Now> = Vec::new();
    for number in 0..workers {
        let now: Now = Arc::new(Mutex::new((Instant::now(), Vec::new())));
        running.push(Arc::clone(&now));
        let sender = sender.clone();
        // Consecutive seeds and different workers must not give the same cases.
        let random = SplitMix64(feature((seed, number, target.name)));
        let limits = Limits { cases: limits.cases.div_ceil(workers), ..limits };
        let worker = Worker { target, number, random, limits, now };
        let start = move || {
            let done = panic::catch_unwind(AssertUnwindSafe(|| worker.run()));
            // A panic while an input is varied is an error in this harness.
            let why = || PANIC.take().unwrap_or_default().1;
            let failed = |_| Err(Failure { worker: number, case: 0, why: why(), input: Vec::new() });
            sender.send((number, done.unwrap_or_else(failed))).expect("the receiver waits for all");
        };
        thread::Builder::new().name(WORKER.to_owned()).stack_size(STACK).spawn(start).expect("a thread starts");
    }
    drop(sender);
    let mut whole = Report::default();
    let mut done = HashSet::new();
    while (done.len() as u64) < workers {
        match receiver.recv_timeout(Duration::from_millis(200)) {
            Ok((number, report)) => {
                let report = report?;
                done.insert(number);
                whole.cases += report.cases;
                whole.time = whole.time.max(report.time);
                if report.slowest >= whole.slowest {
                    (whole.slowest, whole.slowest_input) = (report.slowest, report.slowest_input);
                }
                whole.corpus += report.corpus;
                whole.median = whole.median.max(report.median);
            }
            Err(_) => {
                for (number, now) in (0..workers).zip(&running).filter(|(number, _)| !done.contains(number)) {
                    let (since, input) = now.lock().unwrap_or_else(PoisonError::into_inner).clone();
                    if since.elapsed() > STUCK {
                        let why = format!("it does not end within {STUCK:?}");
                        println!("{}", Failure { worker: number, case: 0, why, input }.kept(target, seed));
                        process::exit(1);
                    }
                }
            }
        }
    }
    Ok(whole)
}

/// Returns the folder for stored inputs, `found/` in the target folder.
fn folder(target: &Target) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("found").join(target.name)
}

/// Writes an input to a file, and returns its path.
pub fn keep(target: &Target, name: &str, input: &[u8]) -> String {
    let file = folder(target).join(name);
    match fs::create_dir_all(folder(target)).and_then(|()| fs::write(&file, input)) {
        Ok(()) => file.display().to_string(),
        Err(error) => format!("(not written: {error})"),
    }
}

impl Failure {
    /// Writes the input to a file, and returns the message of the failure.
    pub fn kept(&self, target: &Target, seed: u64) -> String {
        let file = keep(target, &format!("{:016x}", feature(&self.input)), &self.input);
        format!(
            "{}: FAILED at case {} of worker {}, seed {seed}\n{}\ninput ({} bytes): {}\n{:?}\nreplay: FUZZ_REPLAY={file} make fuzz",
            target.name,
            self.case,
            self.worker,
            self.why.chars().take(3000).collect::<String>(),
            self.input.len(),
            file,
            String::from_utf8_lossy(&self.input[..self.input.len().min(500)]),
        )
    }
}

/// Runs a stored input. The name of its folder is the target.
pub fn replay(targets: &'static [Target], file: &Path) {
    let name = file.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    let target = targets.iter().find(|target| target.name == name);
    let target = target.unwrap_or_else(|| panic!("the file must be in the folder of a target, not {name:?}"));
    let input = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let start = Instant::now();
    (target.check)(&input);
    println!("{name}: {} bytes in {:?}, nothing is wrong", input.len(), start.elapsed());
}

/// Returns a number from the environment.
pub fn setting(name: &str) -> Option<u64> {
    let text = env::var(name).ok().filter(|text| !text.is_empty())?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text}: expected a whole number")))
}
