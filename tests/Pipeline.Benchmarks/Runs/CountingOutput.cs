using Pipeline.Sinks.Stdout.Output;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Where the stdout sink's bytes end.</summary>
internal sealed class CountingOutput : IRowOutput
{
    internal long Written { get; private set; }

    public bool IsTerminal => false;

    public TerminalSize? Size => null;

    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancel) => Written += bytes.Length;

    public void Dispose()
    {
    }
}
