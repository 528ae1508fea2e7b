namespace Pipeline.Sockets.Tests.Moving;

/// <summary>A call that moved bytes, or one message of it.</summary>
/// <param name="Function">The system call, or io_uring.</param>
/// <param name="Pid">The process that made it.</param>
/// <param name="End">The number of the end.</param>
/// <param name="Direction">egress or ingress.</param>
/// <param name="Position">Where in the end's direction; -1 where only the receiver knows.</param>
/// <param name="Size">What the call returned.</param>
/// <param name="Copied">How many of these bytes lie in its buffer, from the first on.</param>
/// <param name="Key">The stream they are of; 0 where only the receiver knows.</param>
/// <param name="At">Where in that stream.</param>
/// <param name="Peer">The number of the other end.</param>
internal sealed record Call(string Function, int Pid, int End, string Direction, long Position, long Size, long Copied, uint Key, long At, int Peer)
{
    internal long After => Position + Size;
}
