//! Small things with files that several modules need: directories with a known mode, files that
//! appear whole or not at all, names and passwords that cannot be guessed.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use nix::libc::O_NOFOLLOW;

/// Creates `dir` and what is missing above it, each with `mode` whatever the umask.
pub(crate) fn make_dirs(dir: &Path, mode: u32) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    if let Some(parent) = dir.parent() {
        make_dirs(parent, mode)?;
    }
    match DirBuilder::new().mode(mode).create(dir) {
        Ok(()) => fs::set_permissions(dir, fs::Permissions::from_mode(mode)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && dir.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// The nearest directory at or above `path` that exists.
pub(crate) fn existing_ancestor(path: &Path) -> &Path {
    path.ancestors().find(|above| above.exists()).unwrap_or(Path::new("/"))
}

/// `path` without symbolic links, `.` and `..`, also when its end does not exist yet.
pub(crate) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let existing = existing_ancestor(&absolute);
    let rest = absolute.strip_prefix(existing).unwrap_or(Path::new(""));
    let base = existing.canonicalize()?;
    Ok(if rest.as_os_str().is_empty() { base } else { base.join(rest) })
}

/// Replaces `path` by `contents`, mode 0600, owned by `owner`: whole or not at all. `scratch` is a
/// directory on the same file system.
pub(crate) fn write_whole(path: &Path, contents: &str, scratch: &Path, owner: (u32, u32)) -> io::Result<()> {
    let draft = scratch.join(random_hex(8)?);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(contents.as_bytes())?;
    give(&draft, owner)?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

/// Opens `path` for appending, and never through a symbolic link that somebody left there.
pub(crate) fn open_append(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).append(true).create(true).mode(0o600).custom_flags(O_NOFOLLOW).open(path)
}

/// Gives `path` to `owner` unless it is theirs already (an ordinary user can give nothing away).
pub(crate) fn give(path: &Path, (uid, gid): (u32, u32)) -> io::Result<()> {
    if fs::metadata(path)?.uid() == uid {
        return Ok(());
    }
    chown(path, Some(uid), Some(gid))
}

/// Who owns `path`.
pub(crate) fn owner_of(path: &Path) -> io::Result<(u32, u32)> {
    fs::metadata(path).map(|meta| (meta.uid(), meta.gid()))
}

/// `bytes` bytes of randomness from the system, in hexadecimal.
pub(crate) fn random_hex(bytes: usize) -> io::Result<String> {
    let mut buffer = vec![0; bytes];
    File::open("/dev/urandom")?.read_exact(&mut buffer)?;
    Ok(buffer.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A name for `path` that stays the same for ever (FNV-1a), which the hashes of `std` do not promise.
pub(crate) fn stable_hash(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_path_is_the_published_function() {
        // Test vectors of FNV-1a, 64 bits: a change here would lose every relocated database.
        assert_eq!(stable_hash(Path::new("")), "cbf29ce484222325");
        assert_eq!(stable_hash(Path::new("foobar")), "85944171f73967e8");
    }

    #[test]
    fn passwords_differ_and_have_their_length() {
        let (one, two) = (random_hex(24).unwrap(), random_hex(24).unwrap());
        assert_eq!(one.len(), 48);
        assert_ne!(one, two);
    }

    #[test]
    fn resolves_a_path_whose_end_does_not_exist() {
        let here = std::env::current_dir().unwrap().canonicalize().unwrap();
        assert_eq!(resolve(Path::new("no/such")).unwrap(), here.join("no/such"));
        assert_eq!(resolve(Path::new(".")).unwrap(), here);
    }
}
