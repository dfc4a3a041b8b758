// What cannot be known stays unknown, and two candidates are never guessed.
fn missing(a: absent::Type, b: &Absent) {
    a.lock(); //~ ?
    b.get().len(); //~ ? | ?
    absent::function(); //~ ?
    let c = absent_macro!(a);
    c.join(); //~ ?
}
trait L { fn go(&self); }
trait R { fn go(&self); }
struct S;
impl L for S { fn go(&self) {} }
impl R for S { fn go(&self) {} }
fn ambiguous(s: S) {
    s.go(); //~ ?
    <S as L>::go(&s); //~ <S as L>::go
    let x = Default::default();
    x.anything(); //~ ?
}
struct NoMethod;
fn nothing(n: NoMethod) {
    n.lock(); //~ ?
    n.field.lock(); //~ ?
}
