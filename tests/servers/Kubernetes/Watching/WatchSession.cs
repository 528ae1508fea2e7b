using System.Threading.Channels;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.KubernetesServer.Watching;

/// <summary>A watch that is open, into which lines can be put that no store has.</summary>
internal sealed class WatchSession(ResourceType type)
{
    private readonly Channel<byte[]> _lines = Channel.CreateUnbounded<byte[]>();

    public ResourceType Type => type;

    public void Put(byte[] line) => _lines.Writer.TryWrite(line);

    public bool TryTake(out byte[]? line) => _lines.Reader.TryRead(out line);

    public Task WaitAsync(CancellationToken stop) => _lines.Reader.WaitToReadAsync(stop).AsTask();
}
