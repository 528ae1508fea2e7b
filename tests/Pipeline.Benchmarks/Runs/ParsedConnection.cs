using Pipeline.Protocols;

namespace Pipeline.Benchmarks.Runs;

/// <summary>One connection with its parser and rows, without the frame around it.</summary>
internal sealed class ParsedConnection : IConnection, IDisposable
{
    private readonly Parser _parser;

    internal ParsedConnection(Protocol protocol)
    {
        Rows = new Rows(protocol.Table, new BatchOrigin("here", protocol.Name, 1));
        _parser = protocol.Open(this);
    }

    public Endpoints Endpoints => default;

    public byte TraceRole => 2;

    public bool IsDatagram => false;

    public long Now => 0;

    public Counters Counters { get; } = new();

    public Rows Rows { get; }

    public void Charge(int bytes)
    {
    }

    /// <summary>Reads pieces, requests and responses in turn, and emits the rows.</summary>
    internal void Read(byte[][] pieces, IEmitter emitter)
    {
        Rows.Begin(emitter.Arena, 0);
        for (var i = 0; i < pieces.Length; i++)
        {
            var side = i % 2 == 0 ? Side.Request : Side.Response;
            for (ReadOnlySpan<byte> view = pieces[i]; !view.IsEmpty;)
            {
                var taken = _parser.Read(side, view, new Moment(i, i));
                view = taken > 0 ? view[taken..] : throw new InvalidOperationException($"piece {i} is not read: {taken}");
            }

            if (i % 512 == 511)
            {
                Rows.Emit(emitter);
                Rows.Begin(emitter.Arena, 0);
            }
        }

        Rows.Emit(emitter);
    }

    public void Dispose() => Rows.Dispose();
}
