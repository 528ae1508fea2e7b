namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>Takes a watch apart while it comes: a line an event. Of one that is too large nothing is kept, and the next one is found.</summary>
internal sealed class LineScanner : IDisposable
{
    private readonly ByteBuffer _line = new(ItemScanner.LargestItem);
    private bool _isDone;

    /// <summary>The line that <see cref="Next"/> found, without its end.</summary>
    public ReadOnlySpan<byte> Line => _line.Written;

    /// <summary>That line is larger than may be, and not all there.</summary>
    public bool IsOver => _line.IsOver;

    /// <summary>Goes on through a piece, and tells of the next line that ends in it; false where the piece is used up. Empty lines are none.</summary>
    /// <param name="piece">What has not been gone through; what comes after the line stays.</param>
    public bool Next(ref ReadOnlySpan<byte> piece)
    {
        if (_isDone)
            _line.Clear();
        _isDone = false;
        while (piece.IndexOf((byte)'\n') is >= 0 and var end)
        {
            _line.Add(piece[..end]);
            piece = piece[(end + 1)..];
            if (_line.IsOver || _line.Written.ContainsAnyExcept(" \r\t"u8))
                return _isDone = true;
            _line.Clear();
        }

        _line.Add(piece);
        piece = [];
        return false;
    }

    public void Dispose() => _line.Dispose();
}
