//! Who may record under a rule: the recorder it names, against the roles a person holds where the household lives.

/// As what somebody with this role may record.
pub fn kinds(role: &str) -> &'static [&'static str] {
    match role {
        "group_liaison" => &["liaison", "check-team", "helper"],
        "village_clerk" | "village_supervisor" => &["liaison", "check-team", "helper", "village", "school", "hr-station", "meeting"],
        "township_reviewer" => &["liaison", "check-team", "helper", "village", "school", "hr-station", "meeting", "township"],
        _ => &[],
    }
}

/// Roles that may record as this one, the nearest to the household first.
pub fn roles(recorder: &str) -> impl Iterator<Item = &'static str> {
    let known = ["group_liaison", "village_clerk", "village_supervisor", "township_reviewer"];
    known.into_iter().filter(move |role| kinds(role).contains(&recorder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::point_rule::RECORDERS;

    #[test]
    fn each_role_records_what_its_people_see() {
        for (role, yes, no) in [
            ("group_liaison", &["liaison", "check-team", "helper"][..], &["village", "township", "school", "hr-station", "meeting"][..]),
            ("village_clerk", &["liaison", "check-team", "helper", "village", "school", "hr-station", "meeting"], &["township"]),
            ("village_supervisor", &["village", "meeting"], &["township"]),
            ("township_reviewer", RECORDERS, &[]),
            ("shop_manager", &[], RECORDERS),
            ("county_officer", &[], RECORDERS),
            ("", &[], RECORDERS),
        ] {
            assert!(yes.iter().all(|recorder| kinds(role).contains(recorder)), "{role} records as {yes:?}");
            assert!(!no.iter().any(|recorder| kinds(role).contains(recorder)), "{role} does not record as {no:?}");
        }
    }

    #[test]
    fn every_recorder_of_a_rule_is_somebody() {
        for recorder in RECORDERS {
            assert!(roles(recorder).next().is_some(), "nobody records as {recorder}");
        }
        assert_eq!(roles("township").collect::<Vec<_>>(), ["township_reviewer"]);
        assert_eq!(roles("nobody").count(), 0);
    }
}
