using System.Runtime.InteropServices;
using Pipeline.Sources.Processes.Processes;
using Pipeline.Sources.Processes.Text;

namespace Pipeline.Sources.Processes.Networks;

/// <summary>A network namespace from pass to pass: who stands for it, and what its interfaces had counted. One thread.</summary>
internal sealed class NetworkNamespace
{
    private readonly Dictionary<UInt128, Counted> _interfaces = [];
    private long _lastRead;

    /// <summary>The process through which it was read last.</summary>
    internal ProcessKey Representative { get; set; }

    /// <summary>Another process that is in it, the first one met in this pass; 0: none.</summary>
    internal ProcessKey Candidate { get; set; }

    /// <summary>Whether it was read in this pass.</summary>
    internal bool IsRead { get; private set; }

    /// <summary>Whether a process was met in it in this pass.</summary>
    internal bool IsMet { get; set; }

    /// <summary>A pass begins.</summary>
    internal void Begin() => (IsRead, IsMet, Candidate) = (false, false, default);

    /// <summary>Since when an interface's figures are counted: the boot (0), or the reading before the one at which they were found to have begun anew.</summary>
    internal long StartOf(ReadOnlySpan<byte> name, in InterfaceFigures figures, long time)
    {
        ref var counted = ref CollectionsMarshal.GetValueRefOrAddDefault(_interfaces, ShortName.Of(name), out var isKnown);
        if (!isKnown || figures.IsBehind(counted.Figures))
            counted.Start = _lastRead;
        (counted.Figures, counted.Time) = (figures, time);
        return counted.Start;
    }

    /// <summary>It was read: interfaces that were not there are forgotten.</summary>
    internal void Complete(long time)
    {
        foreach (var (name, counted) in _interfaces)
            if (counted.Time != time)
                _interfaces.Remove(name);
        (_lastRead, IsRead) = (time, true);
    }

    private struct Counted
    {
        internal InterfaceFigures Figures;
        internal long Start;
        internal long Time;
    }
}
