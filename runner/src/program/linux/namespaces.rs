//! Namespaces: processes, mounts, network and queues of a program's own, for an ordinary user as well as for root.

use std::fs;
use std::io;
use std::path::Path;

use rustix::mount::{MountFlags, MountPropagationFlags, UnmountFlags, mount, mount_change};
use rustix::process::{Resource, Rlimit, getgid, getuid, setrlimit};
use rustix::thread::UnshareFlags;

/// Gives this process, which has one thread, and what it starts a world of their own. What it starts first is the process
/// whose end ends all others.
pub(super) fn enter_namespaces(is_foreign: bool) -> io::Result<()> {
    let (user, group) = (getuid(), getgid());
    let mut flags = UnshareFlags::NEWNS
        | UnshareFlags::NEWPID
        | UnshareFlags::NEWNET
        | UnshareFlags::NEWIPC
        | UnshareFlags::NEWUTS;
    // A compiler that root runs may have to write what belongs to others, which a namespace of users forbids.
    let has_own_users = is_foreign || !user.is_root();
    if has_own_users {
        flags |= UnshareFlags::NEWUSER;
    }
    #[expect(
        deprecated,
        reason = "only sharing of open files could do harm, and that is not asked for"
    )]
    rustix::thread::unshare(flags)?;
    if has_own_users {
        fs::write("/proc/self/setgroups", "deny")?;
        // Only who is root inside keeps the right to mount there when it becomes another program. Outside it stays who it is.
        fs::write("/proc/self/uid_map", format!("0 {user} 1"))?;
        fs::write("/proc/self/gid_map", format!("0 {group} 1"))?;
    }
    if is_foreign && !user.is_root() {
        // Root's processes are not counted. In a namespace of users no process outside of it is.
        let most = Some(PROCESSES);
        setrlimit(Resource::Nproc, Rlimit { current: most, maximum: most }).ok();
    }
    mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC)?;
    Ok(())
}

/// Puts an empty file system of limited size over a folder.
pub(super) fn mount_limited(folder: &Path) -> io::Result<()> {
    let flags = MountFlags::NOSUID | MountFlags::NODEV;
    let limits = c"size=256m,nr_inodes=10000,mode=0700";
    Ok(mount("tmpfs", folder, "tmpfs", flags, Some(limits))?)
}

/// Removes the file system over a folder.
pub(super) fn unmount(folder: &Path) -> io::Result<()> {
    Ok(rustix::mount::unmount(folder, UnmountFlags::DETACH)?)
}

/// Shows the processes of the namespace and no others.
pub(super) fn mount_proc() -> io::Result<()> {
    let flags = MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC;
    Ok(mount("proc", "/proc", "proc", flags, None)?)
}

/// Limits the processes of the namespace together, where the kernel counts them.
pub(super) fn limit_processes() {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    // Before, the number was that of the whole machine.
    if is_since(&release, (6, 14)) {
        fs::write("/proc/sys/kernel/pid_max", (300 + PROCESSES).to_string()).ok();
    }
}

/// Tells whether a kernel is of this version or a later one.
fn is_since(release: &str, version: (u32, u32)) -> bool {
    let mut numbers = release.split(|letter: char| !letter.is_ascii_digit()).map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= version,
        _ => false,
    }
}

/// The processes and threads of one program at the same time; as root up to 300 more.
const PROCESSES: u64 = 128;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_kernels_are_compared_by_number() {
        let releases = ["6.14.0-1-amd64", "6.18.44", "7.0", "6.9.3", "5.15.0", "none"];
        assert_eq!(
            releases.map(|one| is_since(one, (6, 14))),
            [true, true, true, false, false, false]
        );
    }
}
