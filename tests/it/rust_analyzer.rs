//! A real rust-analyzer, where there is one: it shows what we find, with the way and the quick fix, and forgets it once it
//! is mended.
//!
//! It is looked for as `RUST_ANALYZER`, else on the path; without one the test says so and ends. The same protocol
//! without the editor is tested always (`cli::an_editor_shows_and_forgets_findings`).

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

use super::cli::project;

/// How long a real editor may keep us waiting for anything before the test gives up.
const PATIENCE: Duration = Duration::from_secs(120);

const SLEEPS: &str = "#[unsafe(no_mangle)]\npub extern \"system\" fn LooksAlive(_: *mut u8) -> i32 {\n    ask();\n    1\n}\nfn ask() {\n    std::thread::sleep(std::time::Duration::from_millis(1));\n}\n";

fn rust_analyzer() -> Option<PathBuf> {
    let named = std::env::var_os("RUST_ANALYZER").map_or_else(|| PathBuf::from("rust-analyzer"), PathBuf::from);
    // rustup's stand-in is there without the component that it stands for.
    let works = Command::new(&named).arg("--version").output().is_ok_and(|output| output.status.success());
    works.then_some(named)
}

/// An editor with one workspace open.
struct Editor {
    server: Child,
    input: ChildStdin,
    output: Receiver<Value>,
    last_id: u64,
    /// The language server's name of the file that is edited.
    file: String,
    version: u64,
    /// What is shown in that file.
    diagnostics: Vec<Value>,
}

impl Editor {
    fn open(rust_analyzer: &Path, folder: &Path, check: Value) -> Self {
        let tool = Path::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"));
        let mut path = vec![tool.parent().unwrap().to_owned()];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let mut server = Command::new(rust_analyzer)
            .current_dir(folder)
            .env("PATH", std::env::join_paths(path).unwrap())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = server.stdin.take().unwrap();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        let (send, receive) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read_message(&mut output) {
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        let root = format!("file://{}", folder.display());
        let mut editor =
            Self { server, input, output: receive, last_id: 0, file: format!("{root}/src/lib.rs"), version: 1, diagnostics: Vec::new() };
        editor.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": root,
                "workspaceFolders": [{ "uri": root, "name": "disk" }],
                "capabilities": { "experimental": { "serverStatusNotification": true }, "window": { "workDoneProgress": true }, "textDocument": {
                    "publishDiagnostics": { "relatedInformation": true, "dataSupport": true, "codeDescriptionSupport": true },
                    "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
                } },
                // Without the standard library's sources: nothing is asked of the network.
                "initializationOptions": {
                    "cargo": { "sysroot": null, "buildScripts": { "enable": false } },
                    "procMacro": { "enable": false },
                    "cachePriming": { "enable": false },
                    "diagnostics": { "enable": false },
                    "check": check,
                },
            }),
        );
        editor.notify("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).and_then(|()| self.input.flush()).unwrap();
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let answer = self.wait(method, |message| (message["id"] == id && message.get("method").is_none()).then(|| message.clone()));
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The first message for which `pick` gives something; what the server asks meanwhile is answered with nothing.
    fn wait<T>(&mut self, what: &str, pick: impl Fn(&Value) -> Option<T>) -> T {
        loop {
            let message = self.output.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("waiting for {what}: {error}"));
            if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
                self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
            }
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == self.file.as_str() {
                self.diagnostics = message["params"]["diagnostics"].as_array().cloned().unwrap_or_default();
            }
            if let Some(found) = pick(&message) {
                return found;
            }
        }
    }

    fn open_file(&mut self, text: &str) {
        let document = json!({ "uri": self.file, "languageId": "rust", "version": self.version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// As a user types and saves.
    fn save(&mut self, path: &Path, text: &str) {
        self.version += 1;
        let (file, version) = (self.file.clone(), self.version);
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": file, "version": version }, "contentChanges": [{ "text": text }] }),
        );
        std::fs::write(path, text).unwrap();
        self.notify("textDocument/didSave", json!({ "textDocument": { "uri": file } }));
    }

    /// Our findings that the editor shows when a check has ended, and they are `count`. (A check that another save overtakes ends, too.)
    fn shown(&mut self, count: usize) -> Vec<Value> {
        loop {
            self.wait(&format!("a check that leaves {count} findings"), |message| {
                let is_check = message["params"]["token"].as_str().is_some_and(|token| token.contains("flycheck"));
                (message["method"] == "$/progress" && is_check && message["params"]["value"]["kind"] == "end").then_some(())
            });
            // What was to be shown is shown before the next answer.
            let file = self.file.clone();
            self.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": file } }));
            // rust-analyzer splits `looksalive::sleeps` into who says it and what. It shows the way's steps at their places, too, as
            // hints that lead to the finding.
            let ours = self.diagnostics.iter().filter(|d| d["source"] == "looksalive" && d["severity"] != 4);
            let ours: Vec<Value> = ours.cloned().collect();
            if ours.len() == count {
                return ours;
            }
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // Whether it still lives, and ends, is not what is tested.
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

fn read_message(output: &mut impl BufRead) -> Option<Value> {
    let mut len = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(':') {
            Some(("Content-Length", value)) => len = value.trim().parse::<usize>().ok(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; len?];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn shows_and_forgets(rust_analyzer: &Path, check: Value) {
    let project = project(&[("src/lib.rs", SLEEPS)]);
    let folder = project.path().canonicalize().unwrap();
    let path = folder.join("src/lib.rs");
    let mut editor = Editor::open(rust_analyzer, &folder, check);
    editor.open_file(SLEEPS);
    editor.wait("the workspace", |message| {
        let params = &message["params"];
        (message["method"] == "experimental/serverStatus" && params["quiescent"] == true).then_some(())
    });
    // A command that names the saved file runs when there is one.
    editor.save(&path, SLEEPS);

    let found = editor.shown(1).remove(0);
    assert_eq!(found["code"], "sleeps");
    assert_eq!(found["range"]["start"]["line"], 6, "{found}");
    assert!(found["message"].as_str().unwrap().contains("sleeps for 1 ms inside `LooksAlive`"), "{found}");
    let related = found["relatedInformation"].as_array().unwrap();
    assert!(related.iter().any(|step| step["location"]["range"]["start"]["line"] == 2), "the way leads over line 3: {found}");

    editor.save(&path, &SLEEPS.replace("    ask();\n", ""));
    editor.shown(0);

    // One that has a fix: the wait's result is compared with what only a wait that ends can give.
    let waits = "use std::ffi::c_void;\nunsafe extern \"system\" {\n    fn WaitForSingleObject(handle: *mut c_void, milliseconds: u32) -> u32;\n}\nconst INFINITE: u32 = u32::MAX;\nconst WAIT_TIMEOUT: u32 = 258;\n#[unsafe(no_mangle)]\npub unsafe extern \"system\" fn LooksAlive(resource: *mut c_void) -> i32 {\n    unsafe { (WaitForSingleObject(resource, INFINITE) == WAIT_TIMEOUT) as i32 }\n}\n";
    editor.save(&path, waits);
    let found = editor.shown(1).remove(0);
    assert_eq!(found["range"]["start"]["line"], 8, "{found}");
    // rust-analyzer offers a fix where the text is that it changes.
    let at = waits.lines().nth(8).unwrap().find("INFINITE").unwrap();
    let range = json!({ "start": { "line": 8, "character": at }, "end": { "line": 8, "character": at } });
    let file = editor.file.clone();
    let context = json!({ "diagnostics": [found], "only": ["quickfix"] });
    let actions = editor.request("textDocument/codeAction", json!({ "textDocument": { "uri": file }, "range": range, "context": context }));
    let fixes: Vec<&Value> = actions.as_array().unwrap().iter().filter(|action| action.to_string().contains("\"newText\":\"0\"")).collect();
    assert_eq!(fixes.len(), 1, "{actions}");

    editor.save(&path, &waits.replace("INFINITE)", "0)"));
    editor.shown(0);
    drop(editor);
}

#[test]
fn rust_analyzer_shows_and_forgets_findings() {
    let Some(rust_analyzer) = rust_analyzer() else {
        println!("no rust-analyzer here: set RUST_ANALYZER, or have one on the path");
        return;
    };
    shows_and_forgets(&rust_analyzer, json!({ "command": "looksalive-lint" }));
    let tool = env!("CARGO_BIN_EXE_cargo-looksalive-lint");
    for also in [&[][..], &["--also", "check"][..], &["{saved_file}"][..]] {
        let mut command = vec![tool, "looksalive-lint", "--workspace", "--message-format=json"];
        command.extend(also);
        shows_and_forgets(&rust_analyzer, json!({ "overrideCommand": command }));
    }
}
