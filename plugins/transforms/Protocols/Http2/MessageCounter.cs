using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>Counts the messages of a call by gRPC in one direction: each is a byte of flags, four of a length, and so many bytes.</summary>
internal struct MessageCounter
{
    private const int Prefix = 5;

    // The trailers of gRPC for browsers are in the body, as what resembles a message.
    private const byte Trailers = 0x80;

    private uint _left;
    private uint _length;
    private byte _flags;
    private int _read;
    private bool _isLost;
    private ulong _whole;

    /// <summary>Messages that were read whole; 0 where it is not known.</summary>
    public readonly ulong Count => _isLost ? 0 : _whole;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_isLost)
        {
            if (_read == Prefix)
            {
                var taken = (int)Math.Min((uint)bytes.Length, _left);
                _left -= (uint)taken;
                bytes = bytes[taken..];
            }
            else if (_read == 0 && bytes.Length >= Prefix)
            {
                (_flags, _left, _read) = (bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]), Prefix);
                bytes = bytes[Prefix..];
            }
            else
            {
                Step(bytes[0]);
                bytes = bytes[1..];
            }

            End();
        }
    }

    /// <summary>Bytes that nobody saw: where they lie within a message nothing is lost.</summary>
    public void Skip(ulong bytes)
    {
        if (bytes == 0)
            return;
        _isLost |= _read < Prefix || bytes > _left;
        _left -= (uint)Math.Min(bytes, _left);
        End();
    }

    /// <summary>It is not known how many bytes were missed.</summary>
    public void Lose() => _isLost = true;

    private void Step(byte b)
    {
        if (_read == 0)
            _flags = b;
        else
            _length = _length << 8 | b;
        if (++_read == Prefix)
            (_left, _length) = (_length, 0);
    }

    private void End()
    {
        if (_read < Prefix || _left > 0)
            return;
        _whole += (_flags & Trailers) == 0 ? 1ul : 0;
        _read = 0;
    }
}
