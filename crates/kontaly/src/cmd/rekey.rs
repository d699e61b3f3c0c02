//! `kontaly rekey`
use clap::Args;
/// Options
#[derive(Args)]
pub(crate) struct Rekey {}
impl Rekey {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        Ok(())
    }
}
