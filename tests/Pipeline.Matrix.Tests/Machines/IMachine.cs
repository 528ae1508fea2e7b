namespace Pipeline.Matrix.Tests.Machines;

/// <summary>A running kernel with the installation, to which scripts can be given. One caller at a time.</summary>
internal interface IMachine : IAsyncDisposable
{
    /// <summary>An empty folder of the tests' own with their scripts and plugins in it.</summary>
    string Folder { get; }

    /// <summary>The cgroup (v2) of the workload's own, where others' processes run beside it: its folder, and its number as the kernel's programs know it.</summary>
    (string Folder, ulong Id)? Cgroup { get; }

    /// <summary>Runs a script in the machine's shell to its end.</summary>
    /// <exception cref="MachineException">The machine ended, or took too long.</exception>
    Task<Answer> RunAsync(string script);
}
