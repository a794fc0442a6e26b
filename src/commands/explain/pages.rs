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
    "AUR0201"
    "AUR0202"
    "AUR0203"
    "AUR0204"
    "AUR0205"
    "AUR0206"
    "AUR0207"
    "AUR0208"
    "AUR0209"
    "AUR0210"
    "AUR0403"
    "AUR0404"
    "AUR0410"
    "AUR0901"
    "AUR0902"
    "AUR0903"
    "AUR0904"
    "AUR0911"
    "AUR0912"
}
