//! The MIR that rustc prints, as far as calls and guards need it: bodies, blocks, statements, spans of constants.
//!
//! The format is for people and changes; what is not understood yields no call, and the comparison then fails.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

/// One function's (or closure's, or constant's) MIR.
#[derive(Debug, Default)]
pub struct Body {
    /// Locals whose type holds a guard: the guard's type.
    pub guards: BTreeMap<String, String>,
    /// In the order of the text.
    pub blocks: Vec<Block>,
}

#[derive(Debug)]
pub struct Block {
    pub name: String,
    /// Whether it only runs while a panic unwinds.
    pub is_cleanup: bool,
    pub statements: Vec<Statement>,
    /// Where it goes on, unwinding aside.
    pub next: Vec<String>,
}

/// A statement or terminator.
#[derive(Debug)]
pub struct Statement {
    pub text: String,
    /// The functions that it names, in order.
    pub functions: Vec<Function>,
}

/// A constant whose type is a function's.
#[derive(Debug)]
pub struct Function {
    /// As rustc prints it.
    pub path: String,
    /// Where its name's span ends.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters, one past the last.
    pub column: usize,
}

macro_rules! patterns {
    ($($name:ident = $pattern:literal;)*) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("the pattern is well formed"));)*
    };
}

patterns! {
    HEAD = r"^(?:(?:fn|const|static|promoted|alloc)\b|\S.*\{$)";
    LOCAL = r"^\s*let (?:mut )?(_\d+): (.*);";
    BLOCK = r"^\s*(bb\d+)( \(cleanup\))?: \{";
    SPAN = r"^\s*// \+ span: (.+?):(\d+):(\d+): (\d+):(\d+)";
    GUARD = r"\b(MutexGuard|MappedMutexGuard|RwLockReadGuard|RwLockWriteGuard|ReentrantLockGuard|ReentrantMutexGuard|ArcMutexGuard)\b";
    UNWIND = r"unwind[^,\]]*";
    TARGET = r"\bbb\d+\b";
    CALLS = r"\) -> (?:\[return|unwind|bb\d+)";
    MOVES = r"\bmove (_\d+)\b";
    ENDS = r"^\s*(?:drop|StorageDead)\((_\d+)\)";
    ASSIGNS = r"^\s*(_\d+) = ";
}

/// All bodies of a text.
pub fn parse(text: &str) -> Vec<Body> {
    let mut bodies: Vec<Body> = Vec::new();
    let mut in_block = false;
    let mut span: Option<(String, usize, usize)> = None;
    for line in text.lines() {
        if HEAD.is_match(line) {
            bodies.push(Body::default());
            in_block = false;
            continue;
        }
        let Some(body) = bodies.last_mut() else { continue };
        if let Some(found) = LOCAL.captures(line) {
            let ty = found[2].split("//").next().unwrap_or_default().trim_start();
            if let Some(guard) = GUARD.find(ty).filter(|_| !ty.starts_with(['&', '*'])) {
                body.guards.insert(found[1].to_owned(), guard.as_str().to_owned());
            }
            continue;
        }
        if let Some(found) = BLOCK.captures(line) {
            let block = Block { name: found[1].to_owned(), is_cleanup: found.get(2).is_some(), statements: Vec::new(), next: Vec::new() };
            body.blocks.push(block);
            in_block = true;
            continue;
        }
        let Some(block) = body.blocks.last_mut().filter(|_| in_block) else { continue };
        let trimmed = line.trim();
        if trimmed.starts_with("//") {
            let Some(statement) = block.statements.last_mut() else { continue };
            if let Some(found) = SPAN.captures(line) {
                span = found[4].parse().ok().zip(found[5].parse().ok()).map(|(line, column)| (found[1].to_owned(), line, column));
            } else if let (Some(path), Some((file, line, column))) = (function(trimmed), span.clone()) {
                statement.functions.push(Function { path: path.to_owned(), file, line, column });
            }
        } else if trimmed != "}" && !trimmed.is_empty() {
            let text = line.split(" // scope").next().unwrap_or(line).to_owned();
            let targets = match text.rfind("-> ") {
                Some(at) => Some(&text[at..]),
                None => Some(text.as_str()).filter(|t| t.trim_start().starts_with("goto") || t.trim_start().starts_with("switchInt")),
            };
            if let Some(targets) = targets {
                let targets = UNWIND.replace_all(targets, "");
                block.next = TARGET.find_iter(&targets).map(|found| found.as_str().to_owned()).collect();
            }
            span = None;
            block.statements.push(Statement { text, functions: Vec::new() });
        }
    }
    bodies
}

/// The function that a note names: `// + const_: Const { ty: fn(…) -> … {path}, val: Value(path) }`.
fn function(note: &str) -> Option<&str> {
    let constant = note.strip_prefix("// + const_: Const { ty: ")?;
    let (ty, value) = constant.rsplit_once(", val: Value(")?;
    let path = value.strip_suffix(") }")?;
    ty.strip_suffix('}')?.strip_suffix(path)?.ends_with('{').then_some(path)
}

impl Statement {
    /// Whether it is a call: then the first function is what is called.
    pub fn is_call(&self) -> bool {
        CALLS.is_match(&self.text)
    }

    /// The locals that it moves out of.
    pub fn moves(&self) -> impl Iterator<Item = &str> {
        MOVES.captures_iter(&self.text).map(|found| found.get(1).expect("the group is not optional").as_str())
    }
}

/// Locals that may hold a guard.
pub type Alive<'b> = BTreeSet<&'b str>;

impl Body {
    /// For each block, the guards that may be alive when it starts.
    pub fn alive_at_blocks(&self) -> Vec<Alive<'_>> {
        let index: BTreeMap<&str, usize> = self.blocks.iter().enumerate().map(|(i, block)| (block.name.as_str(), i)).collect();
        let mut start = vec![Alive::new(); self.blocks.len()];
        let mut open: Vec<usize> = (0..self.blocks.len()).collect();
        while let Some(at) = open.pop() {
            let mut alive = start[at].clone();
            for statement in &self.blocks[at].statements {
                self.step(&mut alive, statement);
            }
            for next in self.blocks[at].next.iter().filter_map(|name| index.get(name.as_str())) {
                if !alive.is_subset(&start[*next]) {
                    start[*next].extend(alive.iter().copied());
                    open.push(*next);
                }
            }
        }
        start
    }

    /// What a statement does to the guards that are alive.
    pub fn step<'b>(&'b self, alive: &mut Alive<'b>, statement: &Statement) {
        for local in statement.moves() {
            alive.remove(local);
        }
        if let Some(ended) = ENDS.captures(&statement.text) {
            alive.remove(&ended[1]);
        }
        if let Some(assigned) = ASSIGNS.captures(&statement.text)
            && let Some((local, _)) = self.guards.get_key_value(&assigned[1])
        {
            alive.insert(local);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
fn poll(_1: &Mutex<u8>) -> () {
    let mut _0: ();
    let _2: std::sync::MutexGuard<'_, u8>; // in scope 0 at src/lib.rs:2:9: 2:14
    let _3: &std::sync::MutexGuard<'_, u8>; // in scope 0 at src/lib.rs:2:9: 2:14

    bb0: {
        _2 = lock(move _1) -> [return: bb1, unwind: bb3]; // scope 0 at src/lib.rs:2:17: 2:25
                                         // mir::ConstOperand
                                         // + span: src/lib.rs:2:19: 2:23
                                         // + const_: Const { ty: fn(&Mutex<u8>) -> MutexGuard<u8> {lock}, val: Value(lock) }
    }

    bb1: {
        _0 = map::<{closure@a.rs:1:1: 1:2}>(const 1_u8) -> [return: bb2, unwind: bb3]; // scope 0 at src/lib.rs:3:1: 3:9
                                         // + span: src/lib.rs:3:1: 3:4
                                         // + const_: Const { ty: u8, val: Value(1_u8) }
                                         // + const_: Const { ty: fn(u8) {map::<{closure@a.rs:1:1: 1:2}>}, val: Value(map::<{closure@a.rs:1:1: 1:2}>) }
    }

    bb2: {
        drop(_2) -> [return: bb4, unwind: bb3]; // scope 0
    }

    bb3 (cleanup): {
        resume; // scope 0
    }

    bb4: {
        return; // scope 0
    }
}
";

    #[test]
    fn calls_and_live_guards_are_read() {
        let bodies = parse(TEXT);
        let [body] = bodies.as_slice() else { panic!("{bodies:?}") };
        assert_eq!(body.guards.keys().collect::<Vec<_>>(), ["_2"], "a reference holds no guard");
        let alive: Vec<usize> = body.alive_at_blocks().iter().map(Alive::len).collect();
        assert_eq!(alive, [0, 1, 1, 0, 0]);
        let functions: Vec<&str> =
            body.blocks.iter().flat_map(|b| &b.statements).flat_map(|s| &s.functions).map(|f| f.path.as_str()).collect();
        assert_eq!(functions, ["lock", "map::<{closure@a.rs:1:1: 1:2}>"]);
        assert!(body.blocks[0].statements[0].is_call() && !body.blocks[2].statements[0].functions.iter().any(|_| true));
        assert!(body.blocks[3].is_cleanup);
    }
}
