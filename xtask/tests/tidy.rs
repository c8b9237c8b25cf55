//! The rules about the source, held against the source.

use xtask::Sources;

fn good(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn arrows_point_from_foundation_to_app() {
    good(xtask::arrows(&Sources::read()));
}

#[test]
fn sql_stands_in_stores() {
    good(xtask::sql_in_stores(&Sources::read()));
}

#[test]
fn every_store_is_in_its_crates_list_of_statements() {
    good(xtask::statements(&Sources::read()));
}

#[test]
fn nobody_reads_a_clock_but_the_edge() {
    good(xtask::clocks(&Sources::read()));
}

#[test]
fn closures_for_the_database_touch_nothing_else() {
    good(xtask::closures(&Sources::read()));
}

#[test]
fn rules_know_no_web_and_never_wait() {
    good(xtask::rules_without_io(&Sources::read()));
}

#[test]
fn no_float_comes_near_money() {
    good(xtask::floats(&Sources::read()));
}

#[test]
fn files_functions_and_templates_are_short() {
    let sources = Sources::read();
    for long in xtask::long_files(&sources) {
        println!("over 400 lines: {long}");
    }
    good(xtask::sizes(&sources));
}

#[test]
fn every_module_says_what_it_is_for() {
    good(xtask::first_lines(&Sources::read()));
}

#[test]
fn nothing_is_left_for_later() {
    good(xtask::unfinished(&Sources::read()));
}

#[test]
fn both_languages_have_the_same_texts() {
    good(xtask::texts_in_both_languages(&Sources::read()));
}

#[test]
fn what_the_program_says_has_a_text() {
    good(xtask::texts_that_are_missing(&Sources::read()));
}

#[test]
fn every_text_is_said_somewhere() {
    good(xtask::texts_that_nobody_uses(&Sources::read()));
}
