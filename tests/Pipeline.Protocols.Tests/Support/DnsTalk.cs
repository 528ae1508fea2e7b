namespace Pipeline.Protocols.Tests.Support;

/// <summary>What a client's socket sends and receives; a millisecond passes with each message.</summary>
internal sealed class DnsTalk(ulong connection = 1, bool isStream = false)
{
    private readonly ulong[] _positions = new ulong[2];
    private readonly List<Said> _pieces = [];
    private long _time = 1_000_000_000;

    public IReadOnlyList<Said> Pieces => _pieces;

    public (ulong Sent, ulong Received) Positions => (_positions[0], _positions[1]);

    public DnsTalk Ask(DnsBytes message, ushort port = 53) => Say(false, message, port);

    public DnsTalk Answer(DnsBytes message, ushort port = 53) => Say(true, message, port);

    public DnsTalk Wait(TimeSpan time)
    {
        _time += time.Ticks * TimeSpan.NanosecondsPerTick;
        return this;
    }

    /// <summary>What comes of it.</summary>
    public ProtocolRun Run()
    {
        var run = new ProtocolRun();
        run.Feed(_pieces);
        return run;
    }

    private DnsTalk Say(bool isIngress, DnsBytes message, ushort port)
    {
        _time += 1_000_000;
        var bytes = isStream ? message.Prefixed : message.Bytes;
        var direction = isIngress ? 1 : 0;
        for (var at = 0; at < bytes.Length; at += 30 << 10)
        {
            var piece = bytes[at..Math.Min(bytes.Length, at + (30 << 10))];
            _pieces.Add(new Said(connection, isIngress, _positions[direction], piece, _time)
            {
                IsDatagram = !isStream && at == 0, Transport = isStream ? (byte)6 : (byte)17, Port = port, Role = 4,
            });
            _positions[direction] += (ulong)piece.Length;
        }

        return this;
    }
}
