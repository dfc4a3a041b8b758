//! Looking models up: re-exports, bindings, the user's models.

use super::schema::{Bound, Latency, Model};
use super::{Models, parse};

fn user(text: &str) -> Models {
    Models::with_user(parse("looksalive.toml", text).expect("the models are right"))
}

fn latency(model: Option<&Model>) -> Option<&Latency> {
    model.and_then(|model| model.latency.as_ref())
}

const UNBOUNDED: Option<&Latency> = Some(&Latency::Fixed(Bound::Unbounded));

#[test]
fn re_exports() {
    let models = user(
        "[[model]]\npath = \"std::sync::Mutex::lock\"\nlatency = \"unbounded\"\n\
         [[model]]\npath = \"std::thread::nap\"\nlatency = \"unbounded\"\n\
         [[model]]\npath = \"net::Client::get\"\nlatency = \"instant\"\n\
         [[model]]\npath = \"net::blocking::Client::get\"\nlatency = \"unbounded\"\n\
         [[model]]\npath = \"net::probe\"\nlatency = \"unbounded\"\n",
    );
    for found in [
        "std::sync::Mutex::lock",
        "std::sync::poison::mutex::Mutex::lock",
        "core::sync::Mutex::lock",
        "std::thread::functions::nap",
        "net::blocking::Client::get",
        "net::blocking::client::Client::get",
        "net::probe",
    ] {
        assert_eq!(latency(models.lookup_path(found)), UNBOUNDED, "{found}");
    }
    assert_eq!(latency(models.lookup_path("net::asynchronous::Client::get")), Some(&Latency::Fixed(Bound::Instant)));
    for other in [
        "net::inner::probe",
        "my::sync::Mutex::lock",
        "std::Mutex::lock",
        "std::sync::Mutex::lock::lock",
        "std::sync::Other::lock",
        "probe",
        "",
    ] {
        assert!(models.lookup_path(other).is_none(), "{other}");
    }
}

#[test]
fn ambiguity_is_not_guessed() {
    let models = user(
        "[[model]]\npath = \"net::a::Client::get\"\nlatency = \"instant\"\n\
         [[model]]\npath = \"net::b::Client::get\"\nlatency = \"unbounded\"\n",
    );
    assert!(models.lookup_path("net::a::b::Client::get").is_none());
    assert!(models.lookup_path("net::a::c::Client::get").is_some());
}

#[test]
fn printed_callees() {
    let models = user(
        "[[model]]\npath = \"std::io::Read::read\"\nlatency = \"unbounded\"\n\
         [[model]]\npath = \"std::io::Cursor::read\"\nlatency = \"instant\"\n\
         [[model]]\npath = \"<[T]>::reverse_all\"\nlatency = \"unbounded\"\n",
    );
    assert_eq!(latency(models.lookup_callee("<mine::Pipe as std::io::Read>::read")), UNBOUNDED);
    assert_eq!(latency(models.lookup_callee("<dyn std::io::Read as std::io::Read>::read")), UNBOUNDED);
    assert_eq!(latency(models.lookup_callee("<std::io::Cursor<&[u8]> as std::io::Read>::read")), Some(&Latency::Fixed(Bound::Instant)));
    assert_eq!(latency(models.lookup_callee("core::slice::<impl [T]>::reverse_all")), UNBOUNDED);
}

#[test]
fn the_users_model_wins_and_is_counted() {
    let models = user(
        "[[model]]\npath = \"windows_sys::Win32::System::Threading::WaitForSingleObject\"\nforeign = true\nlatency = \"1ms\"\n\
         [[model]]\npath = \"nowhere::never\"\nlatency = \"1ms\"\n",
    );
    assert_eq!(models.unused().count(), 2);
    let (model, binding) = models.lookup_foreign("WaitForSingleObject", 2).expect("it has a model");
    assert_eq!((latency(Some(model)), binding), (Some(&Latency::Fixed(Bound::parse("1ms").expect("a duration"))), 0));
    assert_eq!(models.unused().map(|(number, model)| (number, model.path.as_str())).collect::<Vec<_>>(), [(1, "nowhere::never")]);
    assert!(
        Models::builtin()
            .lookup_foreign("WaitForSingleObject", 2)
            .is_some_and(|(model, _)| matches!(model.latency, Some(Latency::Timeout(_))))
    );
}

#[test]
fn the_later_of_two_user_models_wins() {
    let models = Models::with_user(
        ["1ms", "2ms"]
            .iter()
            .flat_map(|l| parse("m", &format!("[[model]]\npath = \"a::b\"\nlatency = \"{l}\"\n")).expect("right"))
            .collect(),
    );
    assert_eq!(latency(models.lookup_path("a::b")), Some(&Latency::Fixed(Bound::parse("2ms").expect("a duration"))));
}

/// Models may stand inside another file or come as JSON: what is wrong with one is said there too.
#[test]
fn models_inside_a_configuration() {
    #[derive(Debug, serde::Deserialize)]
    struct Configuration {
        model: Vec<Model>,
    }
    let error = toml::from_str::<Configuration>("[[model]]\npath = \"a::b\"\n").expect_err("it has no effect");
    assert_eq!(error.message(), "model `a::b`: `path` has no effect: give at least one, such as `latency = \"instant\"`");
    assert!(error.span().is_some(), "it points into the file");
    let error = serde_json::from_str::<Configuration>(r#"{"model": [{"path": "a::b", "latency": {"arg": 0, "local": "1ms"}}]}"#);
    let error = error.expect_err("the keys do not go together").to_string();
    assert!(error.starts_with("`local` does not belong to a timeout"), "{error}");
    let right =
        serde_json::from_str::<Configuration>(r#"{"model": [{"path": "a::b", "latency": {"arg": 0, "unit": "ms"}, "releases": "self"}]}"#);
    assert_eq!(right.expect("it is right").model.len(), 1);
}
