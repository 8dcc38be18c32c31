//! A cached token is what the profile would be given now, or it is not used.

use super::{file, reseal};
use crate::new_home;
use mudbrick_testkit::text;
use rstest::rstest;

#[rstest]
#[case::organisation(&["--org-id", "BBBBBBBB1B2C3D4E5F60718293A4@AdobeOrg"])]
#[case::technical_account(&["--technical-account-id", "BBBBBBBB1B2C3D4E5F607182@techacct.adobe.com"])]
#[case::scopes(&["--scopes", "openid"])]
fn a_changed_profile_gets_a_token_of_its_own(#[case] edit: &[&str]) {
    let home = new_home();
    home.add_places();
    reseal(&home, 1);
    let before = home.ok(&["token", "Places"]);
    home.ok(&["profile", "edit", "Places", "--colour", "red"]);
    assert_eq!(home.ok(&["token", "Places"]), before, "nothing it was asked with was changed");
    home.ok(&[&["profile", "edit", "Places"], edit].concat());
    let after = home.ok(&["token", "Places"]);
    assert_ne!(after, before);
    assert_eq!(home.ok(&["token", "Places"]), after);
}

#[test]
fn a_replaced_secret_is_asked_with_at_once() {
    let home = new_home();
    home.add_places();
    reseal(&home, 1);
    home.ok(&["token", "Places"]);
    let wrong = file(&home, "wrong", "p8e-wrong");
    home.ok(&["profile", "edit", "Places", "--secret-file", &wrong]);
    let refused = home.run(&["token", "Places"]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(text(&refused.stdout).is_empty(), "{refused:?}");
}
