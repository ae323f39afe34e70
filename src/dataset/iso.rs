//! States by their codes and names (ISO 3166-1).

use std::collections::HashMap;
use std::sync::LazyLock;

/// Kosovo has no code of ISO 3166-1; `XKX`, of the range left to users, is in common use.
const KOSOVO: &str = "XKX";

/// Names in common use that are not the standard's own.
const COMMON: &[(&str, &str)] = &[
    ("Bolivia", "BOL"),
    ("Brunei", "BRN"),
    ("Burma", "MMR"),
    ("Cape Verde", "CPV"),
    ("Congo-Brazzaville", "COG"),
    ("Congo-Kinshasa", "COD"),
    ("Cote d'Ivoire", "CIV"),
    ("Czech Republic", "CZE"),
    ("Democratic Republic of the Congo", "COD"),
    ("East Timor", "TLS"),
    ("Great Britain", "GBR"),
    ("Iran", "IRN"),
    ("Ivory Coast", "CIV"),
    ("Kosovo", KOSOVO),
    ("Laos", "LAO"),
    ("Macedonia", "MKD"),
    ("Micronesia", "FSM"),
    ("Moldova", "MDA"),
    ("North Korea", "PRK"),
    ("North Macedonia", "MKD"),
    ("Palestine", "PSE"),
    ("Republic of Korea", "KOR"),
    ("Russia", "RUS"),
    ("South Korea", "KOR"),
    ("Swaziland", "SWZ"),
    ("Syria", "SYR"),
    ("Taiwan", "TWN"),
    ("Tanzania", "TZA"),
    ("The Netherlands", "NLD"),
    ("Turkey", "TUR"),
    ("Türkiye", "TUR"),
    ("UK", "GBR"),
    ("United Kingdom", "GBR"),
    ("United States", "USA"),
    ("United States of America", "USA"),
    ("Vatican", "VAT"),
    ("Venezuela", "VEN"),
    ("Vietnam", "VNM"),
];

/// Whether a text is the alpha-3 code of a state.
pub fn is_state(code: &str) -> bool {
    code == KOSOVO || rust_iso3166::from_alpha3(code).is_some()
}

/// The alpha-3 code of a state by its alpha-3 or alpha-2 code, in capital letters.
pub fn by_code(code: &str) -> Option<&'static str> {
    if code == KOSOVO || code == "XK" {
        return Some(KOSOVO);
    }
    rust_iso3166::from_alpha3(code).or_else(|| rust_iso3166::from_alpha2(code)).map(|country| country.alpha3)
}

/// The alpha-3 code of a state by its English name, of the standard or in common use; capitals do not matter.
pub fn by_name(name: &str) -> Option<&'static str> {
    static CODES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
        let countries = rust_iso3166::ALL_ALPHA3.iter().filter_map(|code| rust_iso3166::from_alpha3(code));
        let standard = countries.map(|country| (country.name, country.alpha3));
        // Those in common use go before the standard's own.
        standard.chain(COMMON.iter().copied()).map(|(name, code)| (name.to_ascii_lowercase(), code)).collect()
    });
    CODES.get(&name.to_ascii_lowercase()).copied()
}

/// The English name of a state in common use, by its alpha-3 code.
pub fn name(code: &str) -> Option<&'static str> {
    const SHORT: &[(&str, &str)] = &[
        ("BOL", "Bolivia"),
        ("BRN", "Brunei"),
        ("COD", "DR Congo"),
        ("COG", "Congo"),
        ("CZE", "Czechia"),
        ("FSM", "Micronesia"),
        ("GBR", "United Kingdom"),
        ("IRN", "Iran"),
        ("KOR", "South Korea"),
        ("LAO", "Laos"),
        ("MDA", "Moldova"),
        ("MKD", "North Macedonia"),
        ("NLD", "Netherlands"),
        ("PRK", "North Korea"),
        ("PSE", "Palestine"),
        ("RUS", "Russia"),
        ("SYR", "Syria"),
        ("TUR", "Türkiye"),
        ("TWN", "Taiwan"),
        ("TZA", "Tanzania"),
        ("USA", "United States"),
        ("VAT", "Vatican"),
        ("VEN", "Venezuela"),
        ("VNM", "Vietnam"),
        (KOSOVO, "Kosovo"),
    ];
    let short = SHORT.iter().find(|(own, _)| *own == code).map(|&(_, name)| name);
    short.or_else(|| rust_iso3166::from_alpha3(code).map(|country| country.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_iso_3166() {
        assert!(is_state("NZL") && is_state("XKX"));
        assert!(!is_state("NZ") && !is_state("nzl") && !is_state("ZZZ"));
        assert_eq!(by_code("NZ"), Some("NZL"));
        assert_eq!(by_code("nz"), None);
    }

    #[test]
    fn every_common_name_is_of_a_state_and_every_state_has_a_name() {
        assert!(COMMON.iter().all(|(_, code)| is_state(code)));
        assert_eq!(by_name("new zealand"), Some("NZL"));
        assert_eq!(by_name("Atlantis"), None);
        for code in rust_iso3166::ALL_ALPHA3 {
            assert!(name(code).is_some(), "{code}");
        }
        assert_eq!(name("USA"), Some("United States"));
    }
}
