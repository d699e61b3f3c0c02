//! What sees more than one tenant. Nothing here sees a CRM row, but for the canaries that the isolation check makes and
//! takes back.

pub mod front_door;
pub mod isolation;
