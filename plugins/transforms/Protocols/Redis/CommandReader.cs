namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>Reads a command: an array of strings, each behind its length. Keeps nothing of it but where it is.</summary>
internal struct CommandReader
{
    /// <summary>The longest argument there can be; servers refuse what is longer than they are configured for, 512 MiB by default.</summary>
    public const long MostBytes = 1L << 32;

    private long _arguments;
    private BulkReader _bulk;

    public readonly bool IsActive => _arguments > 0;

    /// <summary>Arguments that are not whole yet.</summary>
    public readonly long Left => _arguments;

    public void Begin(long arguments) => _arguments = arguments;

    public void End()
    {
        _arguments = 0;
        _bulk.End();
    }

    /// <summary>Reads as much as is there; bytes taken, or -1 where it is no command.</summary>
    public int Read(ReadOnlySpan<byte> view)
    {
        var at = 0;
        while (at < view.Length && _arguments > 0)
        {
            if (!_bulk.IsActive)
            {
                if (view[at] != '$')
                    return -1;
                var line = RespLine.Integer(view[at..], out var length);
                if (line == 0)
                    return at;
                if (line < 0 || length is < 0 or > MostBytes)
                    return -1;
                at += line;
                _bulk.Begin(length);
            }

            var taken = _bulk.Read(view[at..]);
            if (taken < 0)
                return -1;
            at += taken;
            if (!_bulk.IsActive)
                _arguments--;
        }

        return at;
    }

    /// <summary>As <see cref="BulkReader.Skip"/>, of the argument at hand.</summary>
    public ulong Skip(ulong bytes)
    {
        if (!_bulk.IsActive)
            return 0;
        var inside = _bulk.Skip(bytes);
        if (!_bulk.IsActive)
            _arguments--;
        return inside;
    }
}
