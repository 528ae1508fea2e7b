using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>Reads the messages of one side, whatever their size: keeps their first bytes, and hands all of them to the scan.</summary>
internal sealed class MessageReader(MongoProtocol mongo)
{
    // Original operation, size, compressor.
    private const int CompressedHead = 9;

    // What is longer is decompressed as far as this goes.
    private const int MostPacked = 256 << 10;

    private readonly MessageScan _scan = new();
    private bool _isRequest;
    private long _left;
    private bool _isPacked;
    private bool _hasGap;

    /// <summary>The message that is being read; null between messages.</summary>
    public MongoMessage? Message { get; private set; }

    public bool IsAtEnd => _left == 0;

    /// <summary>Whether it turned out to be none of MongoDB's.</summary>
    public bool IsBroken { get; private set; }

    public void Begin(MongoMessage message, in MessageHeader header, bool isRequest)
    {
        (Message, _left, _isRequest, _isPacked, _hasGap, IsBroken) = (message, header.Length - MessageHeader.Size, isRequest, header.Opcode == Opcode.Compressed, false, false);
        (message.Header, message.Opcode) = (header, header.Opcode);
        if (!_isPacked)
            _scan.Begin(message, _left, isRequest);
    }

    /// <summary>Takes what belongs to the message.</summary>
    public int Read(ReadOnlySpan<byte> view)
    {
        var taken = (int)Math.Min(_left, view.Length);
        _left -= taken;
        if (_isPacked)
            Pack(view[..taken]);
        else
            Pass(view[..taken]);
        return taken;
    }

    /// <summary>Bytes that nobody saw; how many of them belong to the message.</summary>
    public ulong Skip(ulong bytes)
    {
        var inside = Math.Min(bytes, (ulong)_left);
        _left -= (long)inside;
        _hasGap |= inside > 0;
        if (!_isPacked)
            _scan.Gap(inside);
        return inside;
    }

    /// <summary>The message is at its end.</summary>
    public MongoMessage End()
    {
        var message = Message!;
        Message = null;
        if (_isPacked)
            IsBroken |= !mongo.Unpacker.TryUnpack(message, _scan, _isRequest);
        else
            message.IsWhole = !_hasGap && message.Kept.Length == message.Header.Length - MessageHeader.Size - (message.Compressor == Compressor.Noop ? CompressedHead : 0);
        IsBroken |= _scan.IsBroken;
        return message;
    }

    /// <summary>Gives up what was begun.</summary>
    public MongoMessage? Drop()
    {
        var message = Message;
        (Message, _left) = (null, 0);
        return message;
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        var kept = Message!.Kept;
        if (!_hasGap && kept.Length < mongo.MostWire)
            kept.Add(bytes[..Math.Min(bytes.Length, mongo.MostWire - kept.Length)]);
        _scan.Feed(bytes);
        IsBroken |= _scan.IsBroken;
    }

    private void Pack(ReadOnlySpan<byte> bytes)
    {
        var message = Message!;
        var packed = message.Packed;
        if (!_hasGap && packed.Length < MostPacked)
            packed.Add(bytes[..Math.Min(bytes.Length, MostPacked - packed.Length)]);
        if (message.Compressor != Compressor.None || packed.Length < CompressedHead)
            return;
        message.Opcode = (Opcode)BinaryPrimitives.ReadInt32LittleEndian(packed.Bytes);
        var id = packed.Bytes[CompressedHead - 1];
        IsBroken = id > 3 || message.Opcode == Opcode.Compressed || !(message.Header with { Opcode = message.Opcode }).IsValid;
        message.Compressor = (Compressor)(id + 1);
        if (message.Compressor != Compressor.Noop || IsBroken)
            return;
        _isPacked = false;
        _scan.Begin(message, _left + packed.Length - CompressedHead, _isRequest);
        Pass(packed.Bytes[CompressedHead..]);
        // Longer than what is kept where it came in one piece.
        if (bytes.Length > packed.Length)
            Pass(bytes[packed.Length..]);
    }
}
