//! Leaves out of a witness what it does not need.

use super::StepFailure;

/// Leaves statements out as long as the rest shows the same: first half of them, at last one after the other. `most` is the
/// number of tries.
pub(super) fn leave_out(
    mut statements: Vec<String>,
    most: usize,
    mut shows: impl FnMut(&[String]) -> Result<bool, StepFailure>,
) -> Result<Vec<String>, StepFailure> {
    let mut size = statements.len().div_ceil(2);
    let mut tries = 0;
    while size > 0 {
        let mut at = 0;
        while at < statements.len() && tries < most {
            tries += 1;
            let mut fewer = statements.clone();
            fewer.drain(at..(at + size).min(statements.len()));
            if shows(&fewer)? {
                statements = fewer;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    Ok(statements)
}
