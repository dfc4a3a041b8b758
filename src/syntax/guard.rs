//! How deeply a text nests, measured before a recursive parser sees it.
//!
//! `syn` parses by recursion and its trees are dropped by recursion. Two numbers bound how deep both go: how
//! many constructs are open at once (delimiters, and operators and keywords that a further operand follows), and
//! how many operators a single expression chains (`a + b + …`, `a.b().c()…`, `else if` …), which nest to the
//! left. They are counted on tokens, so they may be too high; they are never too low.

use super::ast::Delimiter;
use super::lexer::{Token, TokenKind};

/// The deepest nesting that is parsed. Hand-written code stays below 100.
pub(super) const MAX_NESTING: u32 = 512;

/// The most operators that may be chained around one place.
pub(super) const MAX_CHAIN: u32 = 20_000;

/// What a text demands of the stack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Load {
    pub nesting: u32,
    /// Infix operators that are open around one place: each may be of a higher precedence than the last.
    pub climbs: u32,
    pub chain: u32,
}

/// How many levels of precedence there are to climb before an operand.
const PRECEDENCES: u32 = 12;

/// A text that must not be parsed: the token at which it nests too deeply, and what is wrong.
#[derive(Debug)]
pub(super) struct TooDeep {
    pub token: Token,
    pub message: String,
}

/// Stack that parsing and lowering take for each level of nesting. Measured without optimisation of this
/// package: 4 to 9 KiB.
const BYTES_PER_NESTING: usize = 16 << 10;
/// The same for each operator whose precedence is climbed to. Measured: 3.5 KiB.
const BYTES_PER_CLIMB: usize = 6 << 10;
/// The same for each operator of a chain, which only dropping the tree recurses on. Measured: 65 bytes.
const BYTES_PER_CHAIN: usize = 256;
/// What may be used of the caller's stack.
const BYTES_IN_PLACE: usize = 1 << 20;

impl Load {
    fn bytes(self) -> usize {
        self.nesting as usize * BYTES_PER_NESTING + self.climbs as usize * BYTES_PER_CLIMB + self.chain as usize * BYTES_PER_CHAIN
    }

    fn max(self, other: Self) -> Self {
        Self { nesting: self.nesting.max(other.nesting), climbs: self.climbs.max(other.climbs), chain: self.chain.max(other.chain) }
    }

    /// Run `work` where its stack suffices: here, or on a thread of its own.
    pub fn run<T: Send>(self, work: impl FnOnce() -> T + Send) -> T {
        if self.bytes() <= BYTES_IN_PLACE {
            return work();
        }
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new()
                .name("deep syntax".to_owned())
                .stack_size(self.bytes() + BYTES_IN_PLACE)
                .spawn_scoped(scope, work)
                .expect("the system gives one more thread");
            match thread.join() {
                Ok(value) => value,
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }
}

/// What is open in one group since its last separator.
#[derive(Default)]
struct Level {
    /// What the groups around this one hold open.
    base: Load,
    /// Constructs whose last operand is still to come: assignments, closures, keywords.
    right: u32,
    /// Prefix operators directly before this place.
    prefixes: u32,
    /// `<` without their `>`.
    angles: u32,
    /// Infix operators so far, at most [`PRECEDENCES`] for each construct that is open.
    climbs: u32,
    /// Operators so far.
    chain: u32,
    /// `right` at each `if`, to which its `else` goes back.
    ifs: Vec<u32>,
    /// The last `|`.
    bar: Bar,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Bar {
    #[default]
    None,
    /// It opens a closure's parameters.
    Opens,
    /// It closes them.
    Closes,
    /// An operator, or between patterns.
    Infix,
}

impl Level {
    fn load(&self) -> Load {
        let nesting = self.base.nesting + self.right + self.prefixes + self.angles;
        Load { nesting, climbs: self.base.climbs + self.climbs, chain: self.base.chain + self.chain }
    }

    /// A separator ends what was open in this group.
    fn reset(&mut self, angles: u32) {
        *self = Self { base: self.base, angles, ..Self::default() };
    }
}

/// What stands before a token, as far as it says how to read it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A name: `<` may open arguments, other operators are infix.
    Name,
    /// Another operand's end: operators are infix.
    Operand,
    /// A block's end: what follows is infix or a new statement.
    Block,
    /// Anything else: what follows is prefix.
    Other,
}

/// Words that an operand, a type or a further construct follows.
fn opens(word: &str) -> bool {
    matches!(
        word,
        "as" | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "do"
            | "dyn"
            | "else"
            | "extern"
            | "fn"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "match"
            | "move"
            | "mut"
            | "ref"
            | "return"
            | "static"
            | "try"
            | "unsafe"
            | "where"
            | "while"
            | "yield"
    )
}

/// Measure the tokens that are not `hidden`.
pub(super) fn measure(text: &str, tokens: &[Token], hidden: &[bool]) -> Result<Load, TooDeep> {
    let mut meter = Meter { levels: vec![Level::default()], before: Before::Other, glued: [0; 2], end: 0 };
    let mut load = Load::default();
    for (token, _) in tokens.iter().zip(hidden).filter(|(_, hidden)| !**hidden) {
        meter.token(text, *token);
        let here = meter.level().load();
        load = load.max(here);
        if here.nesting > MAX_NESTING {
            let message = format!("the code nests more than {MAX_NESTING} levels deep here: split it into functions");
            return Err(TooDeep { token: *token, message });
        }
        if here.chain > MAX_CHAIN {
            let message = format!("more than {MAX_CHAIN} operators are chained here: split the expression into statements");
            return Err(TooDeep { token: *token, message });
        }
    }
    Ok(load)
}

struct Meter {
    levels: Vec<Level>,
    before: Before,
    /// The last two characters of punctuation, as far as they stand directly before this place.
    glued: [u8; 2],
    /// Where the last token ended.
    end: u32,
}

impl Meter {
    fn level(&mut self) -> &mut Level {
        self.levels.last_mut().expect("the text's own level is never left")
    }

    fn token(&mut self, text: &str, token: Token) {
        let word = &text[token.lo as usize..token.hi as usize];
        if token.lo != self.end {
            self.glued = [0; 2];
        }
        self.end = token.hi;
        // After a block only some words go on with the same expression.
        let new_statement = match token.kind {
            TokenKind::Ident => !matches!(word, "else" | "as" | "in"),
            TokenKind::RawIdent | TokenKind::Lifetime | TokenKind::Literal | TokenKind::Open(_) | TokenKind::Punct(b'#') => true,
            _ => false,
        };
        if self.before == Before::Block && new_statement {
            self.level().reset(0);
        }
        let before = std::mem::replace(&mut self.before, Before::Other);
        match token.kind {
            TokenKind::Open(_) => {
                let level = self.level();
                level.chain += 1;
                let mut base = level.load();
                base.nesting += 1;
                level.prefixes = 0;
                self.levels.push(Level { base, ..Level::default() });
            }
            TokenKind::Close(delimiter) => {
                if self.levels.len() > 1 {
                    self.levels.pop();
                }
                self.before = if delimiter == Delimiter::Brace { Before::Block } else { Before::Operand };
            }
            TokenKind::Ident if opens(word) => self.keyword(word, before),
            TokenKind::Ident | TokenKind::RawIdent => {
                self.level().prefixes = 0;
                self.before = Before::Name;
            }
            TokenKind::Literal | TokenKind::Unknown => {
                self.level().prefixes = 0;
                self.before = Before::Operand;
            }
            // `&'a &'b T` goes on, `'a: …` begins anew.
            TokenKind::Lifetime => {}
            TokenKind::Punct(punct) => {
                self.punct(punct, before);
                self.glued = [self.glued[1], punct];
                return;
            }
        }
        self.glued = [0; 2];
    }

    fn keyword(&mut self, word: &str, before: Before) {
        let level = self.level();
        match word {
            "await" => return self.before = Before::Operand,
            // Those stand between prefix operators and their operand.
            "mut" | "const" if level.prefixes > 0 => return,
            "else" => {
                level.chain += 1;
                if before == Before::Block
                    && let Some(right) = level.ifs.pop()
                {
                    level.right = right;
                    return;
                }
            }
            "if" => {
                let right = level.right;
                level.ifs.push(right);
            }
            // The type that follows is complete before the next operator.
            "as" => {
                level.chain += 1;
                level.climbs = (level.climbs + 1).min(PRECEDENCES * (level.right + 1));
                return;
            }
            _ => {}
        }
        level.right += level.prefixes + 1;
        level.prefixes = 0;
    }

    fn punct(&mut self, punct: u8, before: Before) {
        let glued = self.glued;
        let level = self.level();
        let infix = before != Before::Other;
        level.chain += 1;
        if infix && !matches!(punct, b';' | b',' | b'.' | b':' | b'?') {
            level.climbs = (level.climbs + 1).min(PRECEDENCES * (level.right + 1));
        }
        match punct {
            b';' => return level.reset(0),
            b',' if level.bar != Bar::Opens => return level.reset(level.angles),
            b'!' | b'-' | b'*' | b'&' if !infix => return level.prefixes += 1,
            // Infix, or the first prefix of a new statement.
            b'!' | b'-' | b'*' | b'&' if before == Before::Block => return level.prefixes = 1,
            b'&' => level.angles = 0,
            b'|' => {
                let second = glued[1] == b'|';
                level.bar = match level.bar {
                    Bar::Opens => Bar::Closes,
                    Bar::Infix if second => {
                        level.angles = 0;
                        Bar::Infix
                    }
                    _ if second || !infix || before == Before::Block => Bar::Opens,
                    _ => Bar::Infix,
                };
                if level.bar == Bar::Opens {
                    level.right += 1;
                }
            }
            // An arm's pattern and guard are complete.
            b'>' if glued[1] == b'=' => return level.reset(0),
            b'>' if glued[1] == b'-' => level.right += 1,
            b'>' => {
                level.angles = level.angles.saturating_sub(1);
                self.before = Before::Name;
            }
            b'<' if before == Before::Name || !infix => level.angles += 1,
            // The second of `==`: the first was counted as an assignment.
            b'=' if glued[1] == b'=' => level.right = level.right.saturating_sub(1),
            // `!=`, `<=`, `>=` compare, `<<=` and `>>=` assign.
            b'=' if glued[1] == b'!' || matches!(glued[1], b'<' | b'>') && glued[0] != glued[1] => {}
            b'=' => level.right += 1,
            b'.' if glued[1] == b'.' => level.right += 1,
            b'@' => level.right += 1,
            b'?' if infix => self.before = Before::Operand,
            _ => {}
        }
        let level = self.level();
        level.right += level.prefixes;
        level.prefixes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexer::lex;
    use super::*;

    fn load(text: &str) -> Result<Load, String> {
        let lexed = lex(text);
        measure(text, &lexed.tokens, &vec![false; lexed.tokens.len()]).map_err(|e| e.message)
    }

    fn nesting(text: &str) -> u32 {
        load(text).expect("a small text").nesting
    }

    #[test]
    fn what_recurses_is_counted() {
        for unit in [
            "(",
            "[",
            "{",
            "f(",
            "!",
            "- ",
            "*",
            "& ",
            "&mut ",
            "return ",
            "break ",
            "a = ",
            "a += ",
            "a <<= ",
            "|| ",
            "|a, b| ",
            "|a|",
            "move || ",
            "if ",
            "A<",
            "A::<",
            "A<B, ",
            "<",
            "a @ ",
            "fn() -> ",
            "*const ",
            "&'a ",
            "if return ",
            "x: |a||b| ",
            "a = -b - ",
            "if a {} else return ",
            "return if a {} else if ",
            ".. ",
            "S { a: ",
            "#[x] if ",
            "match ",
        ] {
            let text = unit.repeat(600);
            assert!(load(&text).is_err(), "{unit}");
        }
    }

    #[test]
    fn what_only_repeats_is_not() {
        for unit in [
            "(a), ",
            "{ a = b; }",
            "!a; ",
            "if a == b {} ",
            "else if let c = d { e } ",
            "a == b && ",
            "a as u8 + ",
            "-a + ",
            "a.b()?.",
            "A => {} ",
            "&A if b => {} ",
            "A | B => c, ",
            "fn a() -> A<B> {} ",
            "#[a] struct A { b: C<D> } ",
            "a < b && ",
            "f(1 < 2), ",
            "a || b, ",
            "a != b || ",
            "a <= b && ",
            "|a| b, ",
            "x = y; ",
            "*a * ",
            "A<B>, ",
            "let a = b; ",
            "impl<T: A> B for C {} ",
        ] {
            let text = unit.repeat(600);
            assert!(load(&text).is_ok_and(|load| load.nesting < 12), "{unit}: {:?}", load(&text));
        }
        assert!(load(&"a + ".repeat(MAX_CHAIN as usize + 1)).is_err());
    }

    #[test]
    fn groups_give_back_what_they_held() {
        assert_eq!(nesting("f(a) + f(b)"), 1);
        assert_eq!(nesting("x = f(g(a))"), 3);
        assert_eq!(nesting("{ a = b } c"), 2);
    }
}
