//! Text from elsewhere is never instructions to the terminal: control characters in everything that is printed.

use crate::new_home;
use mudbrick_testkit::Terminal;

#[test]
fn a_passphrase_is_asked_for_on_a_terminal_and_not_shown() {
    let home = new_home();
    home.add_places();
    let mut command = home.command(&["token", "Places"]);
    command.env_remove("MUDBRICK_PASSPHRASE");
    let mut terminal = Terminal::run(&command);
    terminal.waits_for("Vault passphrase");
    terminal.types("correct horse\n");
    let (status, screen) = terminal.ends();
    let screen = String::from_utf8(screen).unwrap();
    assert!(status.success(), "{screen}");
    assert!(screen.contains("eyJ") && !screen.contains("correct horse"), "{screen}");
}
