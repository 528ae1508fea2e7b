using Pipeline.Enrichment;

namespace Pipeline.Transforms.Containers;

/// <summary>What the columns are, and which cell of which fact they show.</summary>
internal static class AddedColumn
{
    /// <summary>Cells of a cgroup's fact.</summary>
    public static readonly ContainerColumn[] OfCgroups =
    [
        ContainerColumn.ContainerId, ContainerColumn.ContainerName, ContainerColumn.ContainerImageName, ContainerColumn.ContainerImageTag,
        ContainerColumn.ContainerRuntime, ContainerColumn.SystemdUnit, ContainerColumn.SystemdSlice,
    ];

    /// <summary>Cells of a process's fact.</summary>
    public static readonly ContainerColumn[] OfProcesses =
        [ContainerColumn.ProcessVpid, ContainerColumn.ProcessOwner, ContainerColumn.ProcessExecutablePath, ContainerColumn.ProcessCommandLine];

    private const int IdWidth = 64;

    /// <summary>A column, and its cell among <see cref="OfCgroups"/> or <see cref="OfProcesses"/>.</summary>
    public static FactColumn Make(ContainerColumn column, ContainerColumn[] cells) => new(Schema(column), Array.IndexOf(cells, column));

    /// <summary>The type of a column's cells.</summary>
    public static ColumnType Type(ContainerColumn column) => Schema(column).Type;

    private static ColumnSchema Schema(ContainerColumn column) => column switch
    {
        ContainerColumn.ContainerId => Of("container_id", "container.id", "The container's id; empty: it runs in none.") with { OfResource = true, Width = IdWidth, Heading = "" },
        ContainerColumn.ContainerName => Of("container_name", "container.name", "The container's name, as its runtime or its pod has it.") with { OfResource = true, Heading = "CONTAINER", Width = 20 },
        ContainerColumn.ContainerImageName => Of("container_image_name", "container.image.name", "The image it was made of, without tag and digest.") with { OfResource = true, Heading = "IMAGE", Width = 24 },
        ContainerColumn.ContainerImageTag => Of("container_image_tag", null, "The tag of the image's name.") with { OfResource = true, Heading = "TAG", Width = 8 },
        ContainerColumn.ContainerRuntime => Of("container_runtime", "container.runtime", "Who made it: docker, containerd, cri-o, podman, lxc, systemd-nspawn; empty where neither its cgroup's name nor a runtime's state tells.") with { OfResource = true, Heading = "RUNTIME", Width = 10 },
        ContainerColumn.SystemdUnit => Of("systemd_unit", null, "The machine's systemd unit: a service or a scope.") with { OfResource = true, Heading = "UNIT", Width = 20 },
        ContainerColumn.SystemdSlice => Of("systemd_slice", null, "The slice that the unit is in.") with { OfResource = true, Heading = "SLICE", Width = 16 },
        ContainerColumn.ProcessVpid => new("process_vpid", ColumnType.U32) { Attribute = "process.vpid", Heading = "VPID", Help = "The process's number in its own pid namespace; 0: not known." },
        ContainerColumn.ProcessOwner => Of("process_owner", "process.owner", "The name of its real user in the machine's /etc/passwd, or the number.") with { Heading = "OWNER", Width = 10 },
        ContainerColumn.ProcessExecutablePath => Of("process_executable_path", "process.executable.path", "The file that it executes; empty: not known, or none.") with { Heading = "EXECUTABLE", Width = 24 },
        _ => Of("process_command_line", "process.command_line", "Its arguments with a blank between two; may hold passwords.") with { Heading = "COMMAND LINE", Width = 40 },
    };

    private static ColumnSchema Of(string name, string? attribute, string help) => new(name, ColumnType.Utf8) { Attribute = attribute, Help = help };
}
