using Pipeline.Sinks.Stdout.Output;

namespace Pipeline.Plugins.Tests.Support;

/// <summary>Counts what a sink writes.</summary>
internal sealed class DiscardingOutput : IRowOutput
{
    public long Written { get; private set; }

    public bool IsTerminal => false;

    public TerminalSize? Size => null;

    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancel) => Written += bytes.Length;

    public void Dispose()
    {
    }
}
