namespace Pipeline.Transforms.Containers;

/// <summary>Columns that rows can get.</summary>
internal enum ContainerColumn
{
    ContainerId,
    ContainerName,
    ContainerImageName,
    ContainerImageTag,
    ContainerRuntime,
    SystemdUnit,
    SystemdSlice,
    ProcessVpid,
    ProcessOwner,
    ProcessExecutablePath,
    ProcessCommandLine,
}
