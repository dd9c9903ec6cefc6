//! Seccomp: the system calls that no exercise needs and that reach beyond a program's own processes and files are refused.

use std::collections::BTreeMap;
use std::env::consts::ARCH;

use libc as sys;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen::Dword, SeccompCmpArgLen::Qword, SeccompCmpOp,
    SeccompCondition, SeccompFilter, SeccompRule, TargetArch, apply_filter,
};

/// The reason that calls cannot be refused.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallRulesError {
    #[error("no filter is known for this processor")]
    Processor,
    #[error(transparent)]
    Filter(#[from] seccompiler::Error),
    #[error(transparent)]
    Rules(#[from] seccompiler::BackendError),
}

impl CallRulesError {
    /// True where the system has no filters of system calls at all.
    pub(super) fn is_absent(&self) -> bool {
        let CallRulesError::Filter(seccompiler::Error::Seccomp(error)) = self else { return false };
        matches!(error.raw_os_error(), Some(sys::ENOSYS | sys::EINVAL))
    }
}

/// Signals a program may send: those that its own kind of confinement does not stop from going elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signals {
    /// Landlock or a namespace keeps them among the program's own processes.
    Confined,
    /// Nothing does, so a process may end itself and its group and nobody else.
    OwnGroup,
}

type CallRules = BTreeMap<i64, Vec<SeccompRule>>;

/// Refuses the calls to the calling thread and what it starts. `is_foreign` also refuses what a compiler needs.
pub(super) fn refuse_calls(is_foreign: bool, signals: Signals) -> Result<(), CallRulesError> {
    let processor = TargetArch::try_from(ARCH).map_err(|_| CallRulesError::Processor)?;
    let mut rules = CallRules::new();
    for call in REFUSED.iter().chain(OLD_REFUSED) {
        refuse(&mut rules, *call, Vec::new());
    }
    refuse_parts(&mut rules)?;
    if is_foreign {
        refuse_attributes(&mut rules)?;
    }
    if signals == Signals::OwnGroup {
        refuse_signals(&mut rules)?;
    }
    // The C library asks whether this newer call is there, and takes the older one, whose flags can be looked at.
    let absent = BTreeMap::from([(sys::SYS_clone3, Vec::new())]);
    for (rules, errno) in [(absent, sys::ENOSYS), (rules, sys::EPERM)] {
        let refusal = SeccompAction::Errno(errno as u32);
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, refusal, processor)?;
        apply_filter(&BpfProgram::try_from(filter)?)?;
    }
    Ok(())
}

/// Tells whether calls can be refused on this kind of processor.
pub(super) fn is_known_processor() -> bool {
    TargetArch::try_from(ARCH).is_ok()
}

/// Adds a call, and where it has conditions, one more case in which it is refused. On a 64-bit PC each call is there a
/// second time, for programs with short pointers.
fn refuse(rules: &mut CallRules, call: i64, conditions: Vec<SeccompCondition>) {
    let calls = if ARCH == "x86_64" { [call, call | X32] } else { [call; 2] };
    for call in calls {
        let cases = rules.entry(call).or_default();
        cases.extend(SeccompRule::new(conditions.clone()).ok());
    }
}

/// The calls that are refused for some of their arguments.
fn refuse_parts(rules: &mut CallRules) -> Result<(), seccompiler::BackendError> {
    for namespace in NAMESPACES {
        let flag = *namespace as u64;
        refuse(rules, sys::SYS_clone, vec![check(0, SeccompCmpOp::MaskedEq(flag), flag)?]);
    }
    // A datagram may go to any socket that has a path.
    for kind in [sys::SOCK_DGRAM, sys::SOCK_RAW] {
        let is_kind = check(1, SeccompCmpOp::MaskedEq(0xf), kind as u64)?;
        refuse(rules, sys::SYS_socketpair, vec![is_kind]);
    }
    for command in [sys::TIOCSTI, TIOCLINUX] {
        refuse(rules, sys::SYS_ioctl, vec![check(1, SeccompCmpOp::Eq, command)?]);
    }
    // The run is marked with this limit, and other processes have theirs.
    let mark = sys::RLIMIT_LOCKS as u64;
    refuse(rules, sys::SYS_setrlimit, vec![check(0, SeccompCmpOp::Eq, mark)?]);
    let sets = SeccompCondition::new(2, Qword, SeccompCmpOp::Ne, 0)?;
    refuse(rules, sys::SYS_prlimit64, vec![check(1, SeccompCmpOp::Eq, mark)?, sets.clone()]);
    refuse(rules, sys::SYS_prlimit64, vec![check(0, SeccompCmpOp::Ne, 0)?, sets]);
    let death = check(0, SeccompCmpOp::Eq, sys::PR_SET_PDEATHSIG as u64)?;
    refuse(rules, sys::SYS_prctl, vec![death]);
    Ok(())
}

/// Modes, owners, times and attributes of files, which Landlock leaves to everybody: those of an open file stay allowed.
fn refuse_attributes(rules: &mut CallRules) -> Result<(), seccompiler::BackendError> {
    for call in ATTRIBUTES.iter().chain(OLD_ATTRIBUTES) {
        refuse(rules, *call, Vec::new());
    }
    let has_path = SeccompCondition::new(1, Qword, SeccompCmpOp::Ne, 0)?;
    refuse(rules, sys::SYS_utimensat, vec![has_path]);
    Ok(())
}

fn refuse_signals(rules: &mut CallRules) -> Result<(), seccompiler::BackendError> {
    let own = u64::from(std::process::id());
    for call in
        [sys::SYS_kill, sys::SYS_tgkill, sys::SYS_rt_sigqueueinfo, sys::SYS_rt_tgsigqueueinfo]
    {
        let others = [check(0, SeccompCmpOp::Ne, own)?, check(0, SeccompCmpOp::Ne, 0)?];
        refuse(rules, call, others.to_vec());
    }
    refuse(rules, sys::SYS_tkill, Vec::new());
    Ok(())
}

fn check(
    argument: u8,
    comparison: SeccompCmpOp,
    value: u64,
) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, Dword, comparison, value)
}

/// Tells whether calls can be refused here: asked in a thread that ends.
pub(super) fn can_refuse_calls() -> bool {
    let tried = std::thread::Builder::new().spawn(|| {
        rustix::thread::set_no_new_privs(true).ok()?;
        refuse_calls(true, Signals::Confined).ok()
    });
    tried.is_ok_and(|tried| tried.join().is_ok_and(|result| result.is_some()))
}

/// The bit that marks a call of a program with short pointers.
const X32: i64 = 0x4000_0000;
const TIOCLINUX: u64 = 0x541c;

const NAMESPACES: &[sys::c_int] = &[
    sys::CLONE_NEWUSER,
    sys::CLONE_NEWNS,
    sys::CLONE_NEWPID,
    sys::CLONE_NEWNET,
    sys::CLONE_NEWIPC,
    sys::CLONE_NEWUTS,
    sys::CLONE_NEWCGROUP,
];

const REFUSED: &[i64] = &[
    // The network, and sockets that have a path.
    sys::SYS_socket,
    sys::SYS_connect,
    sys::SYS_bind,
    sys::SYS_listen,
    sys::SYS_accept,
    sys::SYS_accept4,
    // Other processes.
    sys::SYS_ptrace,
    sys::SYS_process_vm_readv,
    sys::SYS_process_vm_writev,
    sys::SYS_process_madvise,
    sys::SYS_process_mrelease,
    sys::SYS_pidfd_getfd,
    sys::SYS_pidfd_send_signal,
    sys::SYS_kcmp,
    sys::SYS_migrate_pages,
    sys::SYS_move_pages,
    // Memory and queues that are everybody's.
    sys::SYS_shmget,
    sys::SYS_shmat,
    sys::SYS_semget,
    sys::SYS_msgget,
    sys::SYS_mq_open,
    sys::SYS_mq_unlink,
    // Namespaces and mounts.
    sys::SYS_unshare,
    sys::SYS_setns,
    sys::SYS_mount,
    sys::SYS_umount2,
    sys::SYS_pivot_root,
    sys::SYS_chroot,
    sys::SYS_open_tree,
    sys::SYS_move_mount,
    sys::SYS_fsopen,
    sys::SYS_fsconfig,
    sys::SYS_fsmount,
    sys::SYS_fspick,
    sys::SYS_mount_setattr,
    sys::SYS_open_by_handle_at,
    // The kernel and its keys.
    sys::SYS_bpf,
    sys::SYS_perf_event_open,
    sys::SYS_io_uring_setup,
    sys::SYS_io_uring_enter,
    sys::SYS_io_uring_register,
    sys::SYS_userfaultfd,
    sys::SYS_keyctl,
    sys::SYS_add_key,
    sys::SYS_request_key,
    sys::SYS_fanotify_init,
    sys::SYS_init_module,
    sys::SYS_finit_module,
    sys::SYS_delete_module,
    sys::SYS_kexec_load,
    sys::SYS_reboot,
    sys::SYS_syslog,
    sys::SYS_acct,
    sys::SYS_quotactl,
    sys::SYS_swapon,
    sys::SYS_swapoff,
    sys::SYS_sethostname,
    sys::SYS_setdomainname,
    sys::SYS_settimeofday,
    sys::SYS_clock_settime,
    sys::SYS_clock_adjtime,
    sys::SYS_adjtimex,
    sys::SYS_vhangup,
    sys::SYS_nfsservctl,
];

#[cfg(target_arch = "x86_64")]
const OLD_REFUSED: &[i64] = &[
    sys::SYS_ioperm,
    sys::SYS_iopl,
    sys::SYS_kexec_file_load,
    sys::SYS_uselib,
    // Those that programs with short pointers have numbers of their own for.
    X32 | 521,
    X32 | 528,
    X32 | 539,
    X32 | 540,
];
#[cfg(not(target_arch = "x86_64"))]
const OLD_REFUSED: &[i64] = &[];

const ATTRIBUTES: &[i64] = &[
    sys::SYS_fchmodat,
    FCHMODAT2,
    sys::SYS_fchownat,
    sys::SYS_setxattr,
    sys::SYS_lsetxattr,
    sys::SYS_removexattr,
    sys::SYS_lremovexattr,
];
const FCHMODAT2: i64 = 452;

#[cfg(target_arch = "x86_64")]
const OLD_ATTRIBUTES: &[i64] = &[
    sys::SYS_chmod,
    sys::SYS_chown,
    sys::SYS_lchown,
    sys::SYS_utime,
    sys::SYS_utimes,
    sys::SYS_futimesat,
];
#[cfg(not(target_arch = "x86_64"))]
const OLD_ATTRIBUTES: &[i64] = &[];
