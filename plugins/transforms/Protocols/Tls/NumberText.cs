namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>Numbers of registries as texts: the name, or <c>0x1301</c>.</summary>
internal static class NumberText
{
    public const int HexBytes = 6;

    private static ReadOnlySpan<byte> Digits => "0123456789abcdef"u8;

    /// <summary>The name, if there is one, else the number, written into <paramref name="room"/>.</summary>
    public static ReadOnlySpan<byte> NameOr(ReadOnlySpan<byte> name, ushort number, Span<byte> room)
    {
        if (!name.IsEmpty)
            return name;
        "0x"u8.CopyTo(room);
        Hex(number, room[2..]);
        return room[..HexBytes];
    }

    /// <summary>Four digits.</summary>
    public static void Hex(ushort number, Span<byte> into)
    {
        for (var i = 3; i >= 0; i--, number >>= 4)
            into[i] = Digits[number & 15];
    }
}
