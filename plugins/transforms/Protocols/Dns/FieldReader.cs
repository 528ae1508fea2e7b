using System.Buffers.Binary;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Reads the fields of a record's data, one after another. Behind the end, or at a name that is none, it is broken, and whatever it reads means nothing.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> message, int at, int end)
{
    private readonly ReadOnlySpan<byte> _message = message[..end];
    private int _at = at;

    public bool IsBroken { get; private set; }

    public readonly int Left => _message.Length - _at;

    /// <summary>Whether all was read, and could be.</summary>
    public readonly bool IsDone => !IsBroken && Left == 0;

    public ReadOnlySpan<byte> Take(int length)
    {
        if (IsBroken || length > Left)
        {
            IsBroken = true;
            return default;
        }

        _at += length;
        return _message.Slice(_at - length, length);
    }

    public ReadOnlySpan<byte> Rest() => Take(Left);

    public byte U8() => Take(1) is [var b] ? b : (byte)0;

    public ushort U16() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;

    public uint U32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    public void Name(TextBuffer text)
    {
        var end = IsBroken ? -1 : Names.Read(_message, _at, text);
        if (end < 0)
            IsBroken = true;
        else
            _at = end;
    }

    /// <summary>A text behind its length, in quotes.</summary>
    public void Quoted(TextBuffer text) => CharacterString.Add(Take(U8()), text);
}
