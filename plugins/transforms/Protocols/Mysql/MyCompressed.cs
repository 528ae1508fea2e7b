using System.IO.Compression;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>
/// One side of a connection that is compressed: packets of its own around those of the protocol. What is inflated is handed on as it comes, so that no length says how
/// much memory is taken.
/// </summary>
internal sealed class MyCompressed
{
    private const int HeaderBytes = 7;

    // The most of a packet that is kept to be inflated; servers send some KiB at a time.
    private const int MostBytes = 1 << 20;
    private const int Step = 16 << 10;

    private readonly ByteList _packet = new();
    private readonly ByteList _inflated = new();
    private int _rest;
    private int _size;
    private bool _isPlain;
    private int _charged;

    /// <summary>Reads from the front of a view, as <see cref="Parser.Read"/>.</summary>
    public int Read(MySqlParser parser, Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        if (_rest == 0)
        {
            if (view.Length < HeaderBytes)
                return 0;
            _rest = MyFrame.LengthOf(view);
            _size = MyFrame.LengthOf(view[4..]);
            _isPlain = _size == 0;
            return _rest > MostBytes && !_isPlain ? Parser.Invalid : HeaderBytes;
        }

        var taken = Math.Min(_rest, view.Length);
        _rest -= taken;
        if (_isPlain)
            return HandOn(parser, side, view[..taken], moment) ? taken : Parser.Invalid;
        _packet.Add(view[..taken]);
        return _rest > 0 || Inflate(parser, side, moment) ? taken : Parser.Invalid;
    }

    /// <summary>Tells of what it takes.</summary>
    public void Charge(IConnection connection)
    {
        var memory = _packet.Capacity + _inflated.Capacity;
        connection.Charge(memory - _charged);
        _charged = memory;
    }

    public void Clear(IConnection connection)
    {
        connection.Charge(-_charged);
        _charged = 0;
    }

    private bool Inflate(MySqlParser parser, Side side, Moment moment)
    {
        try
        {
            using var stream = new ZLibStream(_packet.Open(), CompressionMode.Decompress);
            Span<byte> step = stackalloc byte[Step];
            while (stream.Read(step) is > 0 and var bytes)
            {
                // No more than it says of itself.
                _size -= bytes;
                if (_size < 0 || !HandOn(parser, side, step[..bytes], moment))
                    return false;
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
        finally
        {
            _packet.Clear();
        }
    }

    private bool HandOn(MySqlParser parser, Side side, ReadOnlySpan<byte> bytes, Moment moment)
    {
        // What came before waits for more; most often nothing does.
        if (_inflated.Length > 0)
        {
            _inflated.Add(bytes);
            bytes = _inflated.Bytes;
        }

        var at = 0;
        while (at < bytes.Length && !parser.HasEnded)
        {
            var taken = parser.ReadPacket(side, bytes[at..], moment);
            if (taken < 0)
                return false;
            if (taken == 0)
                break;
            at += taken;
        }

        var left = bytes[at..];
        if (_inflated.Length > 0)
            _inflated.RemoveFront(at);
        else
            _inflated.Add(left);
        return true;
    }
}
