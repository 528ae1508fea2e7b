using System.Threading.Channels;

namespace Pipeline.Host.Topology;

/// <summary>
/// What a component waits on: an announcement for each batch queued on any of its edges, in order of arrival. The edges bound
/// both the batches and their announcements.
/// </summary>
internal sealed class Inbox(int edges)
{
    private readonly Channel<Edge> _announcements = Channel.CreateUnbounded<Edge>();
    private int _open = edges;

    public ChannelReader<Edge> Announcements => _announcements.Reader;

    /// <summary>Whether all edges have ended: what is announced now is the last.</summary>
    public bool IsComplete => Volatile.Read(ref _open) <= 0;

    /// <summary>False when the inbox has ended.</summary>
    public bool Announce(Edge edge) => _announcements.Writer.TryWrite(edge);

    /// <summary>One of the edges will announce nothing more; after the last one the inbox ends.</summary>
    public void CompleteOne()
    {
        if (Interlocked.Decrement(ref _open) == 0)
            End();
    }

    /// <summary>Nobody will wait for what edges may still announce.</summary>
    public void End() => _announcements.Writer.TryComplete();
}
