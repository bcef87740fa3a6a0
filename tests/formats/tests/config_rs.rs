//! The matrix in config-rs.

formats::matrix! {
    "config-rs", config::Config;
    // Its tables have no order.
    SKIPPED = &["IMap", "JsonValue", "YamlValue", "UntMap"];
    write(document) { config::Config::try_from(document).ok() }
    read(text) { text.clone().try_deserialize() }
}
