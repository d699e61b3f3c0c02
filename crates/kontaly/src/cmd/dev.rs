//! `kontaly dev`
use clap::Args;
/// Options
#[derive(Args)]
pub(crate) struct Dev {}
impl Dev {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        Ok(())
    }
}
