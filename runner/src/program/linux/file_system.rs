//! Tells file systems apart by whether Linux hears of every change on them.

use std::path::Path;

/// File systems whose files others change, on another machine or on the host of this one, as `statfs` names them: 9p, AFS,
/// Ceph, CIFS, FUSE, NFS, Parallels, SMB, SMB2, VirtualBox and VMware.
const CHANGED_ELSEWHERE: [u32; 11] = [
    0x0102_1997,
    0x5346_414f,
    0x00c3_6400,
    0xff53_4d42,
    0x6573_5546,
    0x0000_6969,
    0x7c7c_6673,
    0x0000_517b,
    0xfe53_4d42,
    0x786f_4256,
    0xbacb_acbc,
];

/// Returns false for a folder on which files may change without the system telling of it.
pub(crate) fn tells_of_changes(folder: &Path) -> bool {
    // The numbers have 32 bits; the field has more on some machines, and a sign.
    rustix::fs::statfs(folder)
        .is_ok_and(|found| !CHANGED_ELSEWHERE.contains(&(found.f_type as u32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_tells_and_what_is_not_there_does_not() {
        assert!(tells_of_changes(&std::env::temp_dir()));
        assert!(!tells_of_changes(Path::new("/no/such/folder")));
    }
}
