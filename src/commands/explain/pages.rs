//! The page of each code: one line here for each file in `docs/errors`, as the repository's tests demand.

macro_rules! pages {
    ($($code:literal)*) => {
        /// Code and page, sorted.
        pub static PAGES: &[(&str, &str)] = &[
            $(($code, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors/", $code, ".md"))),)*
        ];
    };
}

pages! {
    "AUR0001"
    "AUR0002"
    "AUR0003"
    "AUR0004"
}
