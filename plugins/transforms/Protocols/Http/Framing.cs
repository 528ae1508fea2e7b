using System.Text;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>What the fields of a head say of the body that follows.</summary>
internal struct Framing
{
    /// <summary>The content length, if there is one.</summary>
    public ulong? Length { get; set; }

    /// <summary>Whether there are several content lengths that differ, or one that is no number.</summary>
    public bool IsLengthWrong { get; set; }

    /// <summary>Whether there is a transfer coding.</summary>
    public bool HasCoding { get; set; }

    /// <summary>Whether the last transfer coding is chunked.</summary>
    public bool IsChunked { get; set; }

    public bool ExpectsContinue { get; set; }

    /// <summary>Whether it says that the connection ends behind the response.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>Whether it says that the connection goes on.</summary>
    public bool IsKeptAlive { get; private set; }

    /// <summary>Whether the connection ends behind the response, for all that this head tells.</summary>
    /// <param name="minor">Of its version.</param>
    public readonly bool IsLast(byte minor) => IsClosing || (minor == 0 && !IsKeptAlive);

    public void AddConnection(ReadOnlySpan<byte> value)
    {
        foreach (var range in value.Split((byte)','))
        {
            var option = value[range].Trim(" \t"u8);
            IsClosing |= Ascii.EqualsIgnoreCase(option, "close"u8);
            IsKeptAlive |= Ascii.EqualsIgnoreCase(option, "keep-alive"u8);
        }
    }

    public void AddLength(ReadOnlySpan<byte> value)
    {
        if (!value.Contains((byte)','))
        {
            AddOne(value);
            return;
        }

        // A list of equal lengths counts as one.
        foreach (var range in value.Split((byte)','))
            AddOne(value[range].Trim(" \t"u8));
    }

    private void AddOne(ReadOnlySpan<byte> value)
    {
        var length = 0ul;
        var isWrong = value.IsEmpty || value.Length > 18;
        foreach (var digit in value)
        {
            isWrong |= !char.IsAsciiDigit((char)digit);
            length = 10 * length + digit - '0';
        }

        IsLengthWrong |= isWrong || (Length is { } before && before != length);
        Length = length;
    }
}
