using Pipeline.Sinks.Stdout.Output;

namespace Pipeline.Plugins.Tests.Support;

/// <summary>Keeps what a sink writes, as a terminal of a given size or as a file.</summary>
internal sealed class CapturedOutput(TerminalSize? size = null) : IRowOutput
{
    private readonly MemoryStream _bytes = new();

    public bool IsTerminal => Size is not null;

    public TerminalSize? Size { get; set; } = size;

    public byte[] Bytes => _bytes.ToArray();

    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancel) => _bytes.Write(bytes);

    public void Dispose()
    {
    }
}
