//! The points shop: households redeem points, earned by deeds, for goods.

/// What the points shop brings.
pub fn area() -> people::Area {
    people::Area::named("points_shop")
}
