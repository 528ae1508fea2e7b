using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>
/// Where the response to a request for a zone, or for what changed in it, ends: it has many messages, and none says that it is the last. The first record is
/// the zone's SOA. The whole zone ends where it comes again. Changes come between SOAs of their serials, and the newest comes a third time.
/// </summary>
internal sealed class Transfer
{
    private bool _isIncremental;
    private bool _isChanges;
    private uint _serial;
    private int _records;
    private int _repeats;

    /// <summary>What the messages say.</summary>
    public MessageText Text { get; } = new();

    public int Messages { get; private set; }

    public void Begin(bool isIncremental) => (_isIncremental, _isChanges, _records, _repeats, Messages) = (isIncremental, false, 0, 0, 0);

    /// <summary>Whether a message, the next one, is the last.</summary>
    public bool IsEnd(ReadOnlySpan<byte> message, in Header header)
    {
        if (Messages++ == 0)
            Text.Read(message);
        else
            Text.ReadMore(message);
        var at = Header.Size;
        for (var i = 0; i < header.Questions && at >= 0; i++)
            at = Names.Skip(message, at) is >= 0 and var end ? end + 4 : Names.Wrong;
        for (var i = 0; i < header.Answers && at >= 0; i++)
        {
            at = Record.Read(message, at, out var record);
            if (at < 0 || !IsPart(message, record))
                return true;
        }

        // Whoever has the newest version already is told so by one record.
        var isNewest = _isIncremental && _records == 1;
        return header.ResponseCode != 0 || _records == 0 || isNewest || _repeats >= (_isChanges ? 2 : 1);
    }

    /// <summary>Whether a record may be part of a transfer at its place.</summary>
    private bool IsPart(ReadOnlySpan<byte> message, in Record record)
    {
        var isAuthority = record.Type == RecordType.Soa && record.Length >= 20;
        // The serial stands before four other numbers.
        var serial = isAuthority ? BinaryPrimitives.ReadUInt32BigEndian(message[(record.End - 20)..]) : 0;
        if (_records == 0)
            _serial = serial;
        else if (isAuthority && serial == _serial)
            _repeats++;
        _isChanges |= _records == 1 && _isIncremental && isAuthority && serial != _serial;
        return _records++ > 0 || isAuthority;
    }
}
