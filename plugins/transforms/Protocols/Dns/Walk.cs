using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>How far the entries of a message that its header announces are there, and are entries.</summary>
internal ref struct Walk(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>Where the next entry begins, or would.</summary>
    public int At { get; private set; } = Header.Size;

    /// <summary>Entries passed.</summary>
    public int Questions { get; private set; }

    public int Records { get; private set; }

    /// <summary>Whether what is at hand can be none, whatever follows.</summary>
    public bool IsWrong { get; private set; }

    /// <summary>Passes all entries; false where one is wrong, or is not there to its end.</summary>
    public bool Pass(in Header header)
    {
        while (Questions < header.Questions)
            if (!PassQuestion())
                return false;
        while (Records < header.Records)
            if (!PassRecord())
                return false;
        return true;
    }

    private bool PassQuestion()
    {
        var end = Names.Skip(_message, At);
        if (end < 0 || end + 4 > _message.Length)
            return Stop(end == Names.Wrong);
        if (!IsEntry(BinaryPrimitives.ReadUInt16BigEndian(_message[end..]), BinaryPrimitives.ReadUInt16BigEndian(_message[(end + 2)..])))
            return Stop(true);
        (At, Questions) = (end + 4, Questions + 1);
        return true;
    }

    private bool PassRecord()
    {
        var end = Record.Read(_message, At, out var record);
        if (end < 0)
            return Stop(end == Names.Wrong);
        // The class of EDNS is a size.
        if (record.Type == RecordType.Opt ? _message[At] != 0 : !IsEntry(record.Type, record.Class))
            return Stop(true);
        (At, Records) = (end, Records + 1);
        return true;
    }

    private bool Stop(bool isWrong)
    {
        IsWrong = isWrong;
        return false;
    }

    private readonly bool IsEntry(ushort type, ushort classNumber) =>
        type != 0 && RecordClass.IsKnown(classNumber) && !(type is RecordType.Nimloc or RecordType.Srv && IsNetBios(_message[At..]));

    /// <summary>NetBIOS names its types 32 and 33 in messages of this very form, with names of 32 letters from A to P.</summary>
    private static bool IsNetBios(ReadOnlySpan<byte> name) => name.Length > 32 && name[0] == 32 && name.Slice(1, 32).IndexOfAnyExceptInRange((byte)'A', (byte)'P') < 0;
}
