//! In the shape of `crossbeam-channel`.

pub struct Receiver<T>(std::sync::mpsc::Receiver<T>);

pub struct RecvError;

impl<T> Receiver<T> {
    pub fn recv(&self) -> Result<T, RecvError> {
        self.0.try_recv().map_err(|_| RecvError)
    }

    pub fn try_recv(&self) -> Result<T, RecvError> {
        self.0.try_recv().map_err(|_| RecvError)
    }
}
