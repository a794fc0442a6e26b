//! What a task runs in (`reference/schema.md §7`).

use super::DefaultRow::{EmptyList, Required, Unset};
use super::TypeRow::{Choice, List, Named, String};
use super::{FieldRow, StructRow};

/// All structs of this file.
pub(super) const STRUCTS: [StructRow; 7] = [
    StructRow::new(
        "Parameter",
        "A parameter of the container engine.",
        &[FieldRow::new("name", String, Required, "Name."), FieldRow::new("value", String, Required, "Value.")],
    )
    .since(10),
    StructRow::new(
        "Docker",
        "A Docker container.",
        &[
            FieldRow::new("image", String, Required, "Name of the image."),
            FieldRow::new("parameters", List(&Named("Parameter")), EmptyList, "Parameters of the engine.").since(10),
        ],
    )
    .since(7),
    StructRow::new(
        "Container",
        "A container.",
        &[FieldRow::new("docker", Named("Docker"), Unset, "A Docker container.")],
    )
    .since(7),
    StructRow::new(
        "AppcImage",
        "An image of the App Container format.",
        &[FieldRow::new("name", String, Required, "Name."), FieldRow::new("image_id", String, Required, "Identifier.")],
    )
    .since(14),
    StructRow::new(
        "DockerImage",
        "An image of a Docker registry.",
        &[FieldRow::new("name", String, Required, "Name."), FieldRow::new("tag", String, Required, "Tag.")],
    )
    .since(14),
    StructRow::new(
        "Volume",
        "A directory of the host inside of the container.",
        &[
            FieldRow::new("container_path", String, Required, "Path inside."),
            FieldRow::new("host_path", String, Required, "Path on the host."),
            FieldRow::new("mode", Named("Mode"), Required, "Read-only or writable."),
        ],
    )
    .since(18),
    StructRow::new(
        "Mesos",
        "The container of Mesos itself.",
        &[
            FieldRow::new("image", Choice(&["AppcImage", "DockerImage"]), Unset, "File system."),
            FieldRow::new("volumes", List(&Named("Volume")), EmptyList, "Directories of the host.").since(18),
        ],
    )
    .since(14),
];
