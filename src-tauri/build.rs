//! Prepares the shell's build: Tauri's own step, and a place for the window's pages when they were not built yet.

fn main() -> std::io::Result<()> {
    // A clean clone has no ui/dist, and Tauri refuses to compile without the folder it is told to embed.
    std::fs::create_dir_all("ui/dist")?;
    tauri_build::build();
    Ok(())
}
