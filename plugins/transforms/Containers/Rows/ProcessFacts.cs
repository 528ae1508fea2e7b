using System.Globalization;
using Pipeline.Enrichment;
using Pipeline.Workloads;

namespace Pipeline.Transforms.Containers.Rows;

/// <summary>What is known of processes, as facts: put together when the first row of a process comes, and again when it executes something else. One thread.</summary>
/// <param name="columns">What is wanted: all else is not asked for, since it is read from /proc.</param>
internal sealed class ProcessFacts(IReadOnlyList<ContainerColumn> columns)
{
    private const int MostFacts = 1 << 18;
    private const long MostTextBytes = 64 << 20;

    private readonly bool _wantsNumber = columns.Contains(ContainerColumn.ProcessVpid);
    private readonly bool _wantsOwner = columns.Contains(ContainerColumn.ProcessOwner);
    private readonly bool _wantsExecutable = columns.Contains(ContainerColumn.ProcessExecutablePath);
    private readonly bool _wantsCommand = columns.Contains(ContainerColumn.ProcessCommandLine);
    private Known[] _known = [];

    /// <summary>The facts; their cells are <see cref="AddedColumn.OfProcesses"/>.</summary>
    public Facts Facts { get; } = new([.. AddedColumn.OfProcesses.Select(AddedColumn.Type)], MostFacts, MostTextBytes);

    /// <summary>The number of a process's fact.</summary>
    public int Of(ProcessInfo process)
    {
        var number = process.Number;
        if (number >= _known.Length)
            Array.Resize(ref _known, Math.Max(number + 1, 2 * _known.Length));
        ref var known = ref _known[number];
        var executable = _wantsExecutable ? process.Executable : null;
        var command = _wantsCommand ? process.CommandLine : null;
        if (!ReferenceEquals(known.Process, process))
        {
            // Another had the number before.
            if (known.Fact != 0)
                Facts.Remove(known.Fact);
            Write(process, executable, command);
            known = new Known { Process = process, Executable = executable, Command = command, Fact = Facts.Add() };
        }
        else if (!ReferenceEquals(known.Executable, executable) || !ReferenceEquals(known.Command, command))
        {
            (known.Executable, known.Command) = (executable, command);
            if (known.Fact != 0)
            {
                Write(process, executable, command);
                Facts.Replace(known.Fact);
            }
        }

        return known.Fact;
    }

    private void Write(ProcessInfo process, string? executable, string? command)
    {
        for (var cell = 0; cell < AddedColumn.OfProcesses.Length; cell++)
            switch (AddedColumn.OfProcesses[cell])
            {
                case ContainerColumn.ProcessVpid when _wantsNumber:
                    Facts.Draft.Set(cell, process.NamespacePid);
                    break;
                case ContainerColumn.ProcessOwner when _wantsOwner:
                    Facts.Draft.Set(cell, process.UserName ?? process.UserId.ToString(CultureInfo.InvariantCulture));
                    break;
                case ContainerColumn.ProcessExecutablePath:
                    Facts.Draft.Set(cell, executable);
                    break;
                case ContainerColumn.ProcessCommandLine:
                    Facts.Draft.Set(cell, command);
                    break;
            }
    }

    private struct Known
    {
        public ProcessInfo? Process;
        public string? Executable;
        public string? Command;
        public int Fact;
    }
}
