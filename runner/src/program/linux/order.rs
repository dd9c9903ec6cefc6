//! What a launcher is asked to start, as bytes on a socket.

use std::ffi::OsString;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use rustix::io::retry_on_intr;
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, recvmsg, sendmsg,
};

use super::shared_use::SharedLimits;

/// A program with its arguments, the world it sees and the limits of that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LaunchOrder {
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<OsString>,
    pub(super) environment: Vec<(OsString, OsString)>,
    /// The working folder; empty for the one of the workbook.
    pub(super) folder: PathBuf,
    pub(super) readable: Vec<PathBuf>,
    pub(super) listable: Vec<PathBuf>,
    pub(super) writable: Vec<PathBuf>,
    /// The folder that is emptied into a file system of its own; empty for none.
    pub(super) private: PathBuf,
    pub(super) limits: SharedLimits,
    /// True for a learner's program, which is kept from changing the modes and owners of files, and from forking without
    /// end.
    pub(super) is_foreign: bool,
}

impl LaunchOrder {
    /// Writes the length of the order and then the order.
    pub(super) fn write_to(&self, line: &mut impl Write) -> io::Result<()> {
        let bytes = self.to_bytes();
        line.write_all(&(bytes.len() as u64).to_le_bytes())?;
        line.write_all(&bytes)
    }

    /// Its lists, each with its length; no text in it holds a NUL.
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let word = |path: &PathBuf| path.clone().into_os_string();
        let names = self.environment.iter().map(|(name, _)| name.clone());
        let values = self.environment.iter().map(|(_, value)| value.clone());
        let foreign = OsString::from(if self.is_foreign { "foreign" } else { "tool" });
        let single = [word(&self.program), word(&self.folder), word(&self.private), foreign];
        append_list(&mut bytes, single);
        let limits = [self.limits.memory_bytes, self.limits.processor_seconds];
        append_list(&mut bytes, limits.map(|limit| limit.to_string().into()));
        append_list(&mut bytes, self.arguments.iter().cloned());
        append_list(&mut bytes, names);
        append_list(&mut bytes, values);
        for paths in [&self.readable, &self.listable, &self.writable] {
            append_list(&mut bytes, paths.iter().map(word));
        }
        bytes
    }

    pub(super) fn read_from(line: &mut impl Read) -> io::Result<LaunchOrder> {
        let mut length = [0; 8];
        line.read_exact(&mut length)?;
        read_order(line, u64::from_le_bytes(length))
    }
}

fn read_order(line: &mut impl Read, length: u64) -> io::Result<LaunchOrder> {
    let mut bytes = Vec::new();
    line.take(length).read_to_end(&mut bytes)?;
    parse_order(&bytes).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// A message to the first process of an enclosure.
#[derive(Debug)]
pub(super) enum EnclosureMessage {
    /// Start a program with this standard output and this standard error.
    Start(Box<LaunchOrder>, [OwnedFd; 2]),
    /// End what runs.
    End,
}

/// The last line of a report on a program.
pub(super) const REPORT_END: &str = "over\n";

/// Sends an order, and with its length the standard output and the standard error of the program.
pub(super) fn send_order(
    mut line: &UnixStream,
    order: &LaunchOrder,
    streams: [BorrowedFd<'_>; 2],
) -> io::Result<()> {
    let bytes = order.to_bytes();
    let length = (bytes.len() as u64).to_le_bytes();
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    control.push(SendAncillaryMessage::ScmRights(&streams));
    retry_on_intr(|| sendmsg(line, &[IoSlice::new(&length)], &mut control, SendFlags::NOSIGNAL))?;
    line.write_all(&bytes)
}

/// Asks for the end of what runs: the length of no order.
pub(super) fn send_end(mut line: &UnixStream) -> io::Result<()> {
    line.write_all(&0_u64.to_le_bytes())
}

pub(super) fn receive_message(mut line: &UnixStream) -> io::Result<EnclosureMessage> {
    let mut length = [0; 8];
    let (count, streams) = receive_streams(line, &mut length)?;
    if count == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    line.read_exact(&mut length[count..])?;
    let length = u64::from_le_bytes(length);
    if length == 0 {
        return Ok(EnclosureMessage::End);
    }
    let streams = streams.try_into().map_err(|_| io::ErrorKind::InvalidData)?;
    Ok(EnclosureMessage::Start(Box::new(read_order(&mut line, length)?), streams))
}

/// Reads bytes, and returns how many, with the open files that came beside them.
fn receive_streams(line: &UnixStream, bytes: &mut [u8]) -> io::Result<(usize, Vec<OwnedFd>)> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let received = retry_on_intr(|| {
        recvmsg(line, &mut [IoSliceMut::new(bytes)], &mut control, RecvFlags::CMSG_CLOEXEC)
    })?;
    let streams = control.drain().flat_map(|message| match message {
        RecvAncillaryMessage::ScmRights(files) => files.collect(),
        _ => Vec::new(),
    });
    Ok((received.bytes, streams.collect()))
}

fn append_list(bytes: &mut Vec<u8>, words: impl IntoIterator<Item = OsString>) {
    let words: Vec<OsString> = words.into_iter().collect();
    bytes.extend_from_slice(words.len().to_string().as_bytes());
    bytes.push(0);
    for word in words {
        bytes.extend_from_slice(word.as_bytes());
        bytes.push(0);
    }
}

fn parse_order(bytes: &[u8]) -> Option<LaunchOrder> {
    let mut words = bytes.split(|byte| *byte == 0);
    let mut single = take_list(&mut words)?.into_iter();
    let [program, folder, private] = [single.next()?, single.next()?, single.next()?];
    let is_foreign = single.next()? == "foreign";
    let mut limits = take_list(&mut words)?.into_iter().map(|word| word.to_str()?.parse().ok());
    let limits = SharedLimits { memory_bytes: limits.next()??, processor_seconds: limits.next()?? };
    let arguments = take_list(&mut words)?;
    let names = take_list(&mut words)?;
    let values = take_list(&mut words)?;
    let mut take_paths = || Some(take_list(&mut words)?.into_iter().map(PathBuf::from).collect());
    Some(LaunchOrder {
        program: program.into(),
        arguments,
        environment: names.into_iter().zip(values).collect(),
        folder: folder.into(),
        readable: take_paths()?,
        listable: take_paths()?,
        writable: take_paths()?,
        private: private.into(),
        limits,
        is_foreign,
    })
}

fn take_list<'a>(words: &mut impl Iterator<Item = &'a [u8]>) -> Option<Vec<OsString>> {
    let count: usize = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
    let list: Vec<OsString> =
        words.take(count).map(|word| OsString::from_vec(word.to_vec())).collect();
    (list.len() == count).then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_as_it_was_written() {
        let order = LaunchOrder {
            program: "/bin/sh".into(),
            arguments: vec!["-c".into(), "".into(), "echo\n2".into()],
            environment: vec![
                ("A".into(), OsString::from_vec(vec![0xff, b'='])),
                ("B".into(), "".into()),
            ],
            readable: vec!["/usr".into(), "/lib".into()],
            writable: vec!["/dev/null".into()],
            limits: SharedLimits { memory_bytes: 5 << 40, processor_seconds: 7 },
            is_foreign: true,
            ..LaunchOrder::default()
        };
        let mut bytes = Vec::new();
        order.write_to(&mut bytes).expect("memory can be written");
        bytes.extend_from_slice(b"what comes after");
        assert_eq!(LaunchOrder::read_from(&mut bytes.as_slice()).expect("an order"), order);
        assert!(LaunchOrder::read_from(&mut &bytes[..20]).is_err());
    }
}
