//! The embedded PostgreSQL with the real thing: clusters are made, killed and found again. Run as
//! root, the tests see both root's way and an ordinary user's; run as an ordinary user, only theirs.

#[cfg(test)]
mod broken;
#[cfg(test)]
mod client;
#[cfg(test)]
mod exec;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod sandbox;
#[cfg(test)]
mod users;
