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
    "AUR0101"
    "AUR0102"
    "AUR0103"
    "AUR0104"
    "AUR0105"
    "AUR0106"
    "AUR0107"
    "AUR0108"
    "AUR0109"
    "AUR0110"
    "AUR0111"
    "AUR0112"
    "AUR0113"
    "AUR0114"
    "AUR0115"
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
    "AUR0301"
    "AUR0302"
    "AUR0303"
    "AUR0304"
    "AUR0305"
    "AUR0306"
    "AUR0307"
    "AUR0308"
    "AUR0309"
    "AUR0403"
    "AUR0404"
    "AUR0410"
    "AUR0411"
    "AUR0413"
    "AUR0414"
    "AUR0435"
    "AUR0436"
    "AUR0461"
    "AUR0901"
    "AUR0902"
    "AUR0903"
    "AUR0904"
    "AUR0911"
    "AUR0912"
}
