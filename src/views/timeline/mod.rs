//! x
pub mod axis; pub mod brush; pub mod hit; pub mod labels; pub mod model; pub mod scene;
