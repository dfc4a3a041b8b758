//! Writing a rendered report to the standard streams.

use std::io::{self, ErrorKind, Write};

use super::Rendered;

/// Write to standard error first, then to standard output. A reader that went away (`| head`) is no error.
///
/// # Errors
/// When a stream cannot be written to for any other reason.
pub fn write(rendered: &Rendered) -> io::Result<()> {
    // Colours were decided when it was rendered; only old Windows consoles need them translated.
    pour(&mut anstream::AutoStream::always(io::stderr()).lock(), &rendered.stderr)?;
    pour(&mut io::stdout().lock(), &rendered.stdout)
}

fn pour(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fails(ErrorKind);

    impl Write for Fails {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn only_a_reader_that_went_away_is_no_error() {
        assert!(pour(&mut Fails(ErrorKind::BrokenPipe), "x").is_ok());
        assert!(pour(&mut Fails(ErrorKind::StorageFull), "x").is_err());
    }
}
