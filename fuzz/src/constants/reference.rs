//! Arithmetic out of bytes: Rust that computes a value, and the value.
//!
//! What overflows, shifts too far or divides by zero has no value: rustc refuses it in a constant, and it panics elsewhere.

use std::fmt::Write as _;

/// A value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Of any integer type.
    Int(i128),
    /// Of `bool`.
    Bool(bool),
}

/// Types of integers: name, bits, whether it is signed.
type Ty = (&'static str, u32, bool);

const TYPES: [Ty; 9] = [
    ("u32", 32, false),
    ("u64", 64, false),
    ("i32", 32, true),
    ("usize", 64, false),
    ("u8", 8, false),
    ("i64", 64, true),
    ("u16", 16, false),
    ("i8", 8, true),
    ("isize", 64, true),
];

/// How deep expressions nest.
const DEPTH: u32 = 5;

/// A program of constants and two functions: `plain`, and `given`, which has parameters.
pub struct Program {
    /// As Rust.
    pub text: String,
    /// The constants: their names, values and how they are written.
    pub constants: Vec<(String, Option<i128>, String)>,
    /// What `plain()` returns.
    pub plain: Option<Value>,
    /// What `given` is called with.
    pub args: Vec<Value>,
    /// What it then returns.
    pub given: Option<Value>,
}

impl Program {
    /// The program that the bytes mean: any do.
    pub fn new(data: &[u8]) -> Self {
        let mut make = Maker { bytes: data.iter().copied(), known: Vec::new(), number: 0 };
        // It says that this is a program.
        make.byte();
        let mut text = "#![allow(warnings)]\nuse std::time::Duration;\n".to_owned();
        let mut constants = Vec::new();
        for number in 0..make.byte() % 4 {
            let ty = make.ty();
            let (written, value) = make.int(ty, DEPTH);
            let name = format!("C{number}");
            let keyword = if make.byte().is_multiple_of(4) { "static" } else { "const" };
            writeln!(text, "{keyword} {name}: {} = {written};", ty.0).expect("a string can be written to");
            constants.push((name.clone(), value, written));
            make.known.push((name, ty, value));
        }
        let plain = make.function("plain", "", &mut text);
        let params: Vec<Ty> = (0..1 + make.byte() % 2).map(|_| make.ty()).collect();
        let mut args = Vec::new();
        let mut list = String::new();
        for (number, ty) in params.into_iter().enumerate() {
            let value = make.number(ty);
            args.push(Value::Int(value));
            let name = format!("p{number}");
            write!(list, "{name}: {}, ", ty.0).expect("a string can be written to");
            make.known.push((name, ty, Some(value)));
        }
        let given = make.function("given", &list, &mut text);
        Self { text, constants, plain, args, given }
    }
}

/// Written, and worth.
type Int = (String, Option<i128>);
type Bool = (String, Option<bool>);

struct Maker<'d> {
    bytes: std::iter::Copied<std::slice::Iter<'d, u8>>,
    /// Names in scope.
    known: Vec<(String, Ty, Option<i128>)>,
    /// Of the next variable.
    number: u32,
}

impl Maker<'_> {
    fn byte(&mut self) -> u8 {
        self.bytes.next().unwrap_or(0)
    }

    fn ty(&mut self) -> Ty {
        TYPES[usize::from(self.byte()) % TYPES.len()]
    }

    fn function(&mut self, name: &str, params: &str, text: &mut String) -> Option<Value> {
        let is_const = if self.byte().is_multiple_of(3) { "const " } else { "" };
        let (ty, written, value) = if self.byte() % 4 == 3 {
            let (written, value) = self.bool(DEPTH);
            ("bool", written, value.map(Value::Bool))
        } else {
            let ty = self.ty();
            let (written, value) = self.int(ty, DEPTH);
            (ty.0, written, value.map(Value::Int))
        };
        writeln!(text, "pub {is_const}fn {name}({params}) -> {ty} {{\n    {written}\n}}").expect("a string can be written to");
        value
    }

    /// A number of the type, those at its ends among them.
    fn number(&mut self, ty: Ty) -> i128 {
        let (least, most) = ends(ty);
        let byte = self.byte();
        let value = match byte % 16 {
            0 => 0,
            1 => 1,
            2 => most,
            3 => least,
            4 => most - 1,
            5 => least + 1,
            6 => i128::from(self.byte()) * 1000,
            7 => 1 << (self.byte() % 64),
            8 => -1,
            9 => i128::from(u32::MAX),
            10 => i128::from(self.byte()) << 8 | i128::from(self.byte()),
            _ => i128::from(self.byte()),
        };
        value.clamp(least, most)
    }

    fn int(&mut self, ty: Ty, depth: u32) -> Int {
        if depth == 0 {
            return self.leaf(ty);
        }
        let depth = depth - 1;
        match self.byte() % 24 {
            0..=2 => self.leaf(ty),
            3..=7 => self.binary(ty, depth),
            8 => self.shift(ty, depth),
            9 => self.unary(ty, depth),
            10 => {
                let from = self.ty();
                let (written, value) = self.int(from, depth);
                (format!("(({written}) as {})", ty.0), value.map(|value| wrapped(value, ty)))
            }
            11 => {
                let (written, value) = self.bool(depth);
                (format!("(({written}) as {})", ty.0), value.map(i128::from))
            }
            12 | 13 => {
                let (cond, holds) = self.bool(depth);
                let (yes, no) = (self.int(ty, depth), self.int(ty, depth));
                (format!("(if {cond} {{ {} }} else {{ {} }})", yes.0, no.0), holds.and_then(|holds| if holds { yes.1 } else { no.1 }))
            }
            14 => self.binding(ty, depth),
            15 => self.arms(ty, depth),
            16 | 17 => self.method(ty, depth),
            18 => {
                let (a, b) = (self.int(ty, depth), self.int(ty, depth));
                let first = self.byte().is_multiple_of(2);
                (format!("({}, {}).{}", a.0, b.0, u8::from(!first)), a.1.and_then(|a| b.1.map(|b| if first { a } else { b })))
            }
            19 => {
                let parts: Vec<Int> = (0..3).map(|_| self.int(ty, depth)).collect();
                let index = usize::from(self.byte() % 3);
                let all: Option<Vec<i128>> = parts.iter().map(|part| part.1).collect();
                (format!("[{}, {}, {}][{index}]", parts[0].0, parts[1].0, parts[2].0), all.map(|all| all[index]))
            }
            20 => self.changed(ty, depth),
            21 => self.counted(ty),
            22 => self.duration(ty),
            _ => {
                let (written, value) = self.int(ty, depth);
                let form = match self.byte() % 4 {
                    0 => format!("loop {{ break {written}; }}"),
                    1 => format!("{{ const K: {} = 1; ({written}) }}", ty.0),
                    2 => format!("match Some({written}) {{ Some(some) => some, None => 0 }}"),
                    _ => format!("(|| {written})()"),
                };
                (format!("({form})"), value)
            }
        }
    }

    /// A number or a name.
    fn leaf(&mut self, ty: Ty) -> Int {
        let known: Vec<_> = self.known.iter().filter(|known| known.1 == ty).cloned().collect();
        let byte = usize::from(self.byte());
        if byte % 2 == 0
            && let Some((name, _, value)) = known.get((byte / 2) % known.len().max(1))
        {
            return (name.clone(), *value);
        }
        let value = self.number(ty);
        let (least, most) = ends(ty);
        let name = ty.0;
        let written = match self.byte() % 4 {
            0 if value == most => format!("{name}::MAX"),
            0 if value == least => format!("{name}::MIN"),
            1 if value >= 0 => format!("0x{value:X}_{name}"),
            _ if value < 0 => format!("({value}{name})"),
            _ => format!("{value}{name}"),
        };
        (written, Some(value))
    }

    fn binary(&mut self, ty: Ty, depth: u32) -> Int {
        let op = ["+", "-", "*", "/", "%", "&", "|", "^"][usize::from(self.byte() % 8)];
        let (a, b) = (self.int(ty, depth), self.int(ty, depth));
        let value = a.1.and_then(|a| b.1.and_then(|b| operation(op, a, b, ty)));
        (format!("({} {op} {})", a.0, b.0), value)
    }

    fn shift(&mut self, ty: Ty, depth: u32) -> Int {
        let (a, by) = (self.int(ty, depth), u32::from(self.byte() % 70));
        let left = self.byte().is_multiple_of(2);
        let shifted = a.1.filter(|_| by < ty.1).map(|a| if left { wrapped(a << by, ty) } else { a >> by });
        (format!("({} {} {by})", a.0, if left { "<<" } else { ">>" }), shifted)
    }

    fn unary(&mut self, ty: Ty, depth: u32) -> Int {
        let (written, value) = self.int(ty, depth);
        if ty.2 && self.byte().is_multiple_of(2) {
            return (format!("(-{written})"), value.and_then(|value| fitting(-value, ty)));
        }
        (format!("(!{written})"), value.map(|value| wrapped(!value, ty)))
    }

    fn binding(&mut self, ty: Ty, depth: u32) -> Int {
        let of = self.ty();
        let (written, value) = self.int(of, depth);
        self.number += 1;
        let name = format!("v{}", self.number);
        self.known.push((name.clone(), of, value));
        let (inner, result) = self.int(ty, depth);
        self.known.retain(|known| known.0 != name);
        let form = match self.byte() % 3 {
            0 => format!("{{ let {name} = {written}; {inner} }}"),
            1 => format!("{{ let ({name}, _) = ({written}, 0); {inner} }}"),
            _ => format!("{{ let {name}: {} = {written}; {inner} }}", of.0),
        };
        // What has no value is computed all the same.
        (form, value.and(result))
    }

    fn arms(&mut self, ty: Ty, depth: u32) -> Int {
        let of = self.ty();
        let (written, value) = self.int(of, depth);
        let (one, from, to) = (self.number(of), self.number(of), self.number(of));
        let (from, to) = (from.min(to), from.max(to));
        let arms = [self.int(ty, depth), self.int(ty, depth), self.int(ty, depth)];
        let text = format!("(match {written} {{ {one} => {}, {from}..={to} => {}, _ => {} }})", arms[0].0, arms[1].0, arms[2].0);
        let result = value.and_then(|value| match value {
            value if value == one => arms[0].1,
            value if (from..=to).contains(&value) => arms[1].1,
            _ => arms[2].1,
        });
        (text, result)
    }

    fn method(&mut self, ty: Ty, depth: u32) -> Int {
        let (a, b) = (self.int(ty, depth), self.int(ty, depth));
        let both = a.1.and_then(|a| b.1.map(|b| (a, b)));
        let (least, most) = ends(ty);
        let exact = |op: &str, (a, b): (i128, i128)| match op {
            "add" => a + b,
            "sub" => a - b,
            _ => a.saturating_mul(b),
        };
        // The lower bits are right, whatever is lost above.
        let lower = |op: &str, (a, b): (i128, i128)| if op == "mul" { a.wrapping_mul(b) } else { exact(op, (a, b)) };
        let op = ["add", "sub", "mul"][usize::from(self.byte() % 3)];
        let name = ty.0;
        match self.byte() % 12 {
            0 | 1 => (format!("{name}::wrapping_{op}({}, {})", a.0, b.0), both.map(|both| wrapped(lower(op, both), ty))),
            2 | 3 => (format!("({}).saturating_{op}({})", a.0, b.0), both.map(|both| exact(op, both).clamp(least, most))),
            4 => {
                let other = self.int(ty, depth);
                let value = both.and_then(|both| other.1.map(|other| fitting(exact(op, both), ty).unwrap_or(other)));
                (format!("({}).checked_{op}({}).unwrap_or({})", a.0, b.0, other.0), value)
            }
            5 => (format!("({}).min({})", a.0, b.0), both.map(|(a, b)| a.min(b))),
            6 => (format!("({}).max({})", a.0, b.0), both.map(|(a, b)| a.max(b))),
            7 => {
                let power = self.byte() % 5;
                let value = a.1.and_then(|a| a.checked_pow(power.into())).and_then(|value| fitting(value, ty));
                (format!("({}).pow({power})", a.0), value)
            }
            8 => (
                format!("{name}::rem_euclid({}, {})", a.0, b.0),
                both.and_then(|(a, b)| (b != 0 && !(a == least && b == -1)).then(|| a.rem_euclid(b))),
            ),
            9 => {
                let bits = |value: i128| value as u128 & (u128::MAX >> (128 - ty.1));
                (format!("(({}).count_ones() as {name})", a.0), a.1.map(|a| i128::from(bits(a).count_ones())))
            }
            10 => {
                let (low, high) = (self.number(ty), self.number(ty));
                let value = a.1.filter(|_| low <= high).map(|a| a.clamp(low, high));
                (format!("({}).clamp({low}, {high})", a.0), value)
            }
            _ => (format!("({name}::abs_diff({}, {}) as {name})", a.0, b.0), both.map(|(a, b)| wrapped((a - b).abs(), ty))),
        }
    }

    /// A variable that changes.
    fn changed(&mut self, ty: Ty, depth: u32) -> Int {
        let op = ["+", "-", "*", "/", "%", "&", "|", "^"][usize::from(self.byte() % 8)];
        let (a, b) = (self.int(ty, depth), self.int(ty, depth));
        let (cond, holds) = self.bool(depth);
        self.number += 1;
        let name = format!("v{}", self.number);
        let value = a.1.and_then(|a| {
            let changed = || b.1.and_then(|b| operation(op, a, b, ty));
            holds.and_then(|holds| if holds { changed() } else { Some(a) })
        });
        (format!("{{ let mut {name} = {}; if {cond} {{ {name} {op}= {}; }} {name} }}", a.0, b.0), value)
    }

    /// A counter in a loop.
    fn counted(&mut self, ty: Ty) -> Int {
        let (limit, step) = (i128::from(self.byte() % 40), 1 + i128::from(self.byte() % 5));
        self.number += 1;
        let name = format!("v{}", self.number);
        let reached = (limit + step - 1) / step * step;
        let value = fitting(reached, ty);
        let form = match self.byte() % 3 {
            0 => format!("while {name} < {limit} {{ {name} += {step}; }}"),
            1 => format!("loop {{ if {name} >= {limit} {{ break; }} {name} += {step}; }}"),
            _ => format!("for _ in 0..{} {{ {name} += {step}; }}", reached / step),
        };
        (format!("{{ let mut {name}: {} = 0; {form} {name} }}", ty.0), value)
    }

    fn duration(&mut self, ty: Ty) -> Int {
        let number = self.number(TYPES[0]);
        let (unit, nanos) = [("secs", 1_000_000_000), ("millis", 1_000_000), ("micros", 1_000), ("nanos", 1)][usize::from(self.byte() % 4)];
        let (shown, per) = [("secs", 1_000_000_000), ("millis", 1_000_000), ("micros", 1_000), ("nanos", 1)][usize::from(self.byte() % 4)];
        let factor = u32::from(self.byte() % 4);
        let value = number * nanos * i128::from(factor) / per;
        (format!("((Duration::from_{unit}({number}) * {factor}).as_{shown}() as {})", ty.0), Some(wrapped(value, ty)))
    }

    fn bool(&mut self, depth: u32) -> Bool {
        if depth == 0 {
            let value = self.byte().is_multiple_of(2);
            return (value.to_string(), Some(value));
        }
        let depth = depth - 1;
        match self.byte() % 8 {
            0 => {
                let (written, value) = self.bool(depth);
                (format!("(!{written})"), value.map(|value| !value))
            }
            1 => {
                let (a, b) = (self.bool(depth), self.bool(depth));
                // The second is not computed where the first decides.
                (format!("({} && {})", a.0, b.0), a.1.and_then(|a| if a { b.1 } else { Some(false) }))
            }
            2 => {
                let (a, b) = (self.bool(depth), self.bool(depth));
                (format!("({} || {})", a.0, b.0), a.1.and_then(|a| if a { Some(true) } else { b.1 }))
            }
            3 => {
                let ty = self.ty();
                let ((written, value), (from, to)) = (self.int(ty, depth), (self.number(ty), self.number(ty)));
                let (from, to) = (from.min(to), from.max(to));
                (format!("matches!({written}, {from}..={to})"), value.map(|value| (from..=to).contains(&value)))
            }
            _ => {
                let (ty, op) = (self.ty(), ["==", "!=", "<", "<=", ">", ">="][usize::from(self.byte() % 6)]);
                let (a, b) = (self.int(ty, depth), self.int(ty, depth));
                let compared = |a: i128, b: i128| match op {
                    "==" => a == b,
                    "!=" => a != b,
                    "<" => a < b,
                    "<=" => a <= b,
                    ">" => a > b,
                    _ => a >= b,
                };
                (format!("(({}) {op} ({}))", a.0, b.0), a.1.and_then(|a| b.1.map(|b| compared(a, b))))
            }
        }
    }
}

/// The least and the greatest number of a type.
fn ends((_, bits, signed): Ty) -> (i128, i128) {
    if signed { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) } else { (0, (1 << bits) - 1) }
}

fn fitting(value: i128, ty: Ty) -> Option<i128> {
    let (least, most) = ends(ty);
    (least..=most).contains(&value).then_some(value)
}

/// What the type's bits of a number mean.
fn wrapped(value: i128, (_, bits, signed): Ty) -> i128 {
    let lower = value & ((1 << bits) - 1);
    if signed && lower >> (bits - 1) == 1 { lower - (1 << bits) } else { lower }
}

fn operation(op: &str, a: i128, b: i128, ty: Ty) -> Option<i128> {
    let value = match op {
        "+" => a + b,
        "-" => a - b,
        "*" => a.checked_mul(b)?,
        "/" => a.checked_div(b)?,
        // As rustc has it: the least number by -1 overflows.
        "%" if a == ends(ty).0 && b == -1 => return None,
        "%" => a.checked_rem(b)?,
        "&" => a & b,
        "|" => a | b,
        _ => a ^ b,
    };
    fitting(value, ty)
}
