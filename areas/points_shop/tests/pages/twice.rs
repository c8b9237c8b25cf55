//! What has been entered before is asked about once, and then entered all the same.

use axum::http::StatusCode;
use testkit::on_both_engines;

use crate::common::World;

on_both_engines! {
    fn goods_and_households_of_the_same_name_are_asked_about_once(engine) {
        let world = World::new(engine);
        let manager = world.app.sign_in("cuiping.manager").speaking(pages::Lang::ZhHans);
        let goods = world.own.fill("/c/{county}/shops/{shop}/goods").expect("the own shop");
        let basin = |id: &str, number: &str, sure: &str| {
            let fields = [("id", id), ("number", number), ("name", "搪瓷盆"), ("spec", "大"), ("piece_unit", "个"), ("category", "daily"), ("price", "12.5"), ("minimum", "2"), ("sure", sure)];
            manager.post(&goods, &fields)
        };
        let (first, second) = ("00000000-0000-7000-8000-000000000011", "00000000-0000-7000-8000-000000000012");
        assert_eq!(basin(first, "77", "").status, StatusCode::SEE_OTHER);
        assert_eq!(basin(first, "77", "").status, StatusCode::SEE_OTHER, "a second click asks nothing");
        let asked = basin(second, "78", "");
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.main().contains("同名的已经有一样：77 号"), "{}", asked.main());
        assert_eq!(basin(second, "78", &asked.hidden("sure")).status, StatusCode::SEE_OTHER);

        let clerk = world.app.sign_in("cuiping.clerk").speaking(pages::Lang::ZhHans);
        let households = world.own.fill("/c/{county}/households").expect("the own county");
        let village = world.own.fill("{village}").expect("the own village");
        let enter = |id: &str, sure: &str| {
            clerk.post(&households, &[("id", id), ("village", &village), ("group", "3"), ("code", ""), ("since", ""), ("name.0", "田守信"), ("sure", sure)])
        };
        assert_eq!(enter(first, "").status, StatusCode::SEE_OTHER);
        assert_eq!(enter(first, "").status, StatusCode::SEE_OTHER, "a second click asks nothing");
        let asked = enter(second, "");
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.main().contains("户主叫 田守信"), "{}", asked.main());
        assert_eq!(enter(second, &asked.hidden("sure")).status, StatusCode::SEE_OTHER);
    }
}
