namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>A message that is being read: headers, payload, and the end of line behind them, in whatever pieces they come.</summary>
internal struct NatsMessage(NatsCall? call, long headers, long bytes)
{
    private const int EndOfLine = 2;

    private long _headers = headers;

    /// <summary>Whose it is; null: nobody is told of it.</summary>
    public NatsCall? Call => call;

    /// <summary>Bytes that are still to come, with the end of line.</summary>
    public long Left { get; private set; } = bytes + EndOfLine;

    public readonly bool IsActive => Left > 0;

    /// <summary>Reads as much as is there; bytes taken, or -1 where the end of line is missing.</summary>
    public int Read(ReadOnlySpan<byte> view, int most)
    {
        var at = 0;
        if (_headers > 0)
        {
            at = (int)Math.Min(view.Length, _headers);
            call?.Text.Add(view[..Math.Min(at, NatsHeaders.MostBytes - call.Text.Length)]);
            (_headers, Left) = (_headers - at, Left - at);
        }

        var payload = (int)Math.Min(view.Length - at, Math.Max(0, Left - EndOfLine));
        call?.Payload.Add(view.Slice(at, payload), most);
        (at, Left) = (at + payload, Left - payload);
        for (; at < view.Length && Left is > 0 and <= EndOfLine; at++, Left--)
            if (view[at] != (Left == EndOfLine ? '\r' : '\n'))
                return -1;
        return at;
    }

    /// <summary>Bytes of it were not seen, no more than are left.</summary>
    public void Skip(long bytes)
    {
        if (_headers > 0)
            call?.Text.Clear();
        if (bytes > _headers && Left - Math.Min(_headers, bytes) > EndOfLine)
            call?.Payload.Skip();
        _headers = Math.Max(0, _headers - bytes);
        Left -= bytes;
    }
}
